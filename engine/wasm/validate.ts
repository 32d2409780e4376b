// Decides whether bytes are a lawful module of profile tally-1, and says why not.
import { LIMITS } from '../../spec/limits.ts';
import type { Bytes } from '../base/bytes.ts';
import { checkFunction, type FunctionFacts, type Scope, scopeOf } from './check.ts';
import { addCounts, noCounts, within } from './counts.ts';
import { functionName, importedFunctions, type Module } from './module.ts';
import { readModule } from './parse.ts';
import { MOST_PROBLEMS, type Problem, problemOf, Refusal } from './problems.ts';
import { checkDeclarations, checkSizes, isLawfulType } from './profile.ts';
import { checkExports, checkImports, type Surface } from './surface.ts';

/** Loosens the rules on the module's surface, so that foreign test modules can be measured. */
export interface Loosened {
  /** Import any function. */
  readonly imports?: boolean;
  /** Export anything under any name. */
  readonly exports?: boolean;
  /** Have no memory. */
  readonly memory?: boolean;
}

/** A module with what was learnt of it. */
export interface Checked {
  readonly module: Module;
  /** One for each function that the module defines. */
  readonly facts: readonly FunctionFacts[];
  readonly surface: Surface;
}

/** Either a lawful module, or the problems: the first one that stops the reading, otherwise up to twenty. */
export type Verdict =
  | { readonly checked: Checked; readonly problems: readonly [] }
  | { readonly checked: undefined; readonly problems: readonly Problem[] };

/** Reads and checks a whole module in time linear in its size. Never throws. */
export function validate(bytes: Bytes, loosened: Loosened = {}): Verdict {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  let checked: Checked | undefined;
  try {
    checked = checkModule(readWithin(bytes), loosened, report);
  } catch (caught) {
    report(problemOf(caught));
  }
  if (problems.length === 0 && checked !== undefined) return { checked, problems: [] };
  return { checked: undefined, problems: problems.slice(0, MOST_PROBLEMS) };
}

function readWithin(bytes: Bytes): Module {
  if (bytes.length > LIMITS.moduleBytes.max) {
    throw new Refusal('MODULE_LIMIT', `${bytes.length} bytes of at most ${LIMITS.moduleBytes.max}`, 0);
  }
  return readModule(bytes);
}

function checkModule(module: Module, loosened: Loosened, report: (problem: Problem) => void): Checked | undefined {
  for (const problem of module.problems) report(problem);
  checkSizes(module);
  checkImports(module, report, loosened.imports ?? false);
  // What is imported has the first indexes of its kind: without it everything behind would seem wrong.
  if (module.imports.some(({ kind }) => kind !== 'function')) return undefined;
  checkDeclarations(module, report, loosened.memory ?? false);
  const surface = checkExports(module, report, loosened.exports ?? false);
  return { module, facts: checkFunctions(scopeOf(module), report), surface };
}

function checkFunctions(scope: Scope, report: (problem: Problem) => void): FunctionFacts[] {
  const { module } = scope;
  const facts: FunctionFacts[] = [];
  const sum = noCounts();
  const imported = importedFunctions(module).length;
  let locals = 0;
  let refused = 0;
  for (const [i, body] of module.bodies.entries()) {
    const type = module.types[module.functions[i]!];
    if (type === undefined || !isLawfulType(type)) continue;
    try {
      const fact = checkFunction(scope, type, body);
      addCounts(sum, fact.counts, body.start);
      locals += fact.params + fact.locals;
      within('moduleLocals', locals, 'parameters and locals of the module', body.start);
      facts.push(fact);
    } catch (caught) {
      const problem = problemOf(caught, functionName(module, imported + i));
      report(problem);
      if (problem.code === 'MODULE_MALFORMED' || ++refused >= MOST_PROBLEMS) return facts;
    }
  }
  return facts;
}
