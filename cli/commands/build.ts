// `tally build`: compiles contracts, checks that they are lawful, and puts module and ABI in place.
import { dirname, join } from 'node:path';
import { toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { CompileError } from '../../engine/compile/diagnostics.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { describeMethod } from '../arguments.ts';
import { type Build, compileArtifact, contractsIn, findSource, readProject } from '../artifact.ts';
import { type Act, type Define, type Options, textOption } from '../command.ts';
import { describeError, errorText } from '../errors.ts';
import { EXIT } from '../exit.ts';
import { writeWhole } from '../files.ts';
import { findingText } from '../findings.ts';
import type { Interrupt } from '../interrupt.ts';
import { type ModuleFacts, moduleFacts } from '../module.ts';
import { type Colours, fields, grouped, sized } from '../print.ts';
import type { Session } from '../session.ts';
import { staleClients } from '../stale.ts';
import { CONTRACT_SOURCES, Watch } from '../watch.ts';

export const define: Define = (command, run, interrupt) => {
  command
    .argument('[files...]', 'sources, or names of contracts (default: every contract of the contracts folder)')
    .option('--out, --out-dir <dir>', 'where modules go (default: build)')
    .option('--source-map', 'write x.wasm.map too')
    .option('--sizes', 'show sizes and prices')
    .option('--watch', 'build again whenever a source changes, until Ctrl-C')
    .action(
      run((session, files, options) =>
        (options['watch'] ? watch(interrupt) : build)(session, files.map(findSource), options),
      ),
    );
};

const build: Act = async (session, files, options) => {
  const project = readProject();
  const sources = files.length > 0 ? files : contractsIn(project.contracts);
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
  for (const warning of staleClients(project.contracts, built)) session.output.warn(warning);
  return undefined;
};

/** Builds once, and then whatever a change concerns; what is wrong is shown and does not end it. */
const watch =
  (interrupt: Interrupt): Act =>
  async (session, files, options) => {
    const { output } = session;
    if (output.json) throw new Usage('USAGE', '--watch goes on and on, and --json is one document: take one of them');
    const { contracts } = readProject();
    const folders = files.length > 0 ? [...new Set(files.map((path) => dirname(path)))] : [contracts];
    const looking = new Watch({ roots: [...folders, 'tally.json'], ...CONTRACT_SOURCES });
    const stop = new AbortController();
    void interrupt.take().then(() => stop.abort());
    const done = new Map<string, string>();
    for (let changes: string[] | undefined = []; changes; changes = await looking.next(stop.signal)) {
      if (changes.length > 0) output.note(`${new Date().toTimeString().slice(0, 8)}  ${changes.join(', ')}`);
      await buildChanged(session, files, options, done);
      output.note(`watching ${folders.join(', ')}; Ctrl-C ends it`);
    }
    output.note('stopped');
    return EXIT.interrupted;
  };

/** Builds the contracts whose sources are not those of their last good build. */
async function buildChanged(
  session: Session,
  files: readonly string[],
  options: Options,
  done: Map<string, string>,
): Promise<void> {
  try {
    const paths = files.length > 0 ? files : contractsIn(readProject().contracts);
    const texts = new Map(paths.map((path) => [path, JSON.stringify([...loadSources(path).files])]));
    const stale = paths.filter((path) => done.get(path) !== texts.get(path));
    if (stale.length === 0) return;
    // What fails now is built again even if its text becomes that of the last good build.
    for (const path of stale) done.delete(path);
    await build(session, stale, options);
    for (const path of stale) done.set(path, texts.get(path)!);
  } catch (error) {
    session.output.progress('');
    session.output.complain(
      errorText(describeError(error, session.language), session.language, session.output.colours),
    );
  }
}

/** Everything is compiled before anything is written. @throws CompileError with what is wrong in all of them */
async function compileAll(
  { output, language }: Session,
  sources: readonly string[],
  sourceMap: boolean,
): Promise<Build[]> {
  const built: Build[] = [];
  const failed: CompileError[] = [];
  for (const source of sources) {
    output.progress(`compiling ${source}`);
    try {
      const one = await compileArtifact(source, sourceMap);
      built.push(one);
      for (const diagnostic of one.diagnostics) output.warn(findingText(diagnostic, language));
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
