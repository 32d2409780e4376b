// Calls: one transaction through checks, frame, sandbox, host and receipt, on one core and in memory.
import { type Bytes, EMPTY, ZERO32 } from '../engine/base/bytes.ts';
import { codeId, metaId } from '../engine/base/hash.ts';
import { soleAdmin } from '../engine/client/transaction.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { applyTransaction } from '../engine/runtime/apply.ts';
import { Writer } from '../engine/wasm/writer.ts';
import { checkAll, MemoryChain } from './chain.ts';
import { type Bench, type Figures, median } from './figure.ts';
import { collect } from './heap.ts';
import { builtToken, inScratch } from './scratch.ts';
import { TokenChain } from './token.ts';

const BLOCK = 1_000;
const RUNS = 7;
/** Blocks of a run. */
const BLOCKS = 10;
/** Blocks before the first run: by then V8 has optimised what it will. */
const WARM_BLOCKS = 60;

/** Microseconds a transaction over so many blocks; making and committing them is not counted. */
export function timed(chain: MemoryChain, make: (count: number) => readonly Bytes[], blocks: number): number {
  let spent = 0;
  for (let i = 0; i < blocks; i++) {
    const batch = chain.open(make(BLOCK));
    const begin = performance.now();
    const receipts = batch.transactions.map((bytes) => applyTransaction(batch.block, bytes, true).receipt);
    spent += performance.now() - begin;
    checkAll(receipts);
    chain.close(batch);
  }
  return (1000 * spent) / (blocks * BLOCK);
}

function record(bench: Bench, id: string, chain: MemoryChain, make: (count: number) => readonly Bytes[]): void {
  bench.note(`${id}: ${BLOCKS * BLOCK} transactions, ${RUNS} times`);
  timed(chain, make, WARM_BLOCKS);
  for (let run = 0; run < RUNS; run++) bench.record(id, timed(chain, make, BLOCKS));
}

const VOID = 0x60;
const [TYPE, FUNCTION, MEMORY, EXPORT, CODE] = [1, 3, 5, 7, 10] as const;
const END = 0x0b;

const SOON = 10;
const LATE = 1_000;
/** Blocks over which resident memory is looked at. */
const WINDOW = 40;

/** What a full collection leaves of the heap. */
function heldBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** What a collection leaves of the heap after ten thousand transfers of a chain that is then let go. */
function heldSoon(wasm: Bytes): number {
  const chain = new TokenChain(wasm, 1_000);
  timed(chain, (count) => chain.transfers(count), SOON);
  return heldBytes();
}

/** Memory around a million transfers over what it was after ten thousand: resident, and what a collection leaves of the heap. */
function measureMemory(bench: Bench, wasm: Bytes): void {
  bench.note('call.rss, call.heap: 1,000,000 transfers');
  const soon = heldSoon(wasm);
  const chain = new TokenChain(wasm, 1_000);
  const run = (blocks: number) => void timed(chain, (count) => chain.transfers(count), blocks);
  // Between collections resident memory goes up and down, so what counts is where it mostly is. None is asked for meanwhile.
  const after = (blocks: number) => {
    run(blocks);
    const resident: number[] = [];
    for (let i = 0; i < WINDOW; i++) {
      run(1);
      resident.push(process.memoryUsage.rss());
    }
    return median(resident.sort((a, b) => a - b))!;
  };
  const resident = after(SOON);
  bench.record('call.rss', after(LATE - SOON - 2 * WINDOW) / resident);
  bench.record('call.heap', heldBytes() / soon);
}

/** A module with one method, `nothing`, that does just that. */
export function emptyModule(): Bytes {
  return new Writer()
    .u8(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    .section(TYPE, (to) => to.u32(1).u8(VOID, 0, 0))
    .section(FUNCTION, (to) => to.u32(1).u32(0))
    .section(MEMORY, (to) => to.u32(1).u8(0).u32(0))
    .section(EXPORT, (to) => to.u32(1).name('nothing').u8(0).u32(0))
    .section(CODE, (to) => to.u32(1).sized(Uint8Array.of(0, END)))
    .finish();
}

/** A chain with the contract of {@link emptyModule}, and calls of it by its accounts in turn. */
export function emptyCalls(accounts: number): { chain: MemoryChain; make: (count: number) => Bytes[] } {
  const chain = new MemoryChain(accounts);
  const owner = chain.accounts[0]!;
  const module = emptyModule();
  const ids = { codeId: codeId(nodeNatives, module), metaId: metaId(nodeNatives, []), salt: ZERO32 };
  const body = { ...ids, admin: soleAdmin(owner.address), holds: false, invariant: '', template: null, input: EMPTY };
  chain.apply(chain.transaction(owner, 'upload', { module }));
  const to = chain.apply(chain.transaction(owner, 'instantiate', body))[0]!.output;
  const call = { to, method: 'nothing', input: EMPTY };
  const make = (count: number) =>
    Array.from({ length: count }, (_, i) => chain.transaction(chain.accounts[i % accounts]!, 'call', call));
  return { chain, make };
}

async function measure(bench: Bench): Promise<void> {
  if (bench.wants('call.transfer.us', 'call.transfer.us.100k', 'call.rss', 'call.heap')) await measureTransfers(bench);
  if (bench.wants('call.empty.us')) {
    const { chain, make } = emptyCalls(1_000);
    record(bench, 'call.empty.us', chain, make);
  }
}

async function measureTransfers(bench: Bench): Promise<void> {
  const { wasm } = await inScratch(async (folder) => builtToken(folder));
  if (bench.wants('call.rss', 'call.heap')) measureMemory(bench, wasm);
  for (const [id, accounts] of [
    ['call.transfer.us', 1_000],
    ['call.transfer.us.100k', 100_000],
  ] as const) {
    if (!bench.wants(id)) continue;
    bench.note(`a token with ${accounts} holders`);
    const chain = new TokenChain(wasm, accounts);
    record(bench, id, chain, (count) => chain.transfers(count));
  }
}

export const figures: Figures = {
  list: [
    {
      id: 'call.transfer.us',
      unit: 'µs',
      text: 'one transfer of the shipped token between two of 1,000 holders, signatures counted as verified, without roots and disk',
    },
    { id: 'call.transfer.us.100k', unit: 'µs', text: 'the same among 100,000 holders' },
    {
      id: 'call.rss',
      unit: '×',
      text: 'resident memory of the process around 1,000,000 transfers among 1,000 holders over that around 10,000, medians over 40,000',
    },
    {
      id: 'call.heap',
      unit: '×',
      text: 'the same for what a full collection leaves of the heap: anything above 1 is kept by somebody',
    },
    { id: 'call.empty.us', unit: 'µs', text: 'the same way for a method that does nothing' },
  ],
  measure,
};
