// The test kit, as the tests of a contract use it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileKept } from '../../engine/compile/kept.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import {
  type Account,
  CallFailed,
  CompileError,
  type Contract,
  expectRevert,
  formatAddress,
  Sandbox,
  type Snapshot,
} from '../../engine/testing/sandbox.ts';

const VAULT = `import { Address, Amount, Context, Event, Map, require, Value } from "tally";
@event class Paid extends Event { constructor(public by: Address, public amount: Amount) { super(); } }
@struct export class Note { constructor(public to: Address, public parts: u64[], public memo: string | null) {} }
@contract("vault", "1.0.0")
export class Vault {
  private owner: Value<Address>;
  private paid: Map<Address, Amount>;
  private total: Value<Amount>;
  private since: Value<u64>;
  @init setup(owner: Address): void { this.owner.value = owner; this.since.value = Context.time; }
  @mutate pay(amount: Amount): Amount {
    require(!amount.isZero, "NOTHING", "there is nothing to pay in");
    this.paid.set(Context.caller, this.paid.getOr(Context.caller, Amount.zero) + amount);
    this.total.value = this.total.value + amount;
    new Paid(Context.caller, amount).emit();
    return this.total.value;
  }
  @mutate take(amount: Amount): void {
    const held = this.paid.getOr(Context.caller, Amount.zero);
    require(held >= amount, "TOO_MUCH", "that was not paid in");
    this.paid.set(Context.caller, held - amount);
    this.total.value = this.total.value - amount;
  }
  @mutate crash(): void { unreachable(); }
  @view paidBy(who: Address): Amount { return this.paid.getOr(who, Amount.zero); }
  @view sum(): Amount { return this.total.value; }
  @view age(): u64 { return Context.time - this.since.value; }
  @view echo(note: Note): Note { return note; }
  @view asker(): Address { return Context.caller; }
}`;

/** Calls a vault, and fails in ways of its own. */
const KEEPER = `import { Address, Amount, callOrRevert, Map, require, Value, Writer } from "tally";
@contract("keeper", "1.0.0")
export class Keeper {
  private vault: Value<Address>;
  private notes: Map<u32, string>;
  @init setup(vault: Address): void { this.vault.value = vault; /* init */ }
  @mutate
  spend(amount: Amount): void {
    callOrRevert(this.vault.value, "take", new Writer().put(amount)).finish();
  }
  @view
  noted(index: u32): string {
    return this.notes.get(index);
  }
  @view item(at: i32): u32 {
    const list = new Array<u32>();
    return list[at];
  }
  /* moved */
  @mutate breakIt(): void {
    callOrRevert(this.vault.value, "crash", new Writer());
  }
}`;

let sandbox: Sandbox;
let vault: Contract;
let start: Snapshot;

beforeAll(async () => {
  sandbox = new Sandbox({ check: true });
  vault = await sandbox.deploy(VAULT, { args: { owner: sandbox.account('olga') } });
  start = sandbox.snapshot();
}, 240_000);

beforeEach(() => sandbox.restore(start));

describe('calls', () => {
  test('take values by name, and give results, events and gas', () => {
    const ann = sandbox.account('ann');
    const { result, events, gasUsed } = vault.call('pay', { amount: 5 }, ann);
    expect(result).toBe(5n);
    expect(events).toEqual([
      { contract: vault.address, name: 'Paid', fields: { by: ann.address, amount: 5n }, topics: [] },
    ]);
    expect(gasUsed).toBeGreaterThan(100_000);
    expect(vault.query('paidBy', { who: ann })).toBe(5n);
    expect(vault.query('paidBy', { who: sandbox.account('ben') })).toBe(0n);
  });

  test('take accounts, contracts and numbers in whatever stands in whatever', () => {
    const note = { to: vault, parts: [1, 2n], memo: null };
    expect(vault.query('echo', { note })).toEqual({ to: vault.address, parts: [1n, 2n], memo: null });
  });

  test('take addresses as text, in lists and structs too, and give them as bytes', () => {
    const ann = sandbox.account('ann');
    const text = formatAddress('account', ann.address);
    vault.call('pay', { amount: 5 }, ann);
    expect(vault.query('paidBy', { who: text })).toBe(5n);
    const note = { to: `${vault}`, parts: [], memo: null };
    expect(vault.query('echo', { note })).toMatchObject({ to: vault.address });
    expect(() => vault.query('paidBy', { who: `${text}q` })).toThrow('its checksum is wrong');
    expect(() => vault.query('paidBy', { who: 'ann' })).toThrow('it starts with none of ta1, tc1');
  });

  test('that are written as members are told how they are made, or what there is', async () => {
    const { take, sum, tak, qery } = vault as unknown as { [name: string]: () => void };
    expect(take).toThrow('take is a method of the contract: write call("take", { … })');
    expect(sum).toThrow('write query("sum", { … })');
    expect(tak).toThrow('tak (did you mean take?)');
    expect(qery).toThrow('qery (did you mean query?)');
    const others = vault as unknown as { [name: string]: unknown };
    expect([others['then'], others['toJSON'], others['asymmetricMatch'], others['unlike']]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await Promise.resolve(vault)).toBe(vault);
    expect(inspect(vault)).toMatch(/^Contract \{/);
    expect(Object.hasOwn(vault, 'address')).toBe(true);
  });

  test('of arguments that are not of their types are refused before they are made', () => {
    const { height } = sandbox;
    expect(() => vault.call('pay', { amount: '5' })).toThrow('is not a value of type Amount');
    expect(() => vault.call('pay', { amount: 1.5 })).toThrow('is not a value of type Amount');
    expect(() => vault.call('pay', {})).toThrow('amount (Amount)');
    expect(() => vault.call('pai', { amount: 1 })).toThrow('did you mean pay?');
    const ann = 'ann' as unknown as Account;
    expect(() => vault.call('pay', { amount: 5 }, ann)).toThrow('"ann" is no account: write sandbox.account("ann")');
    expect(() => vault.query('paidBy', { who: vault }, ann)).toThrow('"ann" is no account');
    expect(() => sandbox.advance(5 as never)).toThrow('advance: 5 is no span of time: write { days: 1 }');
    expect(() => vault.query('pay', { amount: 1 })).toThrow('pay changes the contract');
    expect(() => vault.query('echo', { note: { to: vault, parts: [], memo: null, more: 1 } })).toThrow(
      'unknown field more',
    );
    expect(sandbox.height).toBe(height);
  });

  test('of views know who asks', () => {
    const ann = sandbox.account('ann');
    expect([vault.query('asker', {}, ann), vault.query('asker')]).toEqual([ann.address, new Uint8Array(32)]);
  });
});

describe('failures', () => {
  test('tell code, message and line, and leave nothing but the used nonce', async () => {
    const failed = await expectRevert('TOO_MUCH', () => vault.call('take', { amount: 1 }));
    expect([failed.reason, failed.line, failed.message]).toEqual([
      'that was not paid in',
      20,
      'vault.take: TOO_MUCH: that was not paid in\n  at contract.ts:20:5 in Vault#take\n  in vault.take(amount=1) by deployer',
    ]);
    expect(vault.query('sum')).toBe(0n);
    expect(vault.call('pay', { amount: 2 }).result).toBe(2n);
  });

  test('of traps have the name of the trap', async () => {
    expect((await expectRevert('UNREACHABLE', () => vault.call('crash'))).reason).toBe('');
  });

  test('tell the place and the way there, through contracts and into the library', async () => {
    const ann = sandbox.account('ann');
    const keeper = await sandbox.deploy(KEEPER, { args: { vault } });
    const passed = await expectRevert('TOO_MUCH', () => keeper.call('spend', { amount: 9 }, ann));
    expect(passed.place).toEqual({
      file: 'contract.ts',
      line: 20,
      column: 5,
      function: 'Vault#take',
      calling: undefined,
    });
    expect(passed.path).toMatchObject([
      { contract: 'vault', method: 'take', arguments: { amount: 9n }, caller: 'keeper' },
      { contract: 'keeper', method: 'spend', arguments: { amount: 9n }, caller: 'ann', place: { line: 9, column: 5 } },
    ]);
    expect(passed.message.split('\n')).toEqual([
      'keeper.spend: TOO_MUCH: that was not paid in',
      '  at contract.ts:20:5 in Vault#take',
      '  in vault.take(amount=9) by keeper',
      '  at contract.ts:9:5 in Keeper#spend',
      '  in keeper.spend(amount=9) by ann',
    ]);
    expect(passed.stack).toContain('  in keeper.spend(amount=9) by ann\n');
    const missing = await expectRevert('NOT_FOUND', () => keeper.query('noted', { index: 3 }));
    expect(missing.message.split('\n')).toEqual([
      'keeper.noted: NOT_FOUND: no value is stored under this key',
      '  at contract.ts:13:12 in Keeper#noted calling Map#get',
      '  in keeper.noted(index=3) by nobody',
    ]);
    const thrown = await expectRevert('ABORT', () => keeper.query('item', { at: 1 }));
    expect([thrown.reason, thrown.place]).toEqual([
      'Index out of range',
      { file: 'contract.ts', line: 17, column: 12, function: 'Keeper#item', calling: 'Array#[]' },
    ]);
    // The line that the language tells is one of its own library.
    expect(thrown.line).toBe(undefined);
    expect(thrown.message).not.toContain('~lib');
    const trapped = await expectRevert('UNREACHABLE', () => vault.call('crash'));
    expect(trapped.place).toMatchObject({ line: 24, function: 'Vault#crash' });
    const broken = await expectRevert('CALLEE_TRAPPED', () => keeper.call('breakIt', {}, ann));
    expect(broken.message.split('\n')).toEqual([
      'keeper.breakIt: CALLEE_TRAPPED: crash: UNREACHABLE',
      '  at contract.ts:24:27 in Vault#crash',
      '  in vault.crash() by keeper',
      '  at contract.ts:21:5 in Keeper#breakIt',
      '  in keeper.breakIt() by ann',
    ]);
  });

  test('of init and migrate have a place too', async () => {
    const refusing = KEEPER.replace('/* init */', 'require(false, "NOT_NOW");');
    const failed = await expectRevert('NOT_NOW', () => sandbox.deploy(refusing, { args: { vault } }));
    expect(failed.place).toMatchObject({ line: 6, function: 'Keeper#setup' });
    const keeper = await sandbox.deploy(KEEPER, { args: { vault } });
    const moving = KEEPER.replace('/* moved */', '@migrate move(): void { this.notes.get(9); }');
    const moved = await expectRevert('NOT_FOUND', () => keeper.upgrade(moving));
    expect(moved.place).toMatchObject({ line: 19, function: 'Keeper#move', calling: 'Map#get' });
  });

  test('are looked into by whoever reads them, in the state in which they were', async () => {
    const before = sandbox.snapshot();
    const failed = await expectRevert('TOO_MUCH', () => vault.call('take', { amount: 1 }));
    vault.call('pay', { amount: 5 });
    sandbox.restore(before);
    expect(Object.keys(failed)).toEqual(['name', 'code', 'reason', 'line', 'gasUsed', 'transaction']);
    expect(failed.place).toMatchObject({ line: 20, column: 5 });
  });

  test('of a module without sources have the way and no place', async () => {
    const { wasm } = await compileKept(singleSource(VAULT));
    const file = join(mkdtempSync(join(tmpdir(), 'tally-')), 'vault.wasm');
    writeFileSync(file, wasm);
    const apart = new Sandbox();
    const module = await apart.deploy(file, { args: { owner: apart.account('ann') } });
    const keeper = await apart.deploy(KEEPER, { args: { vault: module } });
    const passed = await expectRevert('TOO_MUCH', () => keeper.call('spend', { amount: 9 }));
    expect(passed.message.split('\n')[0]).toBe('keeper.spend: TOO_MUCH: that was not paid in (line 20 of vault)');
    const failed = await expectRevert('TOO_MUCH', () => module.call('take', { amount: 1 }));
    expect([failed.place, failed.message]).toEqual([
      undefined,
      'vault.take: TOO_MUCH: that was not paid in (line 20)\n  in vault.take(amount=1) by deployer',
    ]);
  });

  test('that were expected and do not come about are failures', async () => {
    await expect(expectRevert('NOTHING', () => vault.call('pay', { amount: 1 }))).rejects.toThrow('nothing failed');
    await expect(expectRevert('NOTHING', () => vault.call('take', { amount: 1n << 100n }))).rejects.toThrow(
      'expected NOTHING, and got vault.take: TOO_MUCH',
    );
    const other = new Error('mine');
    await expect(
      expectRevert('NOTHING', () => {
        throw other;
      }),
    ).rejects.toBe(other);
  });

  test('have the line of a call whose result is dropped', async () => {
    const calling = KEEPER.replace(
      'this.vault.value, "crash"',
      'this.vault.value, "take", new Writer().put(Amount.of(9))',
    ).replace(', new Writer());\n  }\n}', ');\n  }\n}');
    const keeper = await sandbox.deploy(calling, { args: { vault } });
    const failed = await expectRevert('TOO_MUCH', () => keeper.call('breakIt'));
    expect(failed.path[1]!.place).toMatchObject({ line: 21, column: 5, function: 'Keeper#breakIt' });
  });

  test('of a compilation are at the file as it is on the disk', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tally-')), 'vault.ts');
    writeFileSync(file, VAULT.replace('return note;', 'return not;'));
    const failed = await sandbox.deploy(file).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(CompileError);
    expect((failed as CompileError).diagnostics.map((each) => each.file)).toEqual([file]);
    expect((failed as CompileError).message).not.toContain('contract/');
  });

  test('of an init are failures of the deployment', async () => {
    const source = VAULT.replace('this.owner.value = owner;', 'require(false, "NEVER", "no");');
    await expect(sandbox.deploy(source, { args: { owner: vault } })).rejects.toThrow(CallFailed);
  });
});

describe('time and states', () => {
  test('time goes forward by known units, to the millisecond, and by nothing else', () => {
    const before = sandbox.time;
    for (const span of [{ days: -1 }, { seconds: 0.0005 }, { days: Number.NaN }, { weeks: 1 }])
      expect(() => sandbox.advance(span)).toThrow(/^advance: /);
    expect(() => sandbox.restore({ blocks: 0, clock: 0 })).toThrow(
      /^the snapshot is of a state that was left already$/,
    );
    expect(sandbox.time).toBe(before);
  });

  test('time goes on with each call, and can be moved', () => {
    const before = vault.query('age') as bigint;
    vault.call('pay', { amount: 1 });
    expect(vault.query('age')).toBe(before + 1_000n);
    sandbox.advance({ days: 2, hours: 1, minutes: 1, seconds: 1 });
    expect(vault.query('age')).toBe(before + 1_000n + (2n * 86_400n + 3_661n) * 1_000n);
  });

  test('what was called since a snapshot has not happened', () => {
    vault.call('pay', { amount: 3 });
    const middle = sandbox.snapshot();
    vault.call('pay', { amount: 4 });
    sandbox.advance({ days: 1 });
    const age = vault.query('age') as bigint;
    sandbox.restore(middle);
    expect([vault.query('sum'), sandbox.height]).toEqual([3n, middle.blocks]);
    expect(vault.query('age') as bigint).toBeLessThan(age);
    sandbox.restore(start);
    expect(vault.query('sum')).toBe(0n);
    expect(() => sandbox.restore(middle)).toThrow('left already');
  });

  test('the same calls make the same chain', async () => {
    const other = new Sandbox();
    const same = await other.deploy(VAULT, { args: { owner: other.account('olga') } });
    expect(same.address).toEqual(vault.address);
    expect(same.call('pay', { amount: 9 }, other.account('ann'))).toEqual(
      vault.call('pay', { amount: 9 }, sandbox.account('ann')),
    );
  });
});

describe('states', () => {
  test('may be many, each kept as it was, whatever was written on top', () => {
    const sums: bigint[] = [];
    const states = Array.from({ length: 40 }, (_, i) => {
      vault.call('pay', { amount: i + 1 }, sandbox.account(i % 2 === 0 ? 'ann' : 'ben'));
      sums.push(vault.query('sum') as bigint);
      return sandbox.snapshot();
    });
    for (const [i, state] of [...states.entries()].reverse()) {
      vault.call('pay', { amount: 1_000 });
      sandbox.restore(state);
      expect([vault.query('sum'), sandbox.height]).toEqual([sums[i], state.blocks]);
    }
  });

  test('are of one sandbox', () => {
    expect(() => new Sandbox().restore(start)).toThrow('left already');
  });
});

describe('accounts', () => {
  test('come by several names at once, and are the same each time', () => {
    expect(sandbox.accounts('ann', 'ben')).toEqual([sandbox.account('ann'), sandbox.account('ben')]);
    expect(sandbox.accounts('ann')[0]).toBe(sandbox.account('ann'));
  });

  test('whose keys nobody has send as well, and so do contracts', () => {
    const stranger = new Uint8Array(32).fill(7);
    vault.call('pay', { amount: 2 }, sandbox.impersonate(stranger));
    vault.call('pay', { amount: 3 }, sandbox.impersonate(stranger));
    vault.call('pay', { amount: 4 }, sandbox.impersonate(vault.address));
    expect([vault.query('paidBy', { who: stranger }), vault.query('paidBy', { who: vault })]).toEqual([5n, 4n]);
    expect(sandbox.impersonate(stranger).name).toMatch(/^ta1/);
    expect(sandbox.impersonate(vault.address).name).toMatch(/^tc1/);
    expect(sandbox.account(sandbox.impersonate(stranger).name).address).toEqual(stranger);
  });

  test('that were made by name may be acted for without their secrets', () => {
    const ann = sandbox.account('ann');
    vault.call('pay', { amount: 1 }, ann);
    vault.call('pay', { amount: 1 }, sandbox.impersonate(ann.address));
    expect(vault.query('paidBy', { who: ann })).toBe(2n);
  });
});

test('contracts that are there are found by their addresses', async () => {
  const found = await sandbox.at(vault.address);
  expect(found.query('sum')).toBe(0n);
  await expect(sandbox.at('vault')).rejects.toMatchObject({ id: 'NAME_UNKNOWN' });
  await expect(sandbox.at(sandbox.account('ann').address)).rejects.toMatchObject({ id: 'CONTRACT_UNKNOWN' });
});

test('the last transaction has its receipt, whatever became of it', async () => {
  vault.call('pay', { amount: 1 });
  expect(sandbox.receipt).toMatchObject({ status: 0 });
  await expectRevert('NOTHING', () => vault.call('pay', { amount: 0 }));
  expect(sandbox.receipt).toMatchObject({ status: 1, events: [] });
});

test('a result that is too long says so', async () => {
  const long = await sandbox.deploy(
    'import { Value } from "tally";\n@contract("long", "1.0.0") export class Long {\n  private text: Value<string>;\n' +
      '  @view all(count: u32): string { return "x".repeat(count); }\n' +
      '  @mutate keep(count: u32): void { this.text.value = "x".repeat(count); }\n}',
  );
  expect(long.query('all', { count: 65_532 })).toHaveLength(65_532);
  const failed = await expectRevert('HOST_ARGUMENT', () => long.query('all', { count: 65_533 }));
  expect(failed.path[0]!.why).toBe('a result of 65537 bytes, where 65536 are the most');
  expect(failed.message).toContain('HOST_ARGUMENT: a result of 65537 bytes');
  const kept = await expectRevert('HOST_ARGUMENT', () => long.call('keep', { count: 70_000 }));
  expect(kept.message).toContain('a stored value of 70004 bytes');
});

describe('upgrades', () => {
  const SECOND = VAULT.replace('"1.0.0"', '"2.0.0"').replace(
    '@view sum()',
    '@migrate upgrade(by: Amount): void { this.total.value = this.total.value + by; }\n  @view twice(): Amount { return this.total.value * Amount.of(2); }\n  @view sum()',
  );

  test('move a contract to other code, and a snapshot back', async () => {
    vault.call('pay', { amount: 3 });
    await vault.upgrade(SECOND, { args: { by: 4 } });
    expect([vault.abi.version, vault.query('sum'), vault.query('twice')]).toEqual(['2.0.0', 7n, 14n]);
    sandbox.restore(start);
    expect([vault.abi.version, vault.query('sum')]).toEqual(['1.0.0', 0n]);
    expect(() => vault.query('twice')).toThrow('twice');
  });

  test('that lose what is stored are refused, unless that is allowed', async () => {
    vault.call('pay', { amount: 3 });
    const other = SECOND.replace('private total: Value<Amount>', 'private sum_: Value<Amount>').replaceAll(
      'this.total',
      'this.sum_',
    );
    await expect(vault.upgrade(other, { args: { by: 4 } })).rejects.toMatchObject({
      id: 'STORAGE_CHANGED',
      losses: [{ field: 'Vault.total' }],
    });
    expect(vault.query('sum')).toBe(3n);
    await vault.upgrade(other, { args: { by: 4 }, allowStorageChanges: true });
    expect(vault.query('sum')).toBe(4n);
  });

  test('are for whoever deployed it', async () => {
    await expect(vault.upgrade(SECOND, { args: { by: 1 }, from: sandbox.account('ann') })).rejects.toMatchObject({
      id: 'NOT_ADMIN',
    });
  });

  test('of a contract that is not there in a state are refused', async () => {
    const late = await sandbox.deploy(VAULT, { args: { owner: vault } });
    sandbox.restore(start);
    expect(() => late.query('sum')).toThrow('there is no contract at this address');
  });
});

test('an invariant holds after any calls of several parties', () => {
  const parties = ['ann', 'ben', 'cho'];
  const call = fc.record({
    by: fc.constantFrom(...parties),
    method: fc.constantFrom('pay', 'take'),
    amount: fc.oneof(fc.bigInt(0n, 50n), fc.constant(2n ** 128n - 1n)),
  });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 12 }), (calls) => {
      sandbox.restore(start);
      for (const { by, method, amount } of calls) {
        try {
          vault.call(method, { amount }, sandbox.account(by));
        } catch (error) {
          if (!(error instanceof CallFailed)) throw error;
        }
      }
      const sum = parties.reduce(
        (all, name) => all + (vault.query('paidBy', { who: sandbox.account(name) }) as bigint),
        0n,
      );
      expect(vault.query('sum')).toBe(sum);
    }),
    { numRuns: 40 },
  );
});

test('contracts that ship can be tried out', async () => {
  const box = new Sandbox();
  const token = await box.deploy('contracts/token.ts', { args: { name: 'Yuan', symbol: 'CNY', decimals: 2 } });
  const [ann, ben] = [box.account('ann'), box.account('ben')];
  token.call('mint', { to: ann, amount: 100 });
  expect(token.call('transfer', { to: ben, amount: 30 }, ann).events[0]).toMatchObject({
    name: 'Transfer',
    fields: { amount: 30n },
  });
  await expectRevert('BALANCE', () => token.call('transfer', { to: ben, amount: 71 }, ann));
  expect([token.query('balanceOf', { holder: ann }), token.query('balanceOf', { holder: ben })]).toEqual([70n, 30n]);
});
