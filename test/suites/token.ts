// What a token with the interface of the one that ships must do, run without metering on a small host.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Encoder } from '../../engine/base/codec.ts';
import type { Compiled } from '../../engine/compile/asc.ts';
import { address, eventValues, FakeChain, reverts } from '../contracts/fake.ts';
import { writeValue } from '../contracts/values.ts';

const TOKEN = address(0x70);
const [OWNER, ALICE, BOB] = [address(1), address(2), address(3)];
const LINE_OF = (text: string, source: string): number =>
  source.split('\n').findIndex((line) => line.includes(text)) + 1;

/** A built token, and the source whose lines its refusals name. */
export interface Token {
  readonly built: Pick<Compiled, 'wasm' | 'abi'>;
  readonly source: string;
}

export function tokenSuite(title: string, make: () => Promise<Token>): void {
  let built: Token['built'];
  let source: string;
  let chain: FakeChain;

  beforeAll(async () => {
    ({ built, source } = await make());
  }, 60_000);

  beforeEach(() => {
    chain = new FakeChain();
    chain.deploy(TOKEN, built);
    chain.call(OWNER, TOKEN, 'setup', 'Ruritanian crown', 'RUC', 2);
    chain.call(OWNER, TOKEN, 'mint', ALICE, 1_000n);
  });

  const balance = (of: Uint8Array) => chain.call(BOB, TOKEN, 'balanceOf', of);

  describe(title, () => {
    test('says what it was set up with', () => {
      expect(chain.call(BOB, TOKEN, 'name')).toBe('Ruritanian crown');
      expect(chain.call(BOB, TOKEN, 'symbol')).toBe('RUC');
      expect(chain.call(BOB, TOKEN, 'decimals')).toBe(2);
      expect(chain.call(BOB, TOKEN, 'owner')).toEqual(OWNER);
      expect(chain.call(BOB, TOKEN, 'totalSupply')).toBe(1_000n);
    });

    test('moves money and says so', () => {
      chain.call(ALICE, TOKEN, 'transfer', BOB, 400n);
      expect([balance(ALICE), balance(BOB), chain.call(BOB, TOKEN, 'totalSupply')]).toEqual([600n, 400n, 1_000n]);
      const event = chain.events.at(-1)!;
      expect(event.name).toBe('Transfer');
      expect(eventValues(built, event)).toEqual({ from: ALICE, to: BOB, amount: 400n });
    });

    test('a transfer to oneself changes nothing', () => {
      chain.call(ALICE, TOKEN, 'transfer', ALICE, 1_000n);
      expect(balance(ALICE)).toBe(1_000n);
    });

    test('refuses to move more than is held, with the line of the rule, and changes nothing', () => {
      expect(reverts(() => chain.call(ALICE, TOKEN, 'transfer', BOB, 1_001n))).toEqual({
        code: 'BALANCE',
        message: 'the balance is 1000, less than 1001',
        line: LINE_OF('"BALANCE"', source),
      });
      expect([balance(ALICE), balance(BOB)]).toEqual([1_000n, 0n]);
    });

    test('lets a spender spend up to what was allowed', () => {
      chain.call(ALICE, TOKEN, 'approve', BOB, 100n);
      chain.call(BOB, TOKEN, 'transferFrom', ALICE, OWNER, 60n);
      expect(chain.call(BOB, TOKEN, 'allowance', ALICE, BOB)).toBe(40n);
      expect(chain.call(BOB, TOKEN, 'allowance', BOB, ALICE)).toBe(0n);
      expect(reverts(() => chain.call(BOB, TOKEN, 'transferFrom', ALICE, OWNER, 41n)).code).toBe('ALLOWANCE');
      expect(balance(OWNER)).toBe(60n);
    });

    test('only the owner mints, and never beyond 2^128 - 1', () => {
      expect(reverts(() => chain.call(ALICE, TOKEN, 'mint', ALICE, 1n)).code).toBe('NOT_OWNER');
      chain.call(OWNER, TOKEN, 'mint', BOB, 2n ** 128n - 1_001n);
      expect(reverts(() => chain.call(OWNER, TOKEN, 'mint', BOB, 1n))).toMatchObject({
        code: 'OVERFLOW',
        message: 'the sum of two amounts is outside of 0 to 2^128 - 1',
      });
      expect(chain.call(BOB, TOKEN, 'totalSupply')).toBe(2n ** 128n - 1n);
    });

    test('refuses arguments that are not exactly their encoding', () => {
      const to = new Encoder();
      to.raw(ALICE);
      writeValue(to, 'Amount', 5n);
      const lawful = to.finish();
      const longer = new Uint8Array([...lawful, 0]);
      expect(reverts(() => chain.raw(ALICE, TOKEN, 'transfer', longer))).toMatchObject({
        code: 'BAD_INPUT',
        message: 'bytes are left over',
      });
      expect(reverts(() => chain.raw(ALICE, TOKEN, 'transfer', lawful.subarray(1)))).toMatchObject({
        code: 'BAD_INPUT',
        message: 'the bytes end early',
      });
      expect(reverts(() => chain.raw(ALICE, TOKEN, 'symbol', new Uint8Array(1))).code).toBe('BAD_INPUT');
    });

    test('a transfer reads two values and writes two, in one host call each', () => {
      chain.call(ALICE, TOKEN, 'transfer', BOB, 400n);
      expect(chain.hostCalls).toEqual(['input', 'caller', 'get', 'set', 'get', 'set', 'emit']);
    });
  });
}
