// The built-in proxy: what it costs that each call finds the code of its contract in the record, which an upgrade may have moved.

import type { Bytes } from '../engine/base/bytes.ts';
import { txId } from '../engine/base/hash.ts';
import { decode, type Request } from '../engine/base/records.ts';
import { decodeTransaction } from '../engine/base/transaction.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { attempt, type Building, type Order } from '../engine/runtime/attempt.ts';
import { methodOf, runFrame } from '../engine/runtime/call.ts';
import { TOP } from '../engine/runtime/rules/code.ts';
import { planKind } from '../engine/runtime/rules/kinds.ts';
import type { Plan } from '../engine/runtime/rules/plan.ts';
import { topKey } from '../engine/state/key.ts';
import { PRICES } from '../spec/prices.ts';
import { TX_KINDS } from '../spec/tx.ts';
import { type Bench, type Figures, middle } from './figure.ts';
import { builtToken, inScratch } from './scratch.ts';
import { TokenChain } from './token.ts';

const BLOCK = 4_000;
const RUNS = 61;
const WARM = 60;
const CALL = TX_KINDS.find(({ name }) => name === 'call')!.id;

/** How the plan of a call comes about. */
type Planning = (block: Building, sender: Bytes, body: Bytes) => Plan;

/** As transactions are planned: the record of the contract says which code and storage it has. */
const byRecord: Planning = ({ engine, state, chain, height, governed, overlay: reader }, sender, body) =>
  planKind({ engine, state, chain, height, governed, reader, sender, approvals: [sender] }, CALL, body);

/** As if code and storage of the contract could never change, and were known beforehand. */
function pinned({ contract, chain }: TokenChain): Planning {
  const { codeId, storage } = decode('ContractRecord', chain.state.get(topKey('contract', contract))!);
  const code = chain.engine.code(chain.state, codeId);
  const method = methodOf(code, 'transfer')!;
  return (_, caller, body) => {
    const { to: self, method: name, input } = decode('CallBody', body);
    const { depth, tight, stack } = TOP;
    return {
      reads: [],
      act: (run, overlay, gas) =>
        runFrame(run, {
          self,
          storage,
          caller,
          code,
          method,
          name,
          input,
          view: false,
          depth,
          tight,
          gas,
          stack,
          overlay,
        }),
    };
  };
}

/** What is known of a transaction before its plan; its nonce is no matter here. */
function unplanned({ chain }: TokenChain, request: Request): Omit<Order, 'plan'> {
  const key = topKey('account', request.sender);
  const bytes = chain.state.get(key)!;
  const gasLimit = Number(request.gasLimit);
  const sender = { key, bytes, account: decode('AccountRecord', bytes) };
  return { id: txId(nodeNatives, request), gasLimit, sender, gas: gasLimit - PRICES['tx.base'].gas };
}

/**
 * A round of transfers, planned the one way and the other by turns: the median time of one, from its body to its end,
 * over the other's. What the machine does meanwhile is longer than one transfer and falls on few of either.
 */
function round(token: TokenChain, ways: readonly Planning[]): number {
  const batch = token.open(token.transfers(BLOCK));
  const { block } = batch;
  const bodies = batch.transactions.map((bytes) => decodeTransaction(bytes).request);
  const orders = bodies.map((request) => unplanned(token, request));
  const times = ways.map((): number[] => []);
  for (const [i, { sender, body }] of bodies.entries()) {
    const begin = performance.now();
    const plan = ways[i % 2]!(block, sender, body);
    const { overlay } = attempt(block, { ...orders[i]!, plan }, block.engine.tier);
    overlay.commitInto(block.overlay);
    times[i % 2]!.push(performance.now() - begin);
  }
  token.close(batch);
  return middle(times[0]!) / middle(times[1]!);
}

async function measure(bench: Bench): Promise<void> {
  const { wasm } = await inScratch(async (folder) => builtToken(folder));
  const token = new TokenChain(wasm, 1_000);
  const ways = [byRecord, pinned(token)];
  bench.note(`proxy.call.ratio: ${RUNS} times ${BLOCK} transfers, one the one way, the next the other`);
  for (let i = 0; i < WARM; i++) round(token, ways);
  for (let run = 0; run < RUNS; run++) bench.record('proxy.call.ratio', round(token, ways));
}

export const figures: Figures = {
  list: [
    {
      id: 'proxy.call.ratio',
      unit: '×',
      text: 'a transfer of the shipped token whose code is found in the record of the contract, over one whose code and storage are known beforehand, in turns',
    },
  ],
  measure,
};
