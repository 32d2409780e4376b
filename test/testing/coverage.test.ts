// Coverage and gas figures: which lines ran and how often, what calls used, and that looking changes nothing.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setImmediate as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CallFailed, type Contract, Sandbox } from '../../engine/testing/sandbox.ts';

const PART = `import { Amount } from "tally";
export function half(amount: Amount): Amount {
  return amount / Amount.of(2);
}
export function never(x: u32): u32 {
  let y = x;
  if (y > 3) {
    y = 2;
  }
  return y;
}
`;

const PURSE = `import { Amount, Context, Event, Map, require, Value, Address } from "tally";
import { half } from "./part";
@event
class PaidIn extends Event {
  constructor(public by: Address, public amount: Amount) {
    super();
  }
}
@struct
export class Pair {
  constructor(public a: u32, public b: u32) {}
  sum(): u32 {
    return this.a + this.b;
  }
}
@contract("purse", "1.0.0")
export class Purse {
  private paid: Map<Address, Amount>;
  private total: Value<Amount>;
  @init
  setup(first: Amount): void {
    this.total.value = first;
  }
  @mutate
  payIn(amount: Amount): void {
    require(!amount.isZero, "NOTHING", "there is nothing to pay in");
    if (amount > Amount.of(100)) {
      this.large(amount);
    } else {
      this.total.value = this.total.value + half(amount);
    }
    this.paid.set(Context.caller, amount);
    new PaidIn(Context.caller, amount).emit();
  }
  @mutate
  count(times: u32): u32 {
    let sum: u32 = 0;
    for (let i: u32 = 0; i < times; i++) {
      sum += new Pair(i, 1).sum();
    }
    return sum;
  }
  @mutate
  spin(): u64 {
    let n: u64 = 0;
    while (true) {
      n += Context.time;
    }
    return n;
  }
  @view
  paidBy(who: Address): Amount {
    return this.paid.getOr(who, Amount.zero);
  }
  private large(amount: Amount): void {
    require(
      Amount.of(1000) > amount,
      "LARGE",
      "too large: " + amount.toString(),
    );
    this.total.value = amount;
  }
  private unused(a: u32): u32 {
    if (a == 0) return 1;
    return a;
  }
}
`;

/** What `tally bindings` writes: nobody has to test it. */
const CLIENT = `import { Address } from "tally";
export class PurseClient {
  constructor(readonly at: Address) {}
  payIn(): Address {
    return this.at;
  }
}
`;

/** Calls a purse, and goes on if that does not end well. */
const CALLER = `import { PurseClient } from "./purse.client";
import { Address, Amount, call, Context, Value, Writer } from "tally";
@contract("caller", "1.0.0")
export class Caller {
  private seen: Value<u32>;
  @mutate
  pay(purse: Address, amount: Amount): u32 {
    const status = call(purse, "payIn", new Writer().put<Amount>(amount)).status;
    if (status != 0) {
      this.seen.value = this.seen.value + 1;
    }
    return status;
  }
  @view
  through(purse: Address): Address {
    return new PurseClient(purse).payIn();
  }
  @mutate
  wait(purse: Address): u32 {
    const status = call(purse, "spin", new Writer(), 5000000).status;
    if (status == 3) {
      return 33;
    }
    return status;
  }
}
`;

const root = fileURLToPath(new URL('../../', import.meta.url));
mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'coverage-'));
const [purseFile, callerFile] = ['purse.ts', 'caller.ts'].map((name) => join(folder, name)) as [string, string];
afterAll(() => rmSync(folder, { recursive: true }));

/** Line numbers and hits of a file, from the only report in a folder. */
function linesOf(reports: string, file: string): { [line: string]: number } {
  const names = readdirSync(reports).filter((name) => name.endsWith('.coverage.json'));
  expect(names).toHaveLength(1);
  const { files } = JSON.parse(readFileSync(join(reports, names[0]!), 'utf8'));
  return files[relative(process.cwd(), join(folder, file))].lines;
}

function gasIn(reports: string): { [method: string]: { gas: number[] } } {
  const [name] = readdirSync(reports).filter((each) => each.endsWith('.gas.json'));
  return JSON.parse(readFileSync(join(reports, name!), 'utf8')).methods;
}

/** The line on which a text stands. */
const lineOf = (source: string, text: string) => source.split('\n').findIndex((line) => line.includes(text)) + 1;

interface Played {
  readonly outcomes: readonly unknown[];
  readonly purse: Contract;
  readonly caller: Contract;
  readonly sandbox: Sandbox;
}

/** The same calls, with whatever comes of them. */
async function play(sandbox: Sandbox): Promise<Played> {
  const ann = sandbox.account('ann');
  const purse = await sandbox.deploy(purseFile, { args: { first: 1 } });
  const caller = await sandbox.deploy(callerFile);
  const outcomes: unknown[] = [];
  const note = (act: () => unknown) => {
    try {
      outcomes.push(act());
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      outcomes.push([error.message, error.gasUsed]);
    }
  };
  note(() => purse.call('payIn', { amount: 5 }, ann));
  note(() => purse.call('payIn', { amount: 0 }, ann));
  note(() => purse.call('payIn', { amount: 1000 }, ann));
  note(() => purse.call('count', { times: 3 }, ann));
  note(() => purse.query('paidBy', { who: ann }));
  note(() => caller.call('pay', { purse, amount: 200 }, ann));
  note(() => caller.call('pay', { purse, amount: 0 }, ann));
  note(() => caller.call('wait', { purse }, ann));
  return { outcomes, purse, caller, sandbox };
}

const [reports, gasReports] = [join(folder, 'reports'), join(folder, 'gas')];
let plain: Played;
let covered: Played;

beforeAll(async () => {
  writeFileSync(join(folder, 'part.ts'), PART);
  writeFileSync(purseFile, PURSE);
  writeFileSync(callerFile, CALLER);
  writeFileSync(join(folder, 'purse.client.ts'), CLIENT);
  delete process.env['TALLY_COVERAGE'];
  plain = await play(new Sandbox());
  process.env['TALLY_COVERAGE'] = reports;
  process.env['TALLY_GAS'] = gasReports;
  covered = await play(new Sandbox({ check: true }));
  await rest();
  await rest();
}, 240_000);

describe('coverage', () => {
  const purse = (text: string) => linesOf(reports, 'purse.ts')[lineOf(PURSE, text)];

  test('changes nothing that a test sees', () => {
    expect(covered.outcomes).toEqual(plain.outcomes);
    expect(covered.outcomes.at(-1)).toMatchObject({ result: 33 });
  });

  test('counts each line as often as it ran, in inits, sub-calls and what failed', () => {
    expect(purse('this.total.value = first')).toBe(1);
    expect(purse('require(!amount.isZero')).toBe(5);
    expect(purse('if (amount > Amount.of(100))')).toBe(3);
    expect(purse('this.large(amount)')).toBe(2);
    expect(purse('half(amount)')).toBe(1);
    expect(purse('new PaidIn')).toBe(2);
    expect([purse('Amount.of(1000) > amount'), purse('"too large: "')]).toEqual([2, 1]);
    // A statement of several lines runs once, however often control comes back to its first.
    expect(linesOf(reports, 'purse.ts')[lineOf(PURSE, 'Amount.of(1000) > amount') - 1]).toBe(2);
    expect(purse('this.total.value = amount')).toBe(1);
    expect(purse('for (let i')).toBe(4);
    expect(purse('sum += new Pair')).toBe(3);
    expect(purse('return this.a + this.b')).toBe(3);
    expect(purse('this.paid.getOr')).toBe(1);
    const caller = linesOf(reports, 'caller.ts');
    expect(caller[lineOf(CALLER, '"payIn"')]).toBe(2);
    expect(caller[lineOf(CALLER, 'this.seen.value =')]).toBe(1);
  });

  test('goes on behind a sub-call that ran out of its gas', () => {
    const caller = linesOf(reports, 'caller.ts');
    expect([caller[lineOf(CALLER, 'return 33')], caller[lineOf(CALLER, 'if (status == 3)')]]).toEqual([1, 1]);
    expect(purse('n += Context.time')).toBeGreaterThan(100);
    // At 1,500 gas and more for the time alone, five million do for fewer than that.
    expect(purse('n += Context.time')).toBeLessThan(3_334);
  });

  test('has every line with code, those of functions that nothing calls as well, and no others', () => {
    const lines = Object.keys(linesOf(reports, 'purse.ts')).map((line) => PURSE.split('\n')[Number(line) - 1]!.trim());
    expect(lines).toMatchInlineSnapshot(`
      [
        "return this.a + this.b;",
        "this.total.value = first;",
        "require(!amount.isZero, "NOTHING", "there is nothing to pay in");",
        "if (amount > Amount.of(100)) {",
        "this.large(amount);",
        "this.total.value = this.total.value + half(amount);",
        "this.paid.set(Context.caller, amount);",
        "new PaidIn(Context.caller, amount).emit();",
        "let sum: u32 = 0;",
        "for (let i: u32 = 0; i < times; i++) {",
        "sum += new Pair(i, 1).sum();",
        "return sum;",
        "let n: u64 = 0;",
        "while (true) {",
        "n += Context.time;",
        "return this.paid.getOr(who, Amount.zero);",
        "require(",
        "Amount.of(1000) > amount,",
        ""too large: " + amount.toString(),",
        "this.total.value = amount;",
        "if (a == 0) return 1;",
        "return a;",
      ]
    `);
    expect(linesOf(reports, 'part.ts')).toEqual({ 3: 1, 6: 0, 7: 0, 8: 0, 10: 0 });
    expect(purse('if (a == 0) return 1')).toBe(0);
    const [report] = readdirSync(reports).filter((name) => name.endsWith('.coverage.json'));
    expect(readFileSync(join(reports, report!), 'utf8')).not.toContain('client.ts');
  });

  test('counts on with each call, over all sandboxes', async () => {
    covered.purse.query('paidBy', { who: covered.sandbox.account('ben') });
    const other = new Sandbox();
    const again = await other.deploy(purseFile, { args: { first: 2 } });
    again.query('paidBy', { who: other.account('ben') });
    await rest();
    await rest();
    expect([purse('this.paid.getOr'), purse('this.total.value = first')]).toEqual([3, 2]);
  });
});

test('gas figures are those of each call that ended well, and of inits', () => {
  const gasOf = (outcome: unknown) => (outcome as { gasUsed: number }).gasUsed;
  const { outcomes } = plain;
  const figures = gasIn(gasReports);
  expect(figures).toMatchObject({
    'purse.payIn': { gas: [gasOf(outcomes[0])] },
    'purse.count': { gas: [gasOf(outcomes[3])] },
    'caller.pay': { gas: [gasOf(outcomes[5]), gasOf(outcomes[6])] },
    'caller.wait': { gas: [gasOf(outcomes[7])] },
  });
  expect(Object.keys(figures).sort()).toEqual([
    'caller.pay',
    'caller.wait',
    'purse.count',
    'purse.init',
    'purse.payIn',
  ]);
});

test('what ran before a refused call is counted on behind it, in every contract', async () => {
  const { purse, caller, sandbox } = covered;
  const ann = sandbox.account('ann');
  const hits = () => [
    linesOf(reports, 'caller.ts')[lineOf(CALLER, 'return status;')]!,
    ...['half(amount)', 'return sum;'].map((text) => linesOf(reports, 'purse.ts')[lineOf(PURSE, text)]!),
  ];
  const before = hits();
  expect(() => purse.call('payIn', { amount: 0 }, ann)).toThrow(CallFailed);
  caller.call('pay', { purse, amount: 4 }, ann);
  expect(() => purse.call('payIn', { amount: 0 }, ann)).toThrow(CallFailed);
  purse.call('count', { times: 1 }, ann);
  await rest();
  await rest();
  expect(hits()).toEqual(before.map((each) => each + 1));
});

describe('a test runner with', () => {
  test.each(['threads', 'forks'])(
    '%s leaves whole reports of each of its workers',
    (pool) => {
      const [here, kept] = [join(folder, pool), join(folder, pool, 'reports')];
      mkdirSync(here);
      const kit = JSON.stringify(join(root, 'engine', 'testing', 'sandbox.ts'));
      for (const name of ['one']) {
        const text = `import { test } from 'vitest';
        import { Sandbox } from ${kit};
        test('pays', async () => {
          const sandbox = new Sandbox();
          const purse = await sandbox.deploy(${JSON.stringify(purseFile)}, { args: { first: 1 } });
          purse.call('payIn', { amount: 5 }, sandbox.account('ann'));
        }, 240_000);`;
        writeFileSync(join(here, `${name}.test.ts`), text);
      }
      writeFileSync(join(here, 'vitest.config.mjs'), `export default { test: { pool: '${pool}', maxWorkers: 1 } };`);
      const env = { ...process.env, TALLY_COVERAGE: kept, TALLY_GAS: kept };
      const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
      execFileSync(process.execPath, [vitest, 'run', '--root', here], { env, cwd: root, stdio: 'pipe' });
      const found = readdirSync(kept).map((name) => JSON.parse(readFileSync(join(kept, name), 'utf8')));
      const paths = found.flatMap(({ files }) => (files === undefined ? [] : Object.keys(files)));
      expect(
        paths.filter((path) => path.endsWith('purse.ts')),
        `${readdirSync(kept)} ${JSON.stringify(found)}`,
      ).toHaveLength(1);
      expect(found.filter(({ methods }) => methods !== undefined)).toHaveLength(1);
    },
    240_000,
  );
});
