// A view that is asked again from what it read ends as it did, and nothing else is needed for it.
import { beforeEach, expect, test } from 'vitest';
import type { Bytes } from '../../engine/base/bytes.ts';
import { ZERO32 } from '../../engine/base/bytes.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { query } from '../../engine/runtime/apply.ts';
import { captureView, runAgain } from '../../engine/runtime/asked.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { tierOf } from '../../engine/runtime/tiers.ts';
import { TestChain } from './chain.ts';
import { play } from './play.ts';
import { type Program, program, puppet } from './puppet.ts';

let chain: TestChain;
let at: Bytes;

beforeEach(() => {
  chain = new TestChain({ users: 2 });
  at = chain.deploy(puppet());
  play(chain, at, [['set', 'k', 'abc']]);
});

const PROGRAMS: readonly Program[] = [
  [['get', 'k', 0]],
  [
    ['get', 'k', 0],
    ['revert', 'NO', ''],
  ],
  [['unreachable']],
  [['burn', 0]],
];

test.each(PROGRAMS)('%j', (...steps) => {
  const { engine, state, id } = chain;
  const site = { engine, state, chain: id, height: 9, time: 1_800_000_000_000 };
  const question = { contract: at, method: 'look', input: program(steps as Program), caller: ZERO32, gas: 900_000 };
  const answer = query(site, question);
  const captured = captureView(site, question);
  for (const tier of ['compiled', 'interpreted'] as const) {
    const { outcome } = runAgain(captured, new Engine(nodeNatives, tierOf(tier)), tierOf(tier));
    expect([outcome.status, outcome.output]).toEqual([answer.status, answer.output]);
    expect(question.gas - outcome.gasLeft).toBe(answer.gasUsed);
  }
  expect([...captured.touched.codes]).toHaveLength(1);
});
