// Makes a store anew out of its blocks: each is the one that head.log names or that the next one follows, and is executed again. Blocks
// that are damaged come from another copy. Nothing is thrown away: the damaged files stay in a folder beside the new ones.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, equal } from '../base/bytes.ts';
import { Fault, Usage } from '../base/errors.ts';
import { blockHash, genesisId } from '../base/hash.ts';
import type { Genesis } from '../base/records.ts';
import { nodeNatives } from '../crypto/node.ts';
import { type Block, transactionRoot } from '../ledger/block.ts';
import { checkRules } from '../ledger/genesis.ts';
import { Copy } from './copy.ts';
import { salvageHashes, syncFolder } from './headlog.ts';
import { LocalChain } from './local.ts';
import { writeMark } from './mark.ts';
import { SETTINGS, type Settings } from './settings.ts';
import { Signatures, type Verified } from './signatures.ts';

export interface RepairOptions {
  /** A folder with another copy of the chain, for blocks that are damaged here. */
  readonly copy?: string | undefined;
  /** Where the chain is to end, if what comes behind is given up. */
  readonly until?: number | undefined;
  readonly settings?: Settings;
  readonly onProgress?: (height: number, of: number) => void;
}

export interface Repaired {
  readonly height: number;
  readonly transactions: number;
  /** Blocks that came from the other copy. */
  readonly taken: number;
  /** Folder in which the files are that were there before. */
  readonly kept: string;
}

const NEW = 'repair.new';
/** Written when the new files are whole; says where the old ones go. */
const WHOLE = 'whole';
const FILES = ['store', 'head.log', 'trees.at'];

/**
 * Repairs a folder that no process uses. Killed at any moment it has changed nothing, or is done by the next call.
 * @throws Usage FILE_UNREADABLE, USAGE; Fault STORE_CORRUPT if a block is damaged in every copy, STORE_LOCKED, STORE_FULL, SPEC_MISMATCH, NO_GENESIS, DIVERGED
 */
export async function repairFolder(folder: string, options: RepairOptions = {}): Promise<Repaired> {
  const making = join(folder, NEW);
  if (existsSync(join(making, WHOLE))) return swap(folder);
  if (options.copy !== undefined && !existsSync(join(options.copy, 'store')))
    throw new Usage('FILE_UNREADABLE', `${options.copy} holds no chain`);
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  try {
    await make(making, folder, options);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
  return swap(folder);
}

/** Makes the new files, whole. */
async function make(making: string, folder: string, options: RepairOptions): Promise<void> {
  const copies: Copy[] = [];
  try {
    for (const [n, place] of [folder, ...(options.copy === undefined ? [] : [options.copy])].entries())
      copies.push(await Copy.open(place, join(making, `salvage-${n}`)));
    const made = await rebuild(making, folder, copies, options);
    // A chain of one block has no mark yet, and the one that is there would say that trees are missing.
    writeMark(nodeNatives, making, made.height);
    // There whole or not at all, on whatever comes after a loss of power.
    const mark = join(making, WHOLE);
    writeFileSync(`${mark}.new`, JSON.stringify({ ...made, kept: freeName(folder) }), { flush: true });
    renameSync(`${mark}.new`, mark);
    syncFolder(making);
  } finally {
    for (const copy of copies) await copy.close();
  }
}

function freeName(folder: string): string {
  let n = 1;
  while (existsSync(join(folder, `damaged-${n}`))) n += 1;
  return join(folder, `damaged-${n}`);
}

/** Puts the new files in the place of the old ones; goes on where it was stopped. */
function swap(folder: string): Repaired {
  const making = join(folder, NEW);
  const done = JSON.parse(readFileSync(join(making, WHOLE), 'utf8')) as Repaired;
  mkdirSync(done.kept, { recursive: true });
  for (const file of FILES) {
    if (!existsSync(join(making, file))) continue;
    if (existsSync(join(folder, file))) renameSync(join(folder, file), join(done.kept, file));
    renameSync(join(making, file), join(folder, file));
  }
  syncFolder(folder);
  rmSync(making, { recursive: true, force: true });
  return done;
}

/** A block that may be taken, and which of its transactions have valid signatures. */
interface Ready {
  readonly block: Block;
  readonly verified: Verified;
  readonly isTaken: boolean;
}

async function rebuild(
  making: string,
  folder: string,
  copies: readonly Copy[],
  { settings = SETTINGS, until, onProgress }: RepairOptions,
): Promise<Omit<Repaired, 'kept'>> {
  const hashes = salvageHashes(nodeNatives, folder);
  const end = Math.max(hashes.length - 1, ...copies.map((copy) => copy.height()));
  if (until !== undefined && until > end) throw new Usage('USAGE', `--until ${until}: the chain ends at ${end}`);
  const last = until ?? end;
  const chain = await LocalChain.begin(making, genesisOf(copies, hashes));
  const signatures = new Signatures(settings.signatures);
  const ready = async (height: number, parent: Bytes): Promise<Ready> => {
    const found = findBlock(copies, { height, parent, hash: hashes[height] });
    return { ...found, verified: await signatures.check(found.block.transactions) };
  };
  let [taken, transactions] = [0, 0];
  try {
    // The signatures of one block are checked while the one before is executed.
    let coming = last > 0 ? ready(1, chain.head.hash) : undefined;
    for (let height = 1; height <= last; height++) {
      const { block, verified, isTaken } = await coming!;
      coming = height < last ? ready(height + 1, blockHash(nodeNatives, block.header)) : undefined;
      coming?.catch(() => undefined);
      await chain.take(block, verified);
      if (isTaken) taken += 1;
      transactions += block.transactions.length;
      onProgress?.(height, last);
    }
  } finally {
    signatures.close();
    await chain.close();
  }
  return { height: last, transactions, taken };
}

/** @throws Fault NO_GENESIS if no copy has it whole, SPEC_MISMATCH */
function genesisOf(copies: readonly Copy[], hashes: readonly (Bytes | undefined)[]): Genesis {
  for (const copy of copies) {
    const genesis = copy.genesis();
    const first = copy.block(0);
    if (genesis === undefined || first === undefined) continue;
    if (!equal(first.header.chain, genesisId(nodeNatives, genesis))) continue;
    if (hashes[0] !== undefined && !equal(hashes[0], blockHash(nodeNatives, first.header))) continue;
    checkRules(nodeNatives, genesis);
    return genesis;
  }
  const names = copies.map(({ folder }) => folder).join(' and ');
  throw new Fault('NO_GENESIS', `${names}: no genesis that can be read and belongs to head.log`);
}

interface Wanted {
  readonly height: number;
  readonly parent: Bytes;
  /** As head.log has it. */
  readonly hash: Bytes | undefined;
}

/** @throws Fault STORE_CORRUPT if no copy has the block */
function findBlock(copies: readonly Copy[], wanted: Wanted): { block: Block; isTaken: boolean } {
  for (const [n, copy] of copies.entries()) {
    const block = copy.block(wanted.height);
    if (block !== undefined && isWanted(block, wanted)) return { block, isTaken: n > 0 };
  }
  const { height } = wanted;
  const detail = `block ${height} is damaged or missing in ${copies.map(({ folder }) => folder).join(' and ')}; --copy names another one, --until ${height - 1} gives up what comes behind`;
  throw new Fault('STORE_CORRUPT', detail);
}

function isWanted({ header, transactions }: Block, { height, parent, hash }: Wanted): boolean {
  return (
    header.height === height &&
    equal(header.parent, parent) &&
    (hash === undefined || equal(hash, blockHash(nodeNatives, header))) &&
    equal(header.txRoot, transactionRoot(nodeNatives, transactions))
  );
}
