// Where something failed: what functions are called, and who is to blame.
import { describe, expect, test } from 'vitest';
import { placeFailure, readFailure } from '../../engine/audit/failure.ts';
import { functionTitle } from '../../engine/audit/finding.ts';
import { EMPTY } from '../../engine/base/bytes.ts';
import { TestChain } from '../runtime/chain.ts';
import { program, puppet, type Step } from '../runtime/puppet.ts';
import { build, captureCall } from './inside.ts';

test('functions are called as people write them', () => {
  const titles = {
    'contract/token/Token#move': 'Token#move',
    '~lib/tally/storage/Map<~lib/string/String,~lib/array/Array<u32>>#get': 'Map#get',
    '~lib/array/Array<u32>#__get': 'Array#[]',
    '~lib/array/Array<u32>#__set': 'Array#[]=',
    '~lib/tally/storage/Value<u32>#get:value': 'Value#value',
    '~lib/tally/storage/Value<u32>#set:value': 'Value#value=',
    '~lib/tally/access/Roles.check': 'Roles.check',
    '~lib/tally/amount/Amount.of<i32>': 'Amount.of',
    '~lib/tally/call/callOrRevert@varargs': 'callOrRevert',
    'contract/token/quotient': 'quotient',
  };
  expect(Object.keys(titles).map(functionTitle)).toEqual(Object.values(titles));
});

describe('to blame', () => {
  const chain = new TestChain({ users: 2 });
  const [outer, inner] = [chain.deploy(puppet()), chain.deploy(puppet())];
  const blamed = (steps: readonly Step[]) => {
    const failure = readFailure(captureCall(chain, outer, 'run', program(steps)).captured);
    return failure.path.map(({ self, status }) => [
      self === undefined ? '' : self.join() === inner.join() ? 'inner' : 'outer',
      status,
    ]);
  };
  const call = (...steps: Step[]): Step => ['call', inner, 'run', steps, 10_000_000, 0];

  test('is whoever refused, and not a callee whose refusal was borne', () => {
    expect(blamed([['revert', 'NO', '']])).toEqual([['outer', 'REVERT']]);
    expect(blamed([call(['revert', 'OTHER', '']), ['revert', 'NO', '']])).toEqual([['outer', 'REVERT']]);
    expect(blamed([call(['revert', 'NO', '']), ['revert', 'NO', '']])).toEqual([
      ['inner', 'REVERT'],
      ['outer', 'REVERT'],
    ]);
    expect(blamed([call(['unreachable']), ['revert', 'CALLEE_TRAPPED', '']])).toEqual([
      ['inner', 'UNREACHABLE'],
      ['outer', 'REVERT'],
    ]);
    expect(blamed([call(['unreachable']), ['unreachable']])).toEqual([['outer', 'UNREACHABLE']]);
  });
});

test('in optimised code the line is found among what the optimiser left, with the name of the function it was in', async () => {
  const { id, builds } = await build(`import { Map } from "tally";
@contract("near", "1.0.0")
export class Near {
  private held: Map<u32, u32>;
  @mutate run(): void {
    for (let i: u32 = 1; i != 0; i += 2) this.fill(i);
  }
  fill(i: u32): void {
    this.held.set(i, i);
  }
}`);
  const chain = new TestChain({ users: 2 });
  const at = chain.deploy(builds.release.wasm);
  const { captured } = captureCall(chain, at, 'run', EMPTY, 3_000_000n);
  const [frame] = placeFailure(readFailure(captured), new Map([[id, builds]]));
  expect(frame).toMatchObject({ status: 'OUT_OF_GAS', method: 'run', place: { file: 'contract/contract.ts' } });
  expect([6, 9]).toContain(frame!.place!.line);
  expect(frame!.place!.function).toMatch(/^Near#(run|fill)$/);
});
