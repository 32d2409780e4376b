// `tally proof`: proofs of what a chain holds, as files that anybody can check without the chain.
import { readAbi } from '../../engine/abi/abi.ts';
import type { Abi } from '../../engine/abi/types.ts';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { decode } from '../../engine/base/records.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Wanted } from '../../engine/client/connection.ts';
import type { Proved } from '../../engine/proof/proof.ts';
import { topKey } from '../../engine/state/key.ts';
import { readProof, receiptOf, verifyProof } from '../../engine/verify/verify.ts';
import { Book } from '../book.ts';
import { type Act, type Define, type Options, textOption } from '../command.ts';
import { NotFound } from '../errors.ts';
import { readBytes, writeWhole } from '../files.ts';
import { hexId } from '../hex.ts';
import { counted, fields, grouped } from '../print.ts';
import type { Session } from '../session.ts';
import { entryText, fieldQuestion } from '../stored.ts';
import { findContract } from '../target.ts';
import { findTransaction, ID_HELP } from '../transactions.ts';

const OUT = ['--out <file>', 'where the proof goes (default: named after what it proves)'] as const;

export const define: Define = (command, run) => {
  command.helpCommand(false);
  command
    .command('storage')
    .description('what a contract has stored: one entry, or all of a field')
    .argument('<contract>')
    .argument('<field>', 'name of a storage field')
    .argument('[keys...]', 'parts of the key; with fewer than all, every entry that begins so')
    .option(...OUT)
    .action(run(storage));
  for (const [name, argument, what, act] of [
    ['account', '<account>', 'record of an account', account],
    ['contract', '<contract>', 'record of a contract', contract],
    ['transaction', '<id>', 'a transaction of a block', item('transaction')],
    ['receipt', '<id>', 'what came of a transaction, with its events', item('receipt')],
  ] as const) {
    command
      .command(name)
      .description(what)
      .argument(argument, argument === '<id>' ? ID_HELP : undefined)
      .option(...OUT)
      .action(run(act));
  }
  command
    .command('check')
    .description('checks a proof, without a chain')
    .argument('<file>')
    .option('--block <hash>', 'hash of a block that you trust; the proof must be of it')
    .option('--abi <file>', 'ABI by which storage is shown')
    .action(run(check));
};

const storage: Act = async (session, [word, field, ...keys], options) => {
  const connection = await session.connect('read');
  const book = await Book.open(session, connection);
  const { address, abi, name } = await findContract(connection, book, word!);
  if (abi === undefined) throw new Usage('ABI_INVALID', `${name} has none that names its storage`);
  const question = fieldQuestion(abi, field!, keys, book.resolve);
  const wanted: Wanted = { kind: 'storage', contract: address, question };
  return make(session, wanted, { options, name: [name, field, ...keys].join('.'), abi });
};

const account: Act = async (session, [word], options) => {
  const connection = await session.connect('read');
  const key = topKey('account', (await Book.open(session, connection)).resolve(word!));
  return make(session, { kind: 'state', question: { kind: 'key', key } }, { options, name: word! });
};

const contract: Act = async (session, [word], options) => {
  const connection = await session.connect('read');
  const { address, name } = await findContract(connection, await Book.open(session, connection), word!);
  const question = { kind: 'key', key: topKey('contract', address) } as const;
  return make(session, { kind: 'state', question }, { options, name });
};

function item(kind: 'transaction' | 'receipt'): Act {
  return async (session, [word], options) => {
    const { id } = await findTransaction(session, word!);
    return make(session, { kind, id }, { options, name: `${toHex(id).slice(0, 8)}.${kind}` });
  };
}

async function make(
  session: Session,
  wanted: Wanted,
  { options, name, abi }: { options: Options; name: string; abi?: Abi },
): Promise<undefined> {
  const proof = await (await session.connect('read')).prove(wanted);
  if (proof === undefined) throw new NotFound(name);
  const path = textOption(options, 'out') ?? `${name.replace(/[^\w.-]+/g, '_')}.proof`;
  // What is given away is looked at as whoever gets it will.
  const proved = readProof(proof);
  writeWhole(path, proof);
  tell(session, proved, { path, bytes: proof.length, abi });
  return undefined;
}

const check: Act = async (session, [path], options) => {
  const bytes = readBytes(path!);
  const block = textOption(options, 'block');
  const proved = block === undefined ? readProof(bytes) : verifyProof(bytes, hexId(block, '--block'));
  const abiPath = textOption(options, 'abi');
  const abi = abiPath === undefined ? undefined : readAbi(readBytes(abiPath));
  tell(session, proved, { path: path!, bytes: bytes.length, abi });
  if (block === undefined)
    session.output.note('it holds if you trust this block hash from elsewhere: give it with --block');
  return undefined;
};

function tell(
  { output }: Session,
  proved: Proved,
  { path, bytes, abi }: { path: string; bytes: number; abi: Abi | undefined },
): void {
  const { header, blockHash, subject, entries } = proved;
  const document = {
    file: path,
    bytes,
    chain: toHex(header.chain),
    height: header.height,
    block: toHex(blockHash),
    time: header.time,
    kind: subject.kind,
    ...('contract' in subject ? { contract: formatAddress('contract', subject.contract) } : {}),
    ...('bytes' in subject ? { record: toHex(subject.bytes) } : {}),
    entries: entries.map(({ key, value }) => ({ key: toHex(key), value: toHex(value) })),
  };
  const rows = [
    ['block', `${grouped(header.height)}, ${toHex(blockHash)}`],
    ['of', 'contract' in subject ? `storage of ${formatAddress('contract', subject.contract)}` : subject.kind],
    ['proved', provedText(proved, abi)],
  ] as const;
  output.result(
    document,
    `${output.colours.green('✓')} ${path}  ${grouped(bytes)} bytes\n${fields(rows, output.colours)}`,
  );
}

function provedText(proved: Proved, abi: Abi | undefined): string {
  const { subject, entries } = proved;
  switch (subject.kind) {
    case 'transaction':
      return `the block has this transaction of ${grouped(subject.bytes.length)} bytes`;
    case 'receipt': {
      const { txId, status, events } = receiptOf(proved);
      return `transaction ${toHex(txId)} ended with status ${status} and ${counted(events.length, 'event')}`;
    }
    case 'state':
      return entries.length === 0 ? 'the block has no such record' : entries.map(recordText).join('\n');
    case 'storage': {
      const texts = entries.map(({ key, value }) => entryText(abi, key, value, (address) => `0x${toHex(address)}`));
      if (subject.question.kind === 'key') return texts[0] ?? 'nothing is stored there';
      return [`these ${grouped(entries.length)} and no others`, ...texts].join('\n');
    }
  }
}

function recordText({ key, value }: { readonly key: Bytes; readonly value: Bytes }): string {
  const id = key.subarray(1);
  const kind = toHex(key.subarray(0, 1));
  if (kind === '01') {
    const { nonce, keys } = decode('AccountRecord', value);
    return `account ${formatAddress('account', id)} has sent ${counted(nonce, 'transaction')} and has ${counted(keys.length, 'key')}`;
  }
  if (kind !== '02') return `${toHex(key)} = ${toHex(value)}`;
  const { codeId, revision, storageRoot } = decode('ContractRecord', value);
  return `contract ${formatAddress('contract', id)} runs code ${toHex(codeId)}, revision ${revision}, storage root ${toHex(storageRoot)}`;
}
