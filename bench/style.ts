// What the library's style costs: gas of the token that ships over that of the same written by hand on the host functions.
import type { Bytes } from '../engine/base/bytes.ts';
import { compile } from '../engine/compile/asc.ts';
import { loadSources } from '../engine/compile/sources.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { intrinsicGas } from '../engine/runtime/admit.ts';
import { framePrice } from '../engine/runtime/call.ts';
import { prepare } from '../engine/wasm/prepare.ts';
import type { Bench, Figures } from './figure.ts';
import { buildByHand, TOKEN } from './plain.ts';
import { TokenChain } from './token.ts';

const HOLDERS = 100;
const TRANSFERS = 100;

/**
 * Gas of so many transfers between holders who have money, from the first instruction of the frame to its end: without what every
 * transaction pays, and without the price of opening the frame, which goes by the size of the module.
 */
export function transferGas(wasm: Bytes): number {
  const chain = new TokenChain(wasm, HOLDERS);
  const transfers = chain.transfers(TRANSFERS);
  const opening = framePrice(prepare(nodeNatives, wasm).code);
  const receipts = chain.apply(...transfers);
  return receipts.reduce((sum, { gasUsed }, i) => sum + gasUsed - intrinsicGas(transfers[i]!.length, 1) - opening, 0);
}

async function measure(bench: Bench): Promise<void> {
  bench.note(`${TRANSFERS} transfers of the token, and of the one by hand`);
  const { wasm, abi } = await compile(loadSources(TOKEN));
  const [library, byHand] = [transferGas(wasm), transferGas(await buildByHand(abi))];
  bench.note(`${library / TRANSFERS} and ${byHand / TRANSFERS} gas each`);
  bench.record('token.style.ratio', library / byHand);
}

export const figures: Figures = {
  list: [
    {
      id: 'token.style.ratio',
      unit: '×',
      text: 'gas of a transfer of the shipped token over that of the same written by hand on the host functions, without the prices of transaction and frame',
    },
  ],
  measure,
};
