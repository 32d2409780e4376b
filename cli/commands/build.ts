// `tally build`: compiles contracts, checks that they are lawful, and puts module and ABI in place.
import { join } from 'node:path';
import { toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { CompileError, formatDiagnostic } from '../../engine/compile/diagnostics.ts';
import { describeMethod } from '../arguments.ts';
import { type Build, compileArtifact, filesIn, isContract, readProject } from '../artifact.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { writeWhole } from '../files.ts';
import { type ModuleFacts, moduleFacts } from '../module.ts';
import { type Colours, fields, grouped, sized } from '../print.ts';
import type { Session } from '../session.ts';

export const define: Define = (command, run) => {
  command
    .argument('[files...]', 'sources (default: every contract of the contracts folder)')
    .option('--out, --out-dir <dir>', 'where modules go (default: build)')
    .option('--source-map', 'write x.wasm.map too')
    .option('--sizes', 'show sizes and prices')
    .action(run(build));
};

const build: Act = async (session, files, options) => {
  const project = readProject();
  const sources = files.length > 0 ? files : sourcesIn(project.contracts);
  const folder = textOption(options, 'outDir') ?? project.out;
  const built = await compileAll(session, sources, options['sourceMap'] === true);
  const written = built.map((one) => ({ one, facts: moduleFacts(one.wasm), files: place(folder, one) }));
  const documents = written.map(({ one, facts, files: paths }) => documentOf(one, facts, paths));
  // One source asked for by name gives its own document, so that a script can read `.codeId`.
  const document = files.length === 1 ? documents[0]! : { contracts: documents };
  const text = written.map(({ one, facts, files: paths }) =>
    textOf(one, facts, { path: paths[0]!, sizes: options['sizes'] === true, colours: session.output.colours }),
  );
  session.output.result(document, text.join('\n'));
  return undefined;
};

// A folder may hold files that contracts import; a contract is a file that says so.
function sourcesIn(folder: string): string[] {
  const paths = filesIn(folder, '.ts').map((name) => join(folder, `${name}.ts`));
  const contracts = paths.filter(isContract);
  if (contracts.length === 0)
    throw new Usage('FILE_UNREADABLE', `no contracts in ${folder}/; name a file, or make a project: tally new`);
  return contracts;
}

/** Everything is compiled before anything is written. @throws CompileError with what is wrong in all of them */
async function compileAll({ output }: Session, sources: readonly string[], sourceMap: boolean): Promise<Build[]> {
  const built: Build[] = [];
  const failed: CompileError[] = [];
  for (const source of sources) {
    output.progress(`compiling ${source}`);
    try {
      const one = await compileArtifact(source, sourceMap);
      built.push(one);
      for (const diagnostic of one.diagnostics) output.warn(formatDiagnostic(diagnostic));
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      failed.push(error);
    }
  }
  output.progress('');
  const [first] = failed;
  if (!first) return built;
  const id = failed.some((error) => error.id === 'COMPILE_FAILED') ? 'COMPILE_FAILED' : 'LINT_FAILED';
  throw failed.length === 1
    ? first
    : new CompileError(
        id,
        failed.flatMap(({ diagnostics }) => diagnostics),
      );
}

/** Paths of module and ABI, and of the source map if there is one. */
function place(folder: string, { name, wasm, abi, sourceMap }: Build): string[] {
  const path = join(folder, `${name}.wasm`);
  const abiPath = join(folder, `${name}.abi.json`);
  const map = sourceMap === undefined ? [] : [`${path}.map`];
  if (sourceMap !== undefined) writeWhole(map[0]!, sourceMap);
  writeWhole(abiPath, `${JSON.stringify(abi, null, 2)}\n`);
  writeWhole(path, wasm);
  return [path, abiPath, ...map];
}

function documentOf({ name, abi, codeId, metaId, diagnostics }: Build, facts: ModuleFacts, files: readonly string[]) {
  const ids = { codeId: toHex(codeId), metaId: toHex(metaId) };
  const { sizes, gas } = facts;
  return {
    name,
    ...ids,
    files,
    sizes,
    gas,
    contract: abi?.name,
    version: abi?.version,
    methods: abi?.methods,
    warnings: diagnostics,
  };
}

function textOf(
  { abi, codeId, metaId }: Build,
  { sizes, gas, functions }: ModuleFacts,
  { path, sizes: more, colours }: { readonly path: string; readonly sizes: boolean; readonly colours: Colours },
): string {
  const rows = [
    ['code id', toHex(codeId)],
    ['meta id', toHex(metaId)],
    ['methods', abi?.methods.map(describeMethod).join('\n')],
    [
      'code',
      more ? `${sized(sizes.code!)} in ${grouped(functions)} functions, ${sized(sizes.metered!)} metered` : undefined,
    ],
    ['custom', more ? `${sized(sizes.custom!)} of ABI and build information` : undefined],
    ['gas', more ? `${grouped(gas!.frame)} a frame, ${grouped(gas!.upload)} to upload` : undefined],
  ] as const;
  return `${colours.green('✓')} ${path}  ${sized(sizes.module)}\n${fields(rows, colours)}`;
}
