// A template as a whole, proved: what can be told by reading it, and what only shows when it runs.
import type { AbiError } from '../abi/types.ts';
import { CodedError } from '../base/errors.ts';
import { CompileError } from '../compile/diagnostics.ts';
import { allChoices, buildTemplate } from '../template/build.ts';
import { contractProblems, inconsistencies } from '../template/consistency.ts';
import { readPart, type Template } from '../template/folder.ts';
import { problemText } from '../template/problem.ts';
import { REFUSALS, refusalProblems } from '../template/refusals.ts';
import { schemaProblems } from '../template/schema.ts';
import { readValues } from '../template/values.ts';
import { explore } from './explore.ts';
import { beginning, clockAt, readScenario, runScenario } from './scenario.ts';

/** One thing that was looked at. */
export interface Checked {
  readonly what: 'manifest' | 'contract' | 'refusals' | 'sample' | 'scenario' | 'explore';
  /** A file, or a set of choices. */
  readonly which: string;
  readonly problems: readonly string[];
}

/** States that are walked: enough to meet what is wrong with the manifest. */
const STATES = 400;

/** Everything there is to check of a template, one after the other. */
export async function* checkTemplate(template: Template): AsyncGenerator<Checked> {
  const { manifest } = template;
  yield { what: 'manifest', which: 'template.json', problems: inconsistencies(template) };
  let isSound = true;
  const errors: AbiError[] = [];
  for (const choices of allChoices(manifest.options)) {
    const problems = await tried(async () => {
      const { abi } = await buildTemplate(template, choices);
      errors.push(...abi.errors);
      return contractProblems(manifest, abi);
    });
    isSound &&= problems.length === 0;
    yield { what: 'contract', which: Object.values(choices).join(', ') || manifest.contract, problems };
  }
  if (isSound)
    yield { what: 'refusals', which: REFUSALS, problems: await tried(async () => refusalProblems(template, errors)) };
  for (const file of manifest.samples)
    yield { what: 'sample', which: file, problems: await tried(async () => sampleProblems(template, file)) };
  // Whatever runs on a contract that lacks methods says so again and again.
  if (!isSound) return;
  for (const file of manifest.scenarios)
    yield { what: 'scenario', which: file, problems: await tried(() => scenarioProblems(template, file)) };
  yield { what: 'explore', which: manifest.explore.values, problems: await tried(() => exploreProblems(template)) };
}

async function tried(act: () => Promise<string[]>): Promise<string[]> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CompileError)
      return error.diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`);
    if (error instanceof CodedError) return error.detail.split('\n');
    throw error;
  }
}

/** Samples are lawful on the day on which explorations begin, by the rules and by the schema alone. */
function sampleProblems(template: Template, file: string): string[] {
  const { manifest } = template;
  const document = (readPart(template, file) ?? {}) as { readonly [member: string]: unknown };
  const { problems } = readValues(manifest, document, clockAt(beginning(template)), {
    accounts: false,
  });
  const { parties: _, options: __, ...values } = document;
  return [...problems.map((problem) => problemText(problem, 'en')), ...schemaProblems(manifest.parameters, values)];
}

async function scenarioProblems(template: Template, file: string): Promise<string[]> {
  const { steps } = await runScenario(template, readScenario(template, file));
  return steps.flatMap(({ problems }, i) => problems.map((problem) => `step ${i + 1}: ${problem.en}`));
}

async function exploreProblems(template: Template): Promise<string[]> {
  const { found } = await explore(template, { states: STATES });
  return found.map(({ kind, detail, moves }) => {
    const ways = moves.map((move) => (move.kind === 'wait' ? `until ${move.text}` : `${move.by}.${move.method}`));
    return `${kind} ${detail} after ${ways.join(', ') || 'nothing'}`;
  });
}
