// `tally bindings`: a client for other contracts, or for applications and tests, written from a contract's ABI.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readAbi } from '../../engine/abi/abi.ts';
import { clientText } from '../../engine/abi/bindings.ts';
import type { Abi } from '../../engine/abi/types.ts';
import { typescriptText } from '../../engine/abi/typescript.ts';
import { Usage } from '../../engine/base/errors.ts';
import { compileArtifact, readProject } from '../artifact.ts';
import { Book } from '../book.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { readBytes, writeWhole } from '../files.ts';
import type { Session } from '../session.ts';
import { findContract } from '../target.ts';

export const define: Define = (command, run) => {
  command
    .argument('<what>', 'x.abi.json, a source x.ts, a contract of the project, or one of the chain')
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
  const abi = await abiOf(session, what!);
  const file = textOption(options, 'out') ?? path(fileName(what!));
  writeWhole(file, text(abi));
  const { output } = session;
  output.result({ file, contract: abi.contract }, `${output.colours.green('✓')} ${file}  ${abi.contract}Client`);
  return undefined;
};

async function abiOf(session: Session, what: string): Promise<Abi> {
  if (what.endsWith('.json')) return readAbi(readBytes(what));
  if (what.endsWith('.ts')) return (await compileArtifact(what)).abi!;
  const source = join(readProject().contracts, `${what}.ts`);
  if (existsSync(source)) return (await compileArtifact(source)).abi!;
  const connection = await session.connect('read');
  const { abi, name } = await findContract(connection, await Book.open(session, connection), what);
  if (abi === undefined) throw new Usage('ABI_INVALID', `${name} came without an ABI`);
  return abi;
}

/** `token` of `build/token.abi.json`, of `contracts/token.ts`, and of a contract of that name. */
function fileName(what: string): string {
  return basename(what).replace(/(\.abi)?\.(json|ts)$/, '');
}
