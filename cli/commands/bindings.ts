// `tally bindings`: a client for other contracts, written from a contract's ABI.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readAbi } from '../../engine/abi/abi.ts';
import { clientText } from '../../engine/abi/bindings.ts';
import type { Abi } from '../../engine/abi/types.ts';
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
    .option('--out <file>', 'where the client goes (default: contracts/NAME.client.ts)')
    .action(run(bindings));
};

const bindings: Act = async (session, [what], options) => {
  const abi = await abiOf(session, what!);
  const path = textOption(options, 'out') ?? join(readProject().contracts, `${fileName(what!)}.client.ts`);
  writeWhole(path, clientText(abi));
  const { output } = session;
  output.result({ file: path, contract: abi.contract }, `${output.colours.green('✓')} ${path}  ${abi.contract}Client`);
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
