// Access: roles, an owner who hands over in two steps, a pause; and that nobody gets past any of them.
import { beforeAll, describe, expect, test } from 'vitest';
import { readAbi } from '../../engine/abi/abi.ts';
import { decodeEvent, readRevert } from '../../engine/abi/event.ts';
import type { Abi } from '../../engine/abi/types.ts';
import type { Value } from '../../engine/abi/value.ts';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { slotOf } from '../../engine/base/hash.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { type ContractClient, contractClient } from '../../engine/client/contract.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { HASHING } from '../../engine/compile/slots.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { refusalOf } from '../compile/sample.ts';
import { TestChain, user } from '../runtime/chain.ts';

const SOURCE = `import { Address, Context, Owner, Pause, Roles, Value } from "tally";
@contract("guarded", "1.0.0")
export class Guarded {
  private count: Value<u32>;
  @init setup(): void { Owner.begin(Context.caller); Roles.grant("ADMIN", Context.caller); }
  @mutate @only("ADMIN") grant(role: string, who: Address): void { Roles.grant(role, who); }
  @mutate @only("ADMIN") revoke(role: string, who: Address): void { Roles.revoke(role, who); }
  @mutate @only("MINTER") mint(): void { this.count.value = this.count.value + 1; }
  @mutate @only("MINTER", "ADMIN") either(): u32 { this.mint2(); return this.count.value; }
  @mutate owned(): void { Owner.check(); this.mint2(); }
  @mutate again(): void { Owner.begin(Context.caller); }
  @mutate offer(to: Address): void { Owner.offer(to); }
  @mutate accept(): void { Owner.accept(); }
  @mutate renounce(): void { Owner.renounce(); }
  @mutate @only("ADMIN") pause(on: bool): void { if (on) Pause.on(); else Pause.off(); }
  @mutate work(): void { Pause.check(); this.mint2(); }
  @view owner(): Address { return Owner.address; }
  @view paused(): bool { return Pause.isOn; }
  @view has(role: string, who: Address): bool { return Roles.has(role, who); }
  @view counted(): u32 { return this.count.value; }
  private mint2(): void { this.count.value = this.count.value + 1; }
}
`;

const ADMIN = 0;
const [MINTER, STRANGER, HEIR] = [1, 2, 3];
let abi: Abi;
let client: ContractClient;
let wasm: Bytes;
let chain: TestChain;
let at: Bytes;

beforeAll(async () => {
  const built = await compileKept(singleSource(SOURCE));
  ({ abi, wasm } = built);
  client = contractClient(abi);
}, 60_000);

function fresh(): void {
  chain = new TestChain({ users: 4 });
  at = chain.deploy(wasm);
}

/** What a call by a user came to: the code of its refusal, or the events that it left. */
function call(by: number, method: string, args: { [name: string]: Value } = {}): string {
  const { input } = client.call(method, args);
  const { status, output, events } = chain.send(chain.callTx(by, at, method, input));
  if (status !== 0) return readRevert(output).code;
  return events
    .map(({ name, data }) => `${name} ${decodeEvent(abi, name, data)!.values.map(nameOf).join(' ')}`)
    .join(', ');
}

function nameOf(value: Value): string {
  if (!(value instanceof Uint8Array)) return String(value);
  const n = [0, 1, 2, 3].find((each) => toHex(user(each)) === toHex(value));
  return n === undefined ? 'nobody' : ['admin', 'minter', 'stranger', 'heir'][n]!;
}

const ask = (method: string, args: { [name: string]: Value } = {}) =>
  client.output(method, chain.query(at, method, client.query(method, args).input).output);

test('the ABI names the roles, and what the parts keep and report', () => {
  expect(readAbi(encodeUtf8(JSON.stringify(abi)))).toEqual(abi);
  expect(abi.methods.filter(({ only }) => only).map(({ name, only }) => [name, only])).toEqual([
    ['grant', ['ADMIN']],
    ['revoke', ['ADMIN']],
    ['mint', ['MINTER']],
    ['either', ['MINTER', 'ADMIN']],
    ['pause', ['ADMIN']],
  ]);
  expect(abi.events.map(({ name }) => name)).toEqual([
    'RoleGranted',
    'RoleRevoked',
    'OwnerChanged',
    'Paused',
    'Resumed',
  ]);
  expect(abi.storage.map(({ field }) => field)).toEqual([
    'Guarded.count',
    'Roles.members',
    'Owner.owner',
    'Owner.offered',
    'Pause.paused',
  ]);
});

test('the slots of the library are those of its names', () => {
  fresh();
  call(ADMIN, 'pause', { on: true });
  call(ADMIN, 'offer', { to: user(HEIR) });
  for (const name of ['Owner.owner', 'Owner.offered', 'Pause.paused'])
    expect(chain.stored(at, Buffer.from(slotOf(HASHING, name)).toString('latin1'))).toBeDefined();
  const member = Buffer.concat([slotOf(HASHING, 'Roles.members'), encodeUtf8('ADMIN\0\0'), user(ADMIN)]);
  expect(chain.stored(at, member.toString('latin1'))).toEqual(Uint8Array.of(1));
});

describe('roles', () => {
  test('are needed, given and taken', () => {
    fresh();
    expect(call(MINTER, 'mint')).toBe('NO_ROLE');
    expect(call(ADMIN, 'mint')).toBe('NO_ROLE');
    expect(call(ADMIN, 'grant', { role: 'MINTER', who: user(MINTER) })).toBe('RoleGranted MINTER minter admin');
    expect(call(ADMIN, 'grant', { role: 'MINTER', who: user(MINTER) })).toBe('');
    expect([call(MINTER, 'mint'), ask('counted'), ask('has', { role: 'MINTER', who: user(MINTER) })]).toEqual([
      '',
      1,
      true,
    ]);
    expect([call(MINTER, 'either'), call(ADMIN, 'either'), call(STRANGER, 'either')]).toEqual(['', '', 'NO_ROLE']);
    expect(call(ADMIN, 'revoke', { role: 'MINTER', who: user(MINTER) })).toBe('RoleRevoked MINTER minter admin');
    expect([call(MINTER, 'mint'), ask('counted')]).toEqual(['NO_ROLE', 3]);
  });

  test('cannot be given to oneself, nor by another name', () => {
    fresh();
    expect(call(STRANGER, 'grant', { role: 'MINTER', who: user(STRANGER) })).toBe('NO_ROLE');
    call(ADMIN, 'grant', { role: 'ADMI', who: user(STRANGER) });
    call(ADMIN, 'grant', { role: 'ADMIN\0', who: user(STRANGER) });
    expect(call(STRANGER, 'pause', { on: true })).toBe('NO_ROLE');
  });
});

describe('an owner', () => {
  test('hands over in two steps', () => {
    fresh();
    expect([call(ADMIN, 'owned'), call(HEIR, 'owned')]).toEqual(['', 'NOT_OWNER']);
    expect(call(HEIR, 'accept')).toBe('NOT_OFFERED');
    expect(call(HEIR, 'offer', { to: user(HEIR) })).toBe('NOT_OWNER');
    expect(call(ADMIN, 'offer', { to: user(HEIR) })).toBe('');
    expect([call(STRANGER, 'accept'), nameOf(ask('owner')!)]).toEqual(['NOT_OFFERED', 'admin']);
    expect(call(HEIR, 'accept')).toBe('OwnerChanged admin heir');
    expect([call(ADMIN, 'owned'), call(HEIR, 'owned'), call(HEIR, 'accept')]).toEqual(['NOT_OWNER', '', 'NOT_OFFERED']);
  });

  test('takes an offer back, is not set twice, and leaves for ever', () => {
    fresh();
    call(ADMIN, 'offer', { to: user(HEIR) });
    call(ADMIN, 'offer', { to: new Uint8Array(32) });
    expect(call(HEIR, 'accept')).toBe('NOT_OFFERED');
    expect(call(STRANGER, 'again')).toBe('OWNED');
    call(ADMIN, 'offer', { to: user(HEIR) });
    expect(call(ADMIN, 'renounce')).toBe('OwnerChanged admin nobody');
    expect([call(HEIR, 'accept'), call(ADMIN, 'owned'), call(STRANGER, 'again')]).toEqual([
      'NOT_OFFERED',
      'NOT_OWNER',
      'OWNED',
    ]);
  });
});

test('a pause stops what checks it, until it ends', () => {
  fresh();
  expect(call(STRANGER, 'pause', { on: true })).toBe('NO_ROLE');
  expect([call(STRANGER, 'work'), call(ADMIN, 'pause', { on: true }), ask('paused')]).toEqual([
    '',
    'Paused admin',
    true,
  ]);
  expect([call(STRANGER, 'work'), call(ADMIN, 'pause', { on: true })]).toEqual(['PAUSED', '']);
  expect([call(ADMIN, 'pause', { on: false }), call(STRANGER, 'work')]).toEqual(['Resumed admin', '']);
});

test.each([
  ['@mutate @only() a(): void {}', 'write: @only("ROLE")'],
  ['@mutate @only("A B") a(): void {}', 'write: @only("ROLE")'],
  ['@mutate @only(1) a(): void {}', 'write: @only("ROLE")'],
  ['@init @only("A") a(): void {}', '@init is called by whoever deploys'],
  ['@only("A") a(): void {}', '@only needs @view or @mutate beside it'],
])('%s is refused', async (member, message) => {
  const source = `import { Value } from "tally";\n@contract("a", "1") export class A { v: Value<u8>; ${member} }`;
  expect((await refusalOf(source)).list.map((each) => each.message).join('\n')).toContain(message);
});
