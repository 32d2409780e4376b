// Who may send: nonce, keys, order of signatures, signatures themselves, and the account's record.
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, compare, EMPTY, equal } from '../../engine/base/bytes.ts';
import { type AccountRecord, type Auth, encode, type Request } from '../../engine/base/records.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import { signTransaction } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { firstRecord, withNonceUsed } from '../../engine/runtime/account.ts';
import { topKey } from '../../engine/state/key.ts';
import { altered, idOf, secret, TestChain, user } from './chain.ts';
import { puppet } from './puppet.ts';

let chain: TestChain;
let at: Bytes;

beforeEach(() => {
  chain = new TestChain({ users: 2 });
  at = chain.deploy(puppet());
});

/** The name of the reject, or the receipt's status. */
function sent(bytes: Bytes): string | number {
  try {
    return chain.send(bytes).status;
  } catch (error) {
    return (error as { id: string }).id;
  }
}

const call = (from: number, terms = {}) => chain.callTx(from, at, 'run', EMPTY, terms);
const request = (from: number) => chain.request(from, 'call', { to: at, method: 'run', input: EMPTY });
const authOf = (n: number, of: Request): Auth => signTransaction(nodeNatives, of, [secret(n)]).auths[0]!;
const withAuths = (of: Request, auths: readonly Auth[]) => encodeTransaction({ request: of, auths });
const byKey = (a: Auth, b: Auth) => compare(a.key, b.key);

/** Puts a record in place, as a later kind of transaction will. */
function record(n: number, change: Partial<AccountRecord>): void {
  const usual = { version: 1, nonce: 0, threshold: 1, keys: [], organisation: null, joining: null, frozen: false };
  const value = { ...usual, ...chain.account(n), ...change };
  chain.state.commit(new Map([[topKey('account', user(n)), encode('AccountRecord', value)]]));
}

const keyOf = (n: number) => ({ scheme: 0, key: nodeNatives.publicKey(secret(n)) });

describe('the nonce', () => {
  test('counts from 0, a used one and one ahead are refused', () => {
    expect(sent(call(1, { nonce: 1n }))).toBe('NONCE_GAP');
    expect(sent(call(1, { nonce: 0n }))).toBe(0);
    expect(sent(call(1, { nonce: 0n }))).toBe('NONCE_USED');
    expect(sent(call(1, { nonce: 2n ** 64n - 1n }))).toBe('NONCE_GAP');
    expect(sent(call(1, { nonce: 1n }))).toBe(0);
  });

  test('is used by any transaction that ran, and kept by one that was rejected', () => {
    const before = chain.account(0)!.nonce;
    expect(sent(chain.callTx(0, at, 'nothing'))).toBe('METHOD_UNKNOWN');
    expect(chain.account(0)!.nonce).toBe(before);
    expect(sent(chain.callTx(0, at, 'run', EMPTY, { gasLimit: 600_000n }))).toBe(2100);
    expect(chain.account(0)!.nonce).toBe(before + 1);
  });

  test('of an account without a record is 0, and its first transaction writes the record', () => {
    expect(chain.account(5)).toBeUndefined();
    expect(sent(call(5, { nonce: 1n }))).toBe('NONCE_GAP');
    expect(chain.account(5)).toBeUndefined();
    expect(sent(call(5))).toBe(0);
    expect(chain.account(5)).toEqual({
      version: 1,
      nonce: 1,
      threshold: 1,
      keys: [keyOf(5)],
      organisation: null,
      joining: null,
      frozen: false,
    });
  });
});

describe('keys', () => {
  test('one that does not hash to a fresh address is unknown', () => {
    const foreign = { ...request(5), sender: user(6) };
    expect(sent(withAuths(foreign, [authOf(5, foreign)]))).toBe('KEY_UNKNOWN');
    const both = request(5);
    expect(sent(withAuths(both, [authOf(5, both), authOf(6, both)].sort(byKey)))).toBe('KEY_UNKNOWN');
  });

  test('one that is not in the record is unknown, also the first key once it was rotated out', () => {
    record(1, { keys: [keyOf(8)] });
    expect(sent(call(1))).toBe('KEY_UNKNOWN');
    expect(sent(call(1, { keys: [secret(8)] }))).toBe(0);
  });

  test('as many as the threshold must sign, more of the account may', () => {
    record(1, { keys: [keyOf(1), keyOf(2), keyOf(3)], threshold: 2 });
    expect(sent(call(1))).toBe('THRESHOLD');
    expect(sent(call(1, { keys: [secret(1), secret(4)] }))).toBe('KEY_UNKNOWN');
    expect(sent(call(1, { keys: [secret(3), secret(1)] }))).toBe(0);
    expect(sent(call(1, { keys: [secret(3), secret(1), secret(2)] }))).toBe(0);
  });

  test('of a frozen account open nothing', () => {
    record(1, { frozen: true, keys: [keyOf(1)] });
    expect(sent(call(1))).toBe('ACCOUNT_FROZEN');
  });

  test('stand strictly ascending, 1 to 16 of them', () => {
    record(1, { keys: [1, 2, 3].map(keyOf) });
    const of = request(1);
    const [first, second] = [authOf(1, of), authOf(2, of)].sort(byKey) as [Auth, Auth];
    expect(sent(withAuths(of, []))).toBe('AUTH_ORDER');
    expect(sent(withAuths(of, [second, first]))).toBe('AUTH_ORDER');
    expect(sent(withAuths(of, [first, first]))).toBe('AUTH_ORDER');
    expect(sent(withAuths(of, [{ ...first, scheme: 1 }, second]))).toBe('AUTH_ORDER');
    const many = Array.from({ length: 17 }, (_, n) => authOf(n, of)).sort(byKey);
    expect(sent(withAuths(of, many))).toBe('TX_MALFORMED');
    expect(sent(withAuths(of, many.slice(0, 16)))).toBe('KEY_UNKNOWN');
    expect(sent(withAuths(of, [first, second]))).toBe(0);
  });

  test('of another scheme are refused by name', () => {
    const of = request(1);
    expect(sent(withAuths(of, [{ ...authOf(1, of), scheme: 1 }]))).toBe('SCHEME_UNKNOWN');
  });
});

describe('signatures', () => {
  const flip = (bytes: Bytes, at: number) => Uint8Array.from(bytes, (b, i) => (i === at ? b ^ 1 : b));
  const signed = (change: (auth: Auth) => Auth) => altered(call(1), (tx) => ({ ...tx, auths: tx.auths.map(change) }));

  test('a changed bit, a wrong length and somebody else are refused', () => {
    expect(sent(signed((auth) => ({ ...auth, signature: flip(auth.signature, 3) })))).toBe('BAD_SIGNATURE');
    expect(sent(signed((auth) => ({ ...auth, signature: auth.signature.subarray(1) })))).toBe('BAD_SIGNATURE');
    expect(sent(signed((auth) => ({ ...auth, signature: authOf(2, request(1)).signature })))).toBe('BAD_SIGNATURE');
    expect(sent(call(1))).toBe(0);
  });

  test('do not carry over to another request', () => {
    const stolen = altered(call(1), (tx) => ({
      ...tx,
      request: { ...tx.request, gasLimit: tx.request.gasLimit + 1n },
    }));
    expect(sent(stolen)).toBe('BAD_SIGNATURE');
  });

  test('have one form: S + L is refused, and the id does not depend on the signature', () => {
    const good = call(1);
    const L = 2n ** 252n + 27742317777372353535851937790883648493n;
    const malleable = signed((auth) => {
      const s = BigInt(`0x${Buffer.from(auth.signature.subarray(32)).reverse().toString('hex')}`) + L;
      const high = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
      return { ...auth, signature: new Uint8Array([...auth.signature.subarray(0, 32), ...high]) };
    });
    expect(equal(idOf(good), idOf(malleable))).toBe(true);
    expect(sent(malleable)).toBe('BAD_SIGNATURE');
    expect(sent(good)).toBe(0);
  });

  test('that were found valid elsewhere count for exactly those transactions', () => {
    const bad = signed((auth) => ({ ...auth, signature: flip(auth.signature, 3) }));
    expect(chain.block([bad], { verified: new Set([1]) }).rejected.get(0)?.id).toBe('BAD_SIGNATURE');
  });
});

test('a used nonce changes the encoded account as encoding it anew would', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.boolean(), fc.uint8Array({ maxLength: 40 }), (nonce, frozen, key) => {
      fc.pre(nonce < Number.MAX_SAFE_INTEGER);
      const account = { ...firstRecord({ scheme: 0, key }), nonce, frozen };
      const next = encode('AccountRecord', { ...account, nonce: nonce + 1 });
      expect(withNonceUsed(account, encode('AccountRecord', account))).toEqual(next);
      expect(withNonceUsed(account, undefined)).toEqual(next);
    }),
  );
});
