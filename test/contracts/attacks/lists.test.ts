// Lists that anybody can make longer: what it costs to read one of a thousand names.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Contract, expectRevert, Sandbox } from '../../../engine/testing/sandbox.ts';
import { CALL_STATUS } from '../../../spec/host.ts';
import { LIMITS } from '../../../spec/limits.ts';
import { THIEF } from './actors.ts';
import { inputOf } from './borsh.ts';
import { type Change, deployExample, withWeakened } from './weaken.ts';

const PAGE = 100;
const MANY = 1_000;
/** Names of one transaction: each emits two events, and a transaction has room for so many. */
const AT_ONCE = Math.floor(LIMITS.events.max / 2);

/** Takes names of 32 characters, in their order. */
const SQUATTER = `import { Address, callOrRevert, Context, Writer } from "tally";
@contract("squatter", "1.0.0")
export class Squatter {
  @mutate take(registry: Address, from: u32, to: u32): void {
    for (let i = from; i < to; i++) {
      const name = "squatted-" + i.toString().padStart(23, "0");
      callOrRevert(registry, "register", new Writer().put<string>(name).put<Address>(Context.self)).finish();
    }
  }
}`;
const UNPAGED: Change = ['registry', 'require(limit > 0 && limit <= PAGE, "BAD_LIMIT",', 'require(true, "BAD_LIMIT",'];

const sandbox = new Sandbox({ check: true });
let [registry, asker] = [] as Contract[] as [Contract, Contract];
/** What the first page cost when there was no other. */
let price: number;

const list = (after: string, limit: number) => {
  const { result, gasUsed } = registry.call('list', { after, limit });
  return { names: (result as unknown as { name: string }[]).map(({ name }) => name), gasUsed };
};
/** How it ends when a contract asks for names with gas for two pages. */
const ask = (limit: number) => {
  const input = inputOf(registry, 'list', { after: '', limit });
  return asker.call('attempt', { target: registry, method: 'list', input, gas: 2 * price }).result;
};

beforeAll(async () => {
  const squatter = await sandbox.deploy(SQUATTER);
  const take = (from: number, to: number) => {
    for (let i = from; i < to; i += AT_ONCE)
      squatter.call('take', { registry, from: i, to: Math.min(to, i + AT_ONCE) });
  };
  [registry, asker] = [await deployExample(sandbox, 'registry'), await sandbox.deploy(THIEF)];
  take(0, PAGE);
  price = list('', PAGE).gasUsed;
  take(PAGE, MANY);
});

describe('in pages', () => {
  test('a page costs among a thousand names what it costs among a hundred, wherever it begins', () => {
    const seen: string[] = [];
    for (let last = ''; ; last = seen.at(-1)!) {
      const { names, gasUsed } = list(last, PAGE);
      expect(gasUsed).toBeLessThan(1.01 * price);
      if (names.length === 0) break;
      seen.push(...names);
    }
    expect(new Set(seen).size).toBe(MANY);
  });

  test('who has gas for two pages gets a page, and a reason for nothing more', async () => {
    expect([ask(PAGE), ask(MANY)]).toEqual([CALL_STATUS.OK, CALL_STATUS.REVERT]);
    expect((await expectRevert('BAD_LIMIT', () => list('', MANY))).reason).toBe('a page has 1 to 100 names');
  });
});

describe('all at once, of the same names', () => {
  beforeAll(() => withWeakened('registry', [UNPAGED], (path) => registry.upgrade(path)));

  test('who has gas for two pages runs out of it', () => {
    expect([ask(PAGE), ask(MANY)]).toEqual([CALL_STATUS.OK, CALL_STATUS.OUT_OF_GAS]);
  });

  test('they are more than a result can hold, whatever is paid', async () => {
    await expectRevert('HOST_ARGUMENT', () => list('', MANY));
  });
});
