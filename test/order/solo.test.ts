// The solo orderer keeps the suite of all orderers; and how much it lets wait and fly.
import { expect, test } from 'vitest';
import { soloOrderer } from '../../engine/order/solo.ts';
import { ordererSuite, Proposals, transaction, turn } from '../suites/orderer.ts';

ordererSuite('the solo orderer', (options) => soloOrderer(options));

test('two blocks are on their way at once, the third waits', async () => {
  const chain = new Proposals();
  chain.hold = true;
  const orderer = soloOrderer({ propose: chain.propose, clock: () => 1, blockGas: 1_000 });
  const answers = orderer.submit([0, 1, 2].map((nonce) => transaction(1, nonce)));
  await turn();
  expect(chain.blocks).toEqual([['1:0'], ['1:1']]);
  chain.land(1);
  await turn();
  expect(chain.blocks).toEqual([['1:0'], ['1:1'], ['1:2']]);
  chain.land();
  expect(await answers).toHaveLength(3);
});

test('more than the pool holds is refused whole, and what waits is not touched', async () => {
  const chain = new Proposals();
  const orderer = soloOrderer({ propose: chain.propose, clock: () => 1, blockGas: 1_000_000 });
  const bytes = transaction(1, 0);
  const full = Array.from({ length: 50_001 }, (_, n) => transaction(1 + (n % 50), 0));
  await expect(orderer.submit(full)).rejects.toThrow(expect.objectContaining({ name: 'Usage', id: 'POOL_FULL' }));
  expect(chain.blocks).toEqual([]);
  expect(await orderer.submit([bytes])).toHaveLength(1);
});

test('one sender cannot fill the pool, and room comes back with the answers', async () => {
  const chain = new Proposals();
  const orderer = soloOrderer({ propose: chain.propose, clock: () => 1, blockGas: 1_000_000 });
  // Far-future nonces, as in a flood.
  const flood = (count: number) => Array.from({ length: count }, (_, n) => transaction(1, 1_000_000 + n));
  await expect(orderer.submit(flood(20_001))).rejects.toThrow(expect.objectContaining({ id: 'POOL_FULL' }));
  chain.hold = true;
  const first = orderer.submit(flood(20_000));
  await expect(orderer.submit(flood(1))).rejects.toThrow(expect.objectContaining({ name: 'Usage', id: 'POOL_FULL' }));
  const other = orderer.submit([transaction(2, 0)]);
  chain.hold = false;
  chain.land();
  expect(await first).toHaveLength(20_000);
  expect(await other).toHaveLength(1);
  expect(await orderer.submit(flood(1))).toHaveLength(1);
});

test('what nobody signed takes no room of a sender beyond a few thousand, and the sender is let in', async () => {
  const chain = new Proposals();
  chain.hold = true;
  const forged = new Set<string>();
  const refused = { name: 'forged', block: -1 };
  const refuse = (bytes: Uint8Array) => (forged.has(bytes.toString()) ? refused : undefined);
  const orderer = soloOrderer({ propose: chain.propose, clock: () => 1, blockGas: 1_000_000, refuse });
  const flood = Array.from({ length: 30_000 }, (_, n) => transaction(1, 50_000 + n));
  for (const bytes of flood) forged.add(bytes.toString());
  const answers = orderer.submit(flood);
  const own = orderer.submit(Array.from({ length: 15_000 }, (_, n) => transaction(1, n)));
  await turn();
  chain.hold = false;
  chain.land();
  expect((await answers).filter((answer) => answer === refused)).toHaveLength(25_000);
  expect(await own).toHaveLength(15_000);
});

/** Five senders, two to a block: two blocks on their way, and the fifth waiting. */
async function five() {
  const chain = new Proposals();
  chain.hold = true;
  const orderer = soloOrderer({ propose: chain.propose, clock: () => 1, blockGas: 2_500 });
  const answers = [1, 2, 3, 4, 5].map((sender) => orderer.submit([transaction(sender, 0, 1_000n)]));
  await turn();
  expect(chain.blocks).toEqual([
    ['1:0', '2:0'],
    ['3:0', '4:0'],
  ]);
  return { chain, answers };
}

test('what had no room goes before what waits', async () => {
  const { chain, answers } = await five();
  chain.full.set(0, new Set(['2:0']));
  chain.hold = false;
  chain.land(1);
  await turn();
  expect(chain.blocks[2]).toEqual(['2:0', '5:0']);
  chain.land();
  await Promise.all(answers);
});

test('a block that fails rejects its own transactions and those that wait, not those of the other block', async () => {
  const { chain, answers } = await five();
  chain.failing.set(0, new Error('no disk'));
  const settled = Promise.allSettled(answers);
  chain.land(1);
  await turn();
  chain.land();
  const ends = (await settled).map(({ status }) => status);
  expect(ends).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled', 'rejected']);
  expect(chain.blocks).toHaveLength(2);
});
