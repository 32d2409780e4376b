// `tally contract prune`: keeps the storage of a destroyed contract in a file, and throws it away here.
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { type Bytes, EMPTY, toHex, toLatin1 } from '../../engine/base/bytes.ts';
import { Fault, Usage } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { MOST_RECORDS } from '../../engine/client/connection.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { Tree } from '../../engine/state/tree.ts';
import { textOption } from '../command.ts';
import { grouped } from '../print.ts';
import type { Place } from './perform.ts';
import { contractAt } from './place.ts';

/** Says what the file is, and of which form. */
const KIND = 'tally storage 1';

/** The first line of the file. */
interface Head {
  readonly kind: typeof KIND;
  readonly contract: string;
  readonly codeId: string;
  readonly root: string;
}

/** The file is whole, and of the root that the record names, before anything is thrown away. */
export async function prune(place: Place, word: string): Promise<undefined> {
  const { session, connection } = place;
  const file = textOption(place.options, 'export');
  if (file === undefined) throw new Usage('USAGE', 'where to? --export FILE keeps what is thrown away');
  const { target } = await contractAt(place, word);
  const { address, record } = target;
  const root = toHex(record.storageRoot);
  const contract = formatAddress('contract', address);
  const to = openNew(file);
  let values: number;
  try {
    values = await keep(place, to, address, { kind: KIND, contract, codeId: toHex(record.codeId), root });
    await connection.prune(address);
  } catch (error) {
    rmSync(file);
    throw error;
  }
  const { colours } = session.output;
  const text = `${colours.green('✓')} ${target.name}: ${grouped(values)} values are in ${file}, and no longer here`;
  session.output.result({ name: target.name, address: contract, file, values, root }, text);
  return undefined;
}

/** Writes a line for each value behind the head, and compares their root. @throws Usage FILE_EXISTS; Fault STORE_CORRUPT */
async function keep({ connection }: Place, to: number, contract: Bytes, head: Head): Promise<number> {
  const tree = new Tree(nodeNatives);
  let values = 0;
  try {
    writeSync(to, `${JSON.stringify(head)}\n`);
    for (let after = EMPTY; ; ) {
      const page = await connection.storage(contract, after, MOST_RECORDS);
      for (const { key, bytes } of page) {
        writeSync(to, `${JSON.stringify([toHex(key), toHex(bytes)])}\n`);
        tree.set(toLatin1(key), bytes);
      }
      values += page.length;
      if (page.length < MOST_RECORDS) break;
      after = page.at(-1)!.key;
    }
    fsyncSync(to);
  } finally {
    closeSync(to);
  }
  if (toHex(tree.root()) !== head.root)
    throw new Fault('STORE_CORRUPT', `the values of ${head.contract} are not of root ${head.root}`);
  return values;
}

function openNew(file: string): number {
  try {
    return openSync(file, 'wx');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST' ? new Usage('FILE_EXISTS', file) : new Usage('FILE_UNREADABLE', `${file} (${code})`);
  }
}
