// `tally bindings`: a client for other contracts, or for applications and tests, written from a contract's ABI.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readAbi } from '../../engine/abi/abi.ts';
import { clientText } from '../../engine/abi/bindings.ts';
import type { Abi } from '../../engine/abi/types.ts';
import { typescriptText } from '../../engine/abi/typescript.ts';
import { readNamesFile } from '../../engine/app/names.ts';
import { Usage } from '../../engine/base/errors.ts';
import { compileArtifact, filesIn, readProject } from '../artifact.ts';
import { Book } from '../book.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { readBytes, writeWhole } from '../files.ts';
import type { Session } from '../session.ts';
import { findContract } from '../target.ts';

export const define: Define = (command, run) => {
  command
    .argument('<what>', 'x.abi.json, a source x.ts, a contract of the project, or one of the chain (contract:NAME)')
    .option(
      '--target <language>',
      'as: AssemblyScript, for other contracts; ts: TypeScript, for applications and tests',
      'as',
    )
    .option('--out <file>', 'where the client goes (default: contracts/NAME.client.ts, or client/NAME.ts for ts)')
    .action(run(bindings));
};

/** What each language has: the text of a client, and where it stands if nobody says. */
const TARGETS: { readonly [target: string]: { text(abi: Abi): string; path(name: string): string } } = {
  as: { text: clientText, path: (name) => join(readProject().contracts, `${name}.client.ts`) },
  // Not among the contracts, where it would be taken for AssemblyScript.
  ts: { text: typescriptText, path: (name) => join('client', `${name}.ts`) },
};

const bindings: Act = async (session, [what], options) => {
  const target = textOption(options, 'target')!;
  if (!Object.hasOwn(TARGETS, target))
    throw new Usage('USAGE', `--target ${JSON.stringify(target)}: expected as or ts`);
  const { text, path } = TARGETS[target]!;
  const { abi, from } = await abiOf(session, what!);
  const file = textOption(options, 'out') ?? path(fileName(what!));
  const client = text(abi);
  writeWhole(file, client);
  const { output } = session;
  if (from !== undefined) output.note(from);
  const other = twinOf(file, client, abi);
  if (other !== undefined) output.warn(other);
  output.result({ file, contract: abi.contract }, `${output.colours.green('✓')} ${file}  ${abi.contract}Client`);
  return undefined;
};

/** An ABI, and where it was taken from if a name may mean more than one thing. */
async function abiOf(session: Session, what: string): Promise<{ abi: Abi; from?: string }> {
  if (what.endsWith('.json')) return { abi: readAbi(readBytes(what)) };
  if (what.endsWith('.ts')) return { abi: (await compileArtifact(what)).abi! };
  const source = join(readProject().contracts, `${what}.ts`);
  if (existsSync(source)) {
    const { abi } = await compileArtifact(source);
    const more = isOnChain(session, what) ? `; \`tally bindings ${ON_CHAIN}${what}\` takes the one on the chain` : '';
    return { abi: abi!, from: `from ${source}${more}` };
  }
  const connection = await session.connect('read');
  const { abi, name } = await findContract(connection, await Book.open(session, connection), what);
  if (abi === undefined) throw new Usage('ABI_INVALID', `${name} came without an ABI`);
  return { abi, from: `from ${name} on the chain` };
}

const ON_CHAIN = 'contract:';

/** Whether a contract of any chain beside this folder has the name: a source is enough, and no chain is opened for it. */
function isOnChain({ names }: Session, name: string): boolean {
  return Object.values(readNamesFile(names).chains).some((chain) => Object.hasOwn(chain, name));
}

/** That another client there, of something else, has a class of the same name: whoever wants both renames one. */
function twinOf(file: string, text: string, { contract }: Abi): string | undefined {
  const line = new RegExp(`^export class ${contract}Client\\b`, 'm');
  const beside = filesIn(dirname(file), '.ts').filter((name) => `${name}.ts` !== basename(file));
  const twins = beside.filter((name) => {
    const other = readFileSync(join(dirname(file), `${name}.ts`), 'utf8');
    return other !== text && line.test(other);
  });
  if (twins.length === 0) return undefined;
  const paths = twins.map((name) => join(dirname(file), `${name}.ts`)).join(' and ');
  // Contracts import without the ending; programs and tests, by their tsconfig, with it.
  const ending = file.endsWith('.client.ts') || twins[0]!.endsWith('.client') ? '' : '.ts';
  const rename = `import { ${contract}Client as Other${contract}Client } from "./${twins[0]}${ending}"`;
  return `a class ${contract}Client is in ${paths} too; who wants both writes: ${rename}`;
}

/** `token` of `build/token.abi.json`, of `contracts/token.ts`, and of a contract of that name. */
function fileName(what: string): string {
  return basename(what)
    .replace(/^contract:/, '')
    .replace(/(\.abi)?\.(json|ts)$/, '');
}
