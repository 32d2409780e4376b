import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../engine/compile/asc.ts';
import { loadSources, singleSource } from '../../../engine/compile/sources.ts';
import { WARNINGS, warningsOf } from '../../../engine/compile/warnings/warnings.ts';

const NAMES =
  'Address, ALLOW_REENTRY, Amount, Bytes, call, callOrRevert, CallResult, Context, Event, Map, Map2, OrderedMap, Owner, ' +
  'Pause, require, revert, Roles, TokenClient, Value, Vec, verifyEd25519, Writer';

/** A contract that uses all of its fields and events, around what is looked at. */
function contractOf(members: string, more = ''): string {
  return `import { ${NAMES} } from "tally";
@event class Paid extends Event { constructor(public amount: u64) { super(); } }
@struct export class Order { constructor(public id: u64, public parts: u64[]) {} }
class Other {
  constructor(private at: Address) {}
  pay(): void { callOrRevert(this.at, "pay", new Writer()).finish(); }
  name(): string { return "other"; }
  tryPay(): CallResult { return call(this.at, "pay", new Writer()); }
}
enum Phase { OPEN, SHUT }
@contract("sample", "1.0.0") export class Sample {
  count: Value<u64>; owner: Value<Address>; balance: Value<u64>; list: Value<u64[]>; big: Value<Amount>;
  orders: Map<u64, Order>; balances: Map<Address, u64>; members: Vec<Address>; few: Vec<u64>; sorted: OrderedMap<u64, u64>;
  one: Value<Order>; phase: Value<Phase>; phases: Vec<Phase>;
  @mutate use(): void {
    this.count; this.owner; this.balance; this.list; this.big; this.orders; this.balances; this.members; this.sorted; this.one; this.phase; this.phases;
    require(this.few.length < 10, "FULL");
    new Paid(1).emit();
  }
${members}
}
${more}`;
}

const warned = (source: string) => warningsOf(singleSource(source)).map(({ code, caret }) => `${code}\n${caret}`);
const inMethod = (statement: string, decorator = '@mutate', parameters = 'k: u64, a: Address, b: Address, n: u64') =>
  contractOf(`  ${decorator} act(${parameters}): void {\n    ${statement}\n  }`);

/** Code of the one warning, and the text that it marks. */
function marked(source: string): string[] {
  return warningsOf(singleSource(source)).map(({ code, caret, column, endColumn }) => {
    return `${code}: ${caret.split('\n')[0]!.slice(column - 1, endColumn - 1)}`;
  });
}

describe('in a method, this is warned of', () => {
  test.each([
    ['this.orders.get(k).id = n;', 'lost-change: this.orders.get(k).id'],
    ['this.orders.get(k).id++;', 'lost-change: this.orders.get(k).id'],
    ['this.one.value.id = n;', 'lost-change: this.one.value.id'],
    ['this.orders.get(k).parts[0] = n;', 'lost-change: this.orders.get(k).parts[0]'],
    ['this.list.value[0] = n;', 'lost-change: this.list.value[0]'],
    ['this.list.value.push(n);', 'lost-change: this.list.value.push(n)'],
    ['const o = this.orders.get(k); o.id = n;', 'lost-change: o.id'],
    ['const o = this.orders.get(k); o.id = n; this.orders.set(k, o);', undefined],
    ['const o = this.one.value; o.id = n; this.one.value = o;', undefined],
    ['const o = this.one.value; require(o.id == n, "NO");', undefined],
    ['const l = this.list.value; l.push(n); this.list.value = l;', undefined],
    ['this.few.push(n);', undefined],
    ['const c = this.list.value; c.push(n);', 'lost-change: c.push(n)'],
    ['const c = this.list.value; c.push(n); require(c.length < 9, "NO");', undefined],
    ['const c = this.list.value; c.push(n); this.list.value = c;', undefined],
    ['const q = this.orders.get(k); q.parts.push(5);', 'lost-change: q.parts.push(5)'],
    ['const q = this.orders.get(k); q.parts.push(5); this.orders.set(k, q);', undefined],
    ['const i: i32 = 1; this.phase.value = i;', 'unchecked-enum: i'],
    ['this.phase.value = <Phase>n;', 'unchecked-enum: <Phase>n'],
    ['const i: u8 = 1; this.phases.push(i);', 'unchecked-enum: i'],
    ['this.phase.value = Phase.SHUT;', undefined],
    ['const p: Phase = Phase.SHUT; this.phase.value = p;', undefined],
    ['this.phase.value = this.phases.get(0);', undefined],
    ['const r = new Array<Address>(5); r[0] = a;', 'array-holes: new Array<Address>(5)'],
    ['const r = new Array<Address>(0); r.push(a);', undefined],
    ['const r = new Array<u64>(5); r[0] = n;', undefined],
    ['this.count.value = this.balance.value + n;', 'wrapping-money: this.balance.value + n'],
    ['this.balances.set(a, this.balances.getOr(a, 0) - n);', 'wrapping-money: this.balances.getOr(a, 0) - n'],
    ['this.balance.value -= n;', 'wrapping-money: this.balance.value -= n'],
    ['this.count.value += n;', undefined],
    ['this.big.value = this.big.value + Amount.of(1);', undefined],
    [
      'for (let i: u32 = 0; i < this.members.length; i++) this.members.get(i);',
      'unbounded-loop: i < this.members.length',
    ],
    ['const l = this.members.length; for (let i: u32 = 0; i < l; i++) {}', 'unbounded-loop: i < l'],
    ['let i: u32 = 0; while (i < this.members.length) i++;', 'unbounded-loop: i < this.members.length'],
    ['for (let i: u32 = 0; i < this.members.length && i < 10; i++) {}', undefined],
    ['for (let i: u32 = 0; i < this.few.length; i++) {}', undefined],
    ['const l = this.list.value; for (let i = 0; i < l.length; i++) {}', undefined],
    ['this.sorted.keys(u32.MAX_VALUE);', 'unbounded-loop: this.sorted.keys(u32.MAX_VALUE)'],
    ['this.members.page(0, this.members.length);', 'unbounded-loop: this.members.page(0, this.members.length)'],
    ['this.sorted.keys(100);', undefined],
    ['new Paid(1);', 'forgotten-event: new Paid(1)'],
    ['const e = new Paid(1); e.emit();', undefined],
    ['call(a, "pay", new Writer());', 'ignored-result: call(a, "pay", new Writer())'],
    ['if (!call(a, "pay", new Writer()).isOk) revert("NO");', undefined],
    ['callOrRevert(a, "pay", new Writer());', undefined],
    ['new Other(a).tryPay();', 'ignored-result: new Other(a).tryPay()'],
    ['const other = new Other(a); other.tryPay();', 'ignored-result: other.tryPay()'],
    ['require(new Other(a).tryPay().isOk, "NO");', undefined],
    [
      'new TokenClient(a).tryTransfer(b, Amount.of(n));',
      'ignored-result: new TokenClient(a).tryTransfer(b, Amount.of(n))',
    ],
    [
      'const t = new TokenClient(a); const done = t.tryTransfer(b, Amount.of(n));',
      'ignored-result: t.tryTransfer(b, Amount.of(n))',
    ],
    ['const t = new TokenClient(a); if (!t.tryTransfer(b, Amount.of(n)).isOk) revert("NO");', undefined],
    ['const r = call(a, "pay", new Writer());', 'ignored-result: call(a, "pay", new Writer())'],
    ['const r = call(a, "pay", new Writer()); require(r.isOk, "NO");', undefined],
    ['Roles.has("ADMIN", a);', 'ignored-result: Roles.has("ADMIN", a)'],
    ['require(Roles.has("ADMIN", a), "NO");', undefined],
    ['Roles.grant("ADMIN", a);', 'unguarded-power: Roles.grant("ADMIN", a)'],
    ['Roles.grant("BOSS", Context.caller);', 'unguarded-power: Roles.grant("BOSS", Context.caller)'],
    ['const who = Context.caller; Roles.grant("BOSS", who);', 'unguarded-power: Roles.grant("BOSS", who)'],
    ['this.owner.value = Context.caller; Pause.on();', 'unguarded-power: Pause.on()'],
    ['const who = Context.caller; require(who == this.owner.value, "NO"); Roles.grant("A", who);', undefined],
    ['require(this.balances.has(Context.caller), "NO"); Pause.on();', undefined],
    ['Pause.on();', 'unguarded-power: Pause.on()'],
    ['Owner.check(); Pause.on();', undefined],
    ['Roles.check("ADMIN"); Roles.grant("ADMIN", a);', undefined],
    ['require(Context.caller == this.owner.value, "NO"); Roles.grant("ADMIN", a);', undefined],
    ['require(n > 0, "NO", "");', 'empty-message: ""'],
    ['revert("NO", " ");', 'empty-message: " "'],
    ['require(n > 0, "NO", "n is too small");', undefined],
    ['require(true, "NO");', 'constant-condition: true'],
    ['require(a == a, "NO");', 'constant-condition: a == a'],
    [
      'require(this.count.value >= (this.count.value), "NO");',
      'constant-condition: this.count.value >= (this.count.value)',
    ],
    ['require(this.balances.get(a) == this.balances.get(a), "NO");', undefined],
    ['require(a == b, "NO");', undefined],
    [
      'require(a.toString() == Context.caller.toString(), "NO");',
      'address-text: a.toString() == Context.caller.toString()',
    ],
    ['require(n.toString() == k.toString(), "NO");', undefined],
  ])('%s', (statement, wanted) => {
    expect(marked(inMethod(statement))).toEqual(wanted === undefined ? [] : [wanted]);
  });

  test.each([
    ['this.count.value = n;', 'write-in-view: this.count.value = n'],
    ['this.count.value++;', 'write-in-view: this.count.value++'],
    ['this.balances.set(a, n);', 'write-in-view: this.balances.set(a, n)'],
    ['this.few.pop();', 'write-in-view: this.few.pop()'],
    ['new Paid(1).emit();', 'write-in-view: new Paid(1).emit()'],
    ['this.help(n);', 'write-in-view: this.help(n)'],
    ['Owner.accept();', 'write-in-view: Owner.accept()'],
    ['new Other(a).pay();', 'write-in-view: new Other(a).pay()'],
    ['new Other(a).name();', undefined],
    ['const t = new TokenClient(a); t.transfer(a, Amount.of(1));', 'write-in-view: t.transfer(a, Amount.of(1))'],
    ['new TokenClient(a).balanceOf(a);', undefined],
    ['require(this.count.value == n, "NO");', undefined],
    ['const l = this.list.value; l.push(n); require(l.length > 0, "NO");', undefined],
    ['this.look();', undefined],
  ])('of a view: %s', (statement, wanted) => {
    const helpers =
      '  private help(n: u64): void { this.deeper(n); }\n  private deeper(n: u64): void { this.count.value = n; }\n' +
      '  private look(): u64 { return this.count.value; }';
    const source = contractOf(`  @view act(a: Address, n: u64): void {\n    ${statement}\n  }\n${helpers}`);
    expect(marked(source)).toEqual(wanted === undefined ? [] : [wanted]);
  });
});

describe('state after a call of another contract', () => {
  const ordered = (statement: string, reentrant = '@reentrant @view peek(): u64 { return this.count.value; }') =>
    contractOf(`  @mutate act(a: Address, n: u64): void {\n    ${statement}\n  }\n  ${reentrant}
  private pay(a: Address): void { new Other(a).pay(); }\n  private put(n: u64): void { this.count.value = n; }`);

  test.each([
    ['new Other(a).pay(); this.count.value = n;', 'this.count.value = n'],
    ['const o = new Other(a); o.pay(); this.put(n);', 'this.put(n)'],
    ['this.pay(a); this.count.value = n;', 'this.count.value = n'],
    ['if (n > 1) callOrRevert(a, "x", new Writer()); this.count.value = n;', 'this.count.value = n'],
    ['this.count.value = n; new Other(a).pay();', undefined],
    ['new Other(a).name(); this.count.value = n;', undefined],
    ['if (n > 1) new Other(a).pay(); else this.count.value = n;', undefined],
    ['if (n > 1) { new Other(a).pay(); return; } this.count.value = n;', undefined],
    ['if (n > 1) { this.count.value = n; new Other(a).pay(); return; } this.put(n);', undefined],
  ])('%s', (statement, wanted) => {
    expect(marked(ordered(statement))).toEqual(wanted === undefined ? [] : [`state-after-call: ${wanted}`]);
  });

  test('is nothing to a contract that nobody can enter meanwhile', () => {
    expect(marked(ordered('new Other(a).pay(); this.count.value = n;', ''))).toEqual([]);
  });
});

describe('declarations', () => {
  test('a field that nothing uses, and an event that nobody emits', () => {
    const source = contractOf('  idle: Value<u8>;', '/** Rare. */\n@event\nclass Idle extends Event {}\n');
    expect(marked(source)).toEqual(['unused-field: idle', 'unused-event: Idle']);
  });

  test('an event that another file exports may be there for another contract', () => {
    const files = new Map([
      ['contract/a.ts', `import { Shared } from "./b";\n${contractOf('')}`],
      ['contract/b.ts', 'import { Event } from "tally";\n@event\nexport class Shared extends Event {}\n'],
    ]);
    expect(warningsOf({ entry: 'contract/a.ts', files })).toEqual([]);
  });

  test('a role on the method guards it, and so does a check in what it calls', () => {
    expect(marked(inMethod('Roles.grant("ADMIN", a);', '@mutate @only("ADMIN")'))).toEqual([]);
    expect(marked(inMethod('Roles.grant("ADMIN", Context.caller);', '@init', ''))).toEqual([]);
    const helper =
      '  private guard(): void { Owner.check(); }\n  private give(a: Address): void { Roles.grant("X", a); }';
    expect(marked(contractOf(`  @mutate act(a: Address): void { this.guard(); this.give(a); }\n${helper}`))).toEqual(
      [],
    );
    const open = contractOf(`  @mutate act(a: Address): void { this.give(a); }\n${helper}`);
    expect(marked(open)).toEqual(['unguarded-power: this.give(a)']);
  });

  test('names of the library count only where they are imported', () => {
    const own = 'class Roles { static grant(role: string, who: string): void {} }\n';
    const text = `import { Value } from "tally";\n${own}@contract("a", "1") export class A {\n  @mutate f(): void { Roles.grant("a", "b"); }\n}\n`;
    expect(warned(text)).toEqual([]);
  });
});

describe('what an author means', () => {
  const noted = (comment: string) => inMethod(`${comment}\n    new Paid(1);`);

  test('is said on the line before, with the code, and a reason behind it if wanted', () => {
    expect(warned(noted('// tally-ignore: forgotten-event'))).toEqual([]);
    expect(warned(noted('// tally-ignore: lost-change, forgotten-event: measured for its gas'))).toEqual([]);
    expect(warned(noted('// tally-ignore: lost-change'))).toEqual([
      'forgotten-event\n    new Paid(1);\n    ^~~~~~~~~~~',
    ]);
    expect(warned(inMethod('// tally-ignore: forgotten-event\n\n    new Paid(1);'))).toHaveLength(1);
  });

  test('may stand above comments and decorators of what is warned of', () => {
    expect(
      warned(contractOf('', '// tally-ignore: unused-event\n/** Rare. */\n@event\nclass Idle extends Event {}')),
    ).toEqual([]);
  });

  test('cannot be a code that there is not', () => {
    expect(warned(noted('// tally-ignore: forgoten-event'))).toEqual([
      'unknown-ignore\n    // tally-ignore: forgoten-event\n                     ^~~~~~~~~~~~~~',
      expect.stringMatching(/^forgotten-event/),
    ]);
  });
});

test('each warning says what to do, and its code is in the list', () => {
  const source = inMethod('new Paid(1); this.orders.get(k).id = n; require(a == a, "NO", "");');
  const found = warningsOf(singleSource(source));
  expect(found).toHaveLength(4);
  for (const { code, hint } of found) {
    expect(WARNINGS).toContain(code);
    expect(hint).not.toBe('');
  }
});

test('text that cannot be parsed is left to the compiler', () => {
  expect(warningsOf(singleSource('@contract("a", "1") export class {'))).toEqual([]);
});

test('the samples compile: what is warned of is not refused', async () => {
  const statements =
    'new Paid(1); this.orders.get(k).id = n; require(a == a, "NO", ""); new Other(a).tryPay(); this.balance.value -= n;';
  await expect(compile(singleSource(inMethod(statements)))).resolves.toBeDefined();
});

test('contracts that ship have no warning', () => {
  for (const folder of ['contracts', 'contracts/examples'])
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.ts')))
      expect(warningsOf(loadSources(join(folder, name))), name).toEqual([]);
});
