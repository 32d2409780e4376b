// Opening a store: what it must have, and what of its last blocks is looked at before anybody is served from it.
import { type Bytes, equal } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import { blockHash, genesisId } from '../base/hash.ts';
import { decode, type Genesis } from '../base/records.ts';
import { nodeNatives } from '../crypto/node.ts';
import { type Block, decodeBlock } from '../ledger/block.ts';
import type { Head } from '../ledger/chain.ts';
import { checkRules } from '../ledger/genesis.ts';
import type { Reader } from '../state/reader.ts';
import { type HeadLog, isLogged } from './headlog.ts';
import { unpack } from './packing.ts';
import { decodeHeight, decodeWrites, FORMAT, ROW } from './rows.ts';
import { readable } from './state.ts';
import type { StoreReader } from './store.ts';

/** Blocks whose links are checked when a chain is opened, and whose journals are kept behind a checkpoint. */
export const WINDOW = 16;
/** Values of the state that are compared with the trees when a chain is opened. */
const RECENT_KEYS = 2_000;

/** @throws Fault NO_GENESIS, STORE_CORRUPT, SPEC_MISMATCH */
export function readGenesis(store: StoreReader): Genesis {
  checkFormat(store);
  const genesis = read(store, ROW.meta('genesis'), 'row m genesis is missing', (bytes) => decode('Genesis', bytes));
  checkRules(nodeNatives, genesis);
  return genesis;
}

/** Before any checksum is looked at: earlier layouts had none. */
function checkFormat(store: StoreReader): void {
  const row = store.raw(ROW.meta('format'));
  if (!row && isLogged(store.folder)) throw new Fault('STORE_CORRUPT', 'row m format is missing');
  if (!row) throw new Fault('NO_GENESIS', store.folder);
  const format = row.length === HEIGHT_SIZE ? decodeHeight(row) : heightOf(store, 'format');
  if (format !== FORMAT) throw new Fault('SPEC_MISMATCH', `store layout ${format}; this build has ${FORMAT}`);
}

/** Bytes of a height, all that the row was in layouts without checksums. */
const HEIGHT_SIZE = 8;

/** What a row that must be there holds. @throws Fault STORE_CORRUPT, with these words if it is missing */
function read<T>(store: StoreReader, key: string, missing: string, decode: (bytes: Bytes) => T): T {
  const bytes = store.get(key);
  if (!bytes) throw new Fault('STORE_CORRUPT', missing);
  return readable(key, () => decode(bytes));
}

/** @throws Fault STORE_CORRUPT */
export function heightOf(store: StoreReader, name: 'format' | 'head' | 'nodes'): number {
  return read(store, ROW.meta(name), `row m ${name} is missing`, decodeHeight);
}

/** The last block, after the log of heads and the links of the last blocks were checked. @throws Fault STORE_CUT, STORE_CORRUPT */
export function openHead(store: StoreReader, log: HeadLog, genesis: Genesis): Head {
  const height = checkHeights(store, log);
  const chain = genesisId(nodeNatives, genesis);
  let later: Head | undefined;
  let last: Head | undefined;
  for (let h = height; h >= Math.max(0, height - WINDOW); h--) {
    const { header } = readBlock(store, h);
    const head = { header, hash: blockHash(nodeNatives, header) };
    checkLink(log, h, head, later);
    if (!equal(header.chain, chain)) throw new Fault('STORE_CORRUPT', `block ${h} belongs to another chain`);
    last ??= head;
    later = head;
  }
  // The batch of the last block was written and its record was not: it is whole, nobody was told, and it stays.
  if (height === log.height + 1) log.append(last!.hash);
  return last!;
}

/** Height of the store, which head.log must agree with. @throws Fault STORE_CUT, STORE_CORRUPT */
export function checkHeights(store: StoreReader, log: HeadLog): number {
  const height = heightOf(store, 'head');
  if (height < log.height)
    throw new Fault('STORE_CUT', `the store ends at height ${height}, block ${log.height} was acknowledged`);
  if (height > log.height + 1)
    throw new Fault('STORE_CORRUPT', `head.log ends at ${log.height}, the store at ${height}`);
  return height;
}

/** @throws Fault STORE_CORRUPT unless the block is the one that head.log names and the one behind it follows */
function checkLink(log: HeadLog, height: number, head: Head, later: Head | undefined): void {
  const known = log.hashes[height];
  if (known && !equal(known, head.hash))
    throw new Fault('STORE_CORRUPT', `block ${height} is not the one that head.log names`);
  if (later && !equal(later.header.parent, head.hash))
    throw new Fault('STORE_CORRUPT', `block ${height + 1} does not follow block ${height}`);
}

/** @throws Fault STORE_CORRUPT */
export function readBlock(store: StoreReader, height: number): Block {
  return read(store, ROW.block(height), `block ${height} is missing`, decodeBlock);
}

/** What a block wrote. @throws Fault STORE_CORRUPT */
export function writesAt(store: StoreReader, height: number): [string, Bytes | null][] {
  return read(store, ROW.writes(height), `what block ${height} wrote is missing`, decodeWrites);
}

/** What the blocks behind `from` wrote, in their order, the last of them being `to`. @throws Fault STORE_CORRUPT */
export function* writesBetween(
  store: StoreReader,
  from: number,
  to: number,
): Generator<readonly [string, Bytes | null]> {
  for (let height = from + 1; height <= to; height++) yield* writesAt(store, height);
}

/** The first height whose journal is still there, if the last checkpoint was at `nodesAt`. */
export function firstJournal(nodesAt: number): number {
  return Math.max(0, nodesAt - WINDOW + 1);
}

/**
 * Reads what the last blocks before the checkpoint wrote, newest first, as much as opening has time for; each value is compared with the
 * trees as it is read.
 * @throws Fault STORE_CORRUPT
 */
export function checkRecent(store: StoreReader, state: Reader, nodesAt: number): void {
  let left = RECENT_KEYS;
  for (let height = nodesAt; height >= firstJournal(nodesAt) && left > 0; height--)
    for (const [key] of writesAt(store, height).slice(0, left)) {
      state.get(key);
      left -= 1;
    }
}

/** The receipts of a block. @throws Fault STORE_CORRUPT */
export function readReceipts(store: StoreReader, height: number): Bytes[] {
  return read(store, ROW.receipts(height), `the receipts of block ${height} are missing`, unpack);
}
