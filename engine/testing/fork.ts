// A chain folder that a sandbox goes on from. What is opened is a copy of the store whose tables are links to those of the folder,
// so that nothing is written there, and a node or another test may have it open at the same time.
import { copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { abiAmong } from '../abi/abi.ts';
import { didYouMean } from '../abi/nearest.ts';
import type { Abi } from '../abi/types.ts';
import { readNames } from '../app/names.ts';
import type { Bytes } from '../base/bytes.ts';
import { Fault, Usage } from '../base/errors.ts';
import { misuse } from '../client/failed.ts';
import { applyAgain } from '../ledger/apply.ts';
import { Replay } from '../ledger/replay.ts';
import { startEngine } from '../node/engine.ts';
import { LocalChain } from '../node/local.ts';
import { holdsChain } from '../node/open.ts';
import { readBlock } from '../node/opening.ts';
import { decodeSections, ROW } from '../node/rows.ts';
import { readable } from '../node/state.ts';
import { Store } from '../node/store.ts';
import type { Base } from './chain.ts';

/** Where a sandbox goes on from a chain. */
export interface ForkOptions {
  /** Block behind which to go on; the last one without it. An earlier one takes as long as replaying the chain up to it. */
  readonly height?: number;
}

/** What a sandbox needs of the chain that it goes on from. */
export interface Origin {
  readonly base: Base;
  /** Prepared code by code id. */
  shelf(codeId: Bytes): Bytes | undefined;
  /** The ABI that was uploaded under a meta id. @throws Usage ABI_INVALID */
  abiOf(metaId: Bytes): Abi | undefined;
  /** @throws Usage NAME_UNKNOWN, FILE_UNREADABLE */
  addressOf(name: string): Bytes;
  close(): Promise<void>;
}

/** How long to wait for a folder in which somebody is writing, in milliseconds. */
const PATIENCE = 5_000;

/** @throws Fault NO_GENESIS, STORE_*, SPEC_MISMATCH, DIVERGED; Usage for a height that the chain has not reached */
export async function openFork(folder: string, { height }: ForkOptions): Promise<Origin> {
  if (!holdsChain(folder)) throw new Fault('NO_GENESIS', folder);
  const copy = await copyOf(folder);
  let chain: LocalChain | undefined;
  const close = async () => {
    await chain?.abandon();
    copy.remove();
  };
  try {
    chain = await openChain(copy.folder);
    const { store } = chain;
    const base = height === undefined ? baseAt(chain) : baseBehind(chain, height);
    return {
      base,
      shelf: (codeId) => store.get(ROW.prepared(codeId)),
      abiOf: (metaId) => abiIn(store, metaId),
      addressOf: (name) => addressOf(folder, base.id, name),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openChain(folder: string): Promise<LocalChain> {
  const store = await Store.open(folder, false);
  try {
    return LocalChain.over(store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

function baseAt({ id, state, head }: LocalChain): Base {
  return { id, state, height: head.header.height, time: head.header.time };
}

/** The state of an earlier height, of which the store keeps blocks alone. */
function baseBehind(chain: LocalChain, height: number): Base {
  const last = chain.head.header.height;
  if (height === last) return baseAt(chain);
  if (!Number.isInteger(height) || height < 0 || height > last)
    throw misuse(`there is no height ${height}: the chain ends at ${last}`);
  const replay = new Replay(startEngine(), chain.genesis);
  for (let h = 1; h <= height; h++) replay.take(applyAgain(replay, readBlock(chain.store, h)));
  const { id, state, head } = replay;
  return { id, state, height, time: head.header.time };
}

function abiIn(store: Store, metaId: Bytes): Abi | undefined {
  const key = ROW.custom(metaId);
  const bytes = store.get(key);
  const sections = bytes && readable(key, () => decodeSections(bytes));
  return sections && abiAmong(sections);
}

/** Names stand beside a chain that is in a folder .tally; those of a chain elsewhere in that of the working directory. */
function addressOf(folder: string, chain: Bytes, name: string): Bytes {
  const above = dirname(resolve(folder));
  const path = join(basename(above) === '.tally' ? above : '.tally', 'names.json');
  const names = readNames(path, chain);
  const found = names.find((named) => named.name === name);
  if (found !== undefined) return found.address;
  const known = names.map((named) => named.name);
  throw new Usage('NAME_UNKNOWN', `${name}${didYouMean(name, known)}: ${path} has none of this name`);
}

interface Copy {
  readonly folder: string;
  remove(): void;
}

/** Copies of this process that are there. */
const copies = new Set<string>();

function removeAll(): void {
  for (const folder of copies) rmSync(folder, { recursive: true, force: true });
}

/** @throws Fault STORE_LOCKED if somebody does not stop writing */
async function copyOf(from: string): Promise<Copy> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-fork-'));
  if (copies.size === 0) process.once('exit', removeAll);
  copies.add(folder);
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
    copies.delete(folder);
    if (copies.size === 0) process.removeListener('exit', removeAll);
  };
  const copy = { folder, remove };
  for (const until = Date.now() + PATIENCE; ; await sleep(20)) {
    if (copyQuietly(from, folder)) return copy;
    rmSync(join(folder, 'store'), { recursive: true, force: true });
    if (Date.now() < until) continue;
    copy.remove();
    throw new Fault('STORE_LOCKED', `${from}: it is being written to all the time`);
  }
}

/** Copies all files; false if any changed meanwhile, for then they may not belong together. */
function copyQuietly(from: string, to: string): boolean {
  try {
    const files = filesOf(from);
    const before = stampOf(from, files);
    mkdirSync(join(to, 'store'), { recursive: true });
    for (const file of files) copyFile(join(from, file), join(to, file));
    return before === stampOf(from, filesOf(from));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new Fault('STORE_FAILED', `${from}: ${(error as Error).message}`);
  }
}

function filesOf(folder: string): string[] {
  const kept = readdirSync(join(folder, 'store')).filter((name) => name !== 'LOCK' && !name.startsWith('LOG'));
  const beside = ['head.log', 'trees.at'].filter((name) => existsSync(join(folder, name)));
  return [...beside, ...kept.sort().map((name) => join('store', name))];
}

function stampOf(folder: string, files: readonly string[]): string {
  return files
    .map((file) => {
      const { size, mtimeMs } = statSync(join(folder, file));
      return `${file} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

/** Tables are never changed once they are written, so a link does; a disk of its own wants a copy. */
function copyFile(from: string, to: string): void {
  if (/\.(ldb|sst)$/.test(from)) {
    try {
      linkSync(from, to);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    }
  }
  copyFileSync(from, to);
}
