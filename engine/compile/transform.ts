// The compiler's transform: from an author's class with decorators to a module of the protocol, with its ABI.
import { createHash } from 'node:crypto';
import type binaryen from 'assemblyscript/binaryen';
import { VERSION } from '../../spec/version.ts';
import type { Abi } from '../abi/types.ts';
import { partsOf } from './access.ts';
import { type ContractClass, findContract, readMethods } from './contract.ts';
import { checkDecorators, checkForgotten } from './decorators.ts';
import type { Diagnostic } from './diagnostics.ts';
import { entryText } from './entry.ts';
import { prepareEvents } from './events.ts';
import { collectFindings, type Report } from './findings.ts';
import { checkGrammar } from './grammar.ts';
import { guardCompiler } from './guard.ts';
import { checkInit } from './init.ts';
import { checkInterfaces } from './interfaces.ts';
import { lint } from './lint.ts';
import { addJsonSection, foreignImports, nameExports } from './module.ts';
import { checkReads, placeNulls } from './nulls.ts';
import { placeRefusals } from './refusals.ts';
import { CONTRACT_FOLDER, ENTRY_PATH } from './sources.ts';
import { placeStorage } from './storage.ts';
import { docOf, USER_SOURCE } from './syntax.ts';
import { type Parser, type Program, type Source, tree } from './tree.ts';
import { watchTypes } from './typed.ts';
import { Types } from './types.ts';
import { findWrites } from './warnings/calls.ts';
import { readFacts } from './warnings/facts.ts';

/** What a transform leaves behind. */
export interface Outcome {
  /** What our own rules find, and files that the compiler could not read to their ends. */
  conclude(): { readonly findings: readonly Diagnostic[]; readonly broken: ReadonlySet<string> };
  /** Imports that the sandbox would refuse. */
  foreign: string[];
  abi: Abi | undefined;
  /** What was compiled, for whoever wants to know its types. */
  program: Program | undefined;
}

/** The hooks of the compiler that are used; it makes the instance itself. */
export interface Transform {
  afterParse(parser: Parser): void;
  afterCompile(module: binaryen.Module): void;
}

/** A transform class for one build, and where it leaves its results. The compiler wants the class, not an instance. */
export function makeTransform(compiler: string): {
  readonly transform: new () => Transform;
  readonly outcome: Outcome;
} {
  prepareCompiler();
  const { found, report } = collectFindings();
  let sources: Source[] = [];
  let isRead = false;

  class Tally implements Transform {
    declare readonly program: Program;

    constructor() {
      // It is on the prototype before the first file is read, so that files that cannot be read can be looked at.
      outcome.program = this.program;
    }

    afterParse(parser: Parser): void {
      isRead = true;
      sources = authorsSources(parser.sources);
      const entry = readSources(sources, parser.sources, outcome, report);
      if (entry === undefined) throw new Error('refused by the rules for contracts');
      for (const source of sources) source.sourceKind = USER_SOURCE;
      parser.parseFile(entry, ENTRY_PATH, true);
    }

    afterCompile(module: binaryen.Module): void {
      // Other errors have been looked for by now; nothing has to be optimised.
      if (found().length > 0) throw new Error('refused by the rules for contracts');
      outcome.foreign = foreignImports(module);
      describeModule(module, outcome.abi!, buildInformation(compiler, sources));
    }
  }
  const conclude = () => {
    const broken = isRead ? new Set<string>() : inspectBroken(outcome.program, report);
    return { findings: found(), broken };
  };
  const outcome: Outcome = { conclude, foreign: [], abi: undefined, program: undefined };
  return { transform: Tally, outcome };
}

function prepareCompiler(): void {
  guardCompiler();
  watchTypes();
}

function describeModule(module: binaryen.Module, abi: Abi, information: unknown): void {
  nameExports(module, abi);
  addJsonSection(module, 'tally.abi', abi);
  addJsonSection(module, 'tally.build', information);
}

/** Applies all rules, and leaves the ABI; the text of the generated entry, if there is a contract. */
function readSources(
  sources: readonly Source[],
  all: readonly Source[],
  outcome: Outcome,
  report: Report,
): string | undefined {
  for (const source of sources) lint(source, report);
  const contract = findContract(sources, report);
  checkDecorators(sources, contract, report);
  checkFacts(sources, report);
  if (contract) checkInit(contract, sources, report);
  const types = new Types(sources, report);
  types.readAll();
  if (contract) outcome.abi = readContract(contract, sources, types, report);
  if (contract) {
    const wanted = checkInterfaces(contract, outcome.abi!.methods, all, report);
    checkForgotten(sources, contract, wanted, report);
  }
  placeNulls(sources);
  return contract && entryText(contract, outcome.abi!.methods, types);
}

// That a view writes is certain where it does itself, and where a method that it calls does whenever it runs.
function checkFacts(sources: readonly Source[], report: Report): void {
  const facts = readFacts(sources);
  findWrites(facts, true, (node, message) => {
    report(node, 'write-in-view', `${message}; make the method @mutate, or only read`);
  });
  checkReads(facts, report);
}

function authorsSources(all: readonly Source[]): Source[] {
  const sources = all.filter((source) => source.normalizedPath.startsWith(CONTRACT_FOLDER));
  return sources.sort((a, b) => (a.normalizedPath < b.normalizedPath ? -1 : 1));
}

// The compiler stops where it cannot read a file. What can be said of the rest is said all the same.
function inspectBroken(program: Program | undefined, report: Report): Set<string> {
  const broken = new Set<string>();
  for (const source of authorsSources(program?.sources ?? [])) {
    lint(source, report);
    const parser = new tree.Parser([], []);
    parser.parseFile(source.text, source.normalizedPath, true);
    if (parser.diagnostics.length === 0) continue;
    broken.add(source.normalizedPath);
    checkGrammar(source, report);
  }
  return broken;
}

function readContract(contract: ContractClass, sources: readonly Source[], types: Types, report: Report): Abi {
  const doc = docOf(contract.node);
  const methods = readMethods(contract, types, report);
  const parts = partsOf(sources, methods);
  return {
    abi: 1,
    contract: contract.node.name.text,
    name: contract.name,
    version: contract.version,
    ...(doc ? { doc } : {}),
    methods,
    events: [...prepareEvents(sources, types, report), ...parts.events],
    errors: placeRefusals(sources, report),
    storage: [...placeStorage(contract, types, report), ...parts.storage],
  };
}

function buildInformation(compiler: string, sources: readonly Source[]): unknown {
  return {
    compiler,
    tallystick: VERSION.profile,
    sources: sources.map((source) => ({
      path: source.normalizedPath,
      sha256: createHash('sha256').update(source.text).digest('hex'),
    })),
  };
}
