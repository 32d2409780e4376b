// The compiler's transform: from an author's class with decorators to a module of the protocol, with its ABI.
import { createHash } from 'node:crypto';
import type binaryen from 'assemblyscript/binaryen';
import { VERSION } from '../../spec/version.ts';
import type { Abi } from '../abi/types.ts';
import { partsOf } from './access.ts';
import { type ContractClass, findContract, readMethods } from './contract.ts';
import type { Diagnostic } from './diagnostics.ts';
import { entryText } from './entry.ts';
import { prepareEvents } from './events.ts';
import { collectFindings, type Report } from './findings.ts';
import { checkInterfaces } from './interfaces.ts';
import { lint } from './lint.ts';
import { addJsonSection, foreignImports, nameExports } from './module.ts';
import { placeNulls } from './nulls.ts';
import { placeRefusals } from './refusals.ts';
import { CONTRACT_FOLDER, ENTRY_PATH } from './sources.ts';
import { placeStorage } from './storage.ts';
import { docOf, USER_SOURCE } from './syntax.ts';
import type { Parser, Program, Source } from './tree.ts';
import { Types } from './types.ts';

/** What a transform leaves behind. */
export interface Outcome {
  /** Findings of our own rules. */
  findings: readonly Diagnostic[];
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
  const { found, report } = collectFindings();
  const outcome: Outcome = { findings: [], foreign: [], abi: undefined, program: undefined };
  let sources: Source[] = [];

  class Tally implements Transform {
    declare readonly program: Program;

    afterParse(parser: Parser): void {
      sources = parser.sources.filter((source) => source.normalizedPath.startsWith(CONTRACT_FOLDER));
      sources.sort((a, b) => (a.normalizedPath < b.normalizedPath ? -1 : 1));
      for (const source of sources) lint(source, report);
      const contract = findContract(sources, report);
      const types = new Types(sources, report);
      types.readAll();
      if (contract) outcome.abi = readContract(contract, sources, types, report);
      if (contract) checkInterfaces(contract, outcome.abi!.methods, parser.sources, report);
      placeNulls(sources);
      const entry = contract && entryText(contract, outcome.abi!.methods, types);
      outcome.findings = found();
      if (entry === undefined || outcome.findings.length > 0) throw new Error('refused by the rules for contracts');
      for (const source of sources) source.sourceKind = USER_SOURCE;
      parser.parseFile(entry, ENTRY_PATH, true);
    }

    afterCompile(module: binaryen.Module): void {
      outcome.program = this.program;
      outcome.foreign = foreignImports(module);
      nameExports(module, outcome.abi!);
      addJsonSection(module, 'tally.abi', outcome.abi);
      addJsonSection(module, 'tally.build', buildInformation(compiler, sources));
    }
  }
  return { transform: Tally, outcome };
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
