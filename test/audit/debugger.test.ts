// Stepping through a transaction: lines and values are those of the source, every way forwards can be gone back, and what is shown
// at a step does not depend on how one came there.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Debugger } from '../../engine/audit/debugger.ts';
import type { Stop } from '../../engine/audit/history.ts';
import { breakpointOf } from '../../engine/audit/stepper.ts';
import { partOf } from '../../engine/audit/values.ts';
import { type Bytes, EMPTY } from '../../engine/base/bytes.ts';
import { Encoder } from '../../engine/base/codec.ts';
import { TestChain } from '../runtime/chain.ts';
import { type Built, build, captureCall, open, variables } from './inside.ts';

const SOURCE = `import { Address, Amount, Bytes, Context, Event, Map, require, Value } from "tally";

/** Told. */
@event
class Told extends Event {
  constructor(
    public what: string,
  ) {
    super();
  }
}

class Pair {
  next: Pair | null = null;
  constructor(
    public small: i8,
    public large: u64,
    public yes: bool,
  ) {}
}

@contract("inside", "1.0.0")
export class Inside {
  private total: Value<Amount>;
  private names: Map<Address, string>;

  @mutate
  play(text: string, amount: Amount, data: Bytes): u32 {
    const pair = new Pair(-3, 1 << 40, true);
    pair.next = new Pair(4, 5, false);
    const list: u16[] = [7, 65535];
    let far: i64 = -5000000000;
    let sum: u32 = 0;
    for (let i: u32 = 0; i < 3; i++) {
      sum += this.square(i);
    }
    this.total.value = this.total.value.plus(amount);
    this.names.set(Context.caller, text);
    new Told(text).emit();
    require(list.length == 2 && far < 0 && data.length > 0, "NEVER", "nobody comes here");
    return sum + <u32>pair.small;
  }

  @mutate
  refuse(n: u32): void {
    const left = this.down(n);
    require(left == 7, "NOT_SEVEN", "it is not seven");
  }

  @mutate
  spin(): void {
    let n: u32 = 1;
    while (n != 0) n += 2;
  }

  private square(n: u32): u32 {
    const result = n * n;
    return result;
  }

  private down(n: u32): u32 {
    if (n == 0) return 0;
    return this.down(n - 1) + 1;
  }
}
`;

const LINES = SOURCE.split('\n');
const lineOf = (text: string) => LINES.findIndex((line) => line.includes(text)) + 1;

let built: Built;
let chain: TestChain;
let at: Bytes;
let inside: Debugger;

function playInput(): Bytes {
  const to = new Encoder();
  to.string('héllo');
  to.raw(Uint8Array.from([5, ...new Array<number>(15).fill(0)]));
  to.u32(3);
  to.raw(Uint8Array.from([1, 2, 255]));
  return to.finish();
}

function nInput(n: number): Bytes {
  const to = new Encoder();
  to.u32(n);
  return to.finish();
}

const NAMES = {
  nameOf: ({ site }: Stop) => inside.functionSymbols(site.code, site.function)!.name,
  fileOf: ({ site }: Stop) => site.place!.file,
};
const known = () => new Map([[built.id, built.builds]]);
const lineHere = (debug = inside) => debug.stepper.place?.line;
const goToLine = (text: string) => {
  const breakpoint = breakpointOf(`contract.ts:${lineOf(text)}`, NAMES);
  inside.stepper.goTo(inside.history.stops.find((stop) => breakpoint.matches(stop))!.step);
};

beforeAll(async () => {
  built = await build(SOURCE);
  chain = new TestChain();
  at = chain.deploy(built.builds.release.wasm);
  inside = open(captureCall(chain, at, 'play', playInput()), known());
}, 60_000);

describe('lines', () => {
  test('an unoptimised build of the same sources is what is shown', () => {
    expect([inside.view, inside.parted]).toEqual(['source', undefined]);
    expect(inside.history.stops.every(({ site }) => site.place!.file === 'contract/contract.ts')).toBe(true);
  });

  test('next visits the lines of the method in their order, and ends with the transaction', () => {
    inside.stepper.goTo(inside.history.stops[0]!.step);
    const seen: (number | undefined)[] = [lineHere()];
    while (!inside.stepper.isAtEnd) {
      inside.stepper.next();
      seen.push(lineHere());
    }
    const first = lineOf('const pair');
    const loop = [lineOf('let i: u32'), lineOf('sum += this'), lineOf('let i: u32'), lineOf('sum += this')];
    expect(seen).toEqual([
      ...[0, 1, 2, 3, 4].map((n) => first + n),
      ...loop,
      lineOf('let i: u32'),
      lineOf('sum += this'),
      lineOf('let i: u32'),
      ...[0, 1, 2, 3, 4].map((n) => lineOf('this.total.value =') + n),
      undefined,
    ]);
  });

  test('step goes into a function, finish comes back behind it, and both can be taken back', () => {
    goToLine('sum += this');
    const { stepper } = inside;
    const start = stepper.at;
    stepper.step();
    expect(lineHere()).toBe(lineOf('const result'));
    stepper.reverseFinish();
    expect(stepper.at).toBe(start);
    stepper.step();
    stepper.finish();
    expect(lineHere()).toBe(lineOf('let i: u32'));
    stepper.reverseNext();
    expect(stepper.at).toBe(start);
  });

  test('breakpoints stop at a line or a function each time, forwards and backwards', () => {
    const { stepper } = inside;
    stepper.breakpoints.push(breakpointOf('square', NAMES), breakpointOf(String(lineOf('new Told')), NAMES));
    stepper.goTo(0);
    const forwards: number[] = [];
    for (stepper.proceed(); !stepper.isAtEnd; stepper.proceed()) forwards.push(stepper.at);
    const backwards: number[] = [];
    for (stepper.reverseProceed(); stepper.at > inside.history.stops[0]!.step; stepper.reverseProceed())
      backwards.push(stepper.at);
    stepper.breakpoints.length = 0;
    expect(forwards.map((step) => inside.history.site(step).place!.line)).toEqual([
      ...[1, 2, 3].map(() => lineOf('const result')),
      lineOf('new Told'),
    ]);
    expect(backwards.reverse()).toEqual(forwards);
  });

  test('what would go past a breakpoint stops there', () => {
    const { stepper } = inside;
    goToLine('this.total.value =');
    const behind = stepper.at;
    goToLine('let i: u32');
    stepper.breakpoints.push(breakpointOf('square', NAMES));
    stepper.next();
    stepper.next();
    expect(lineHere()).toBe(lineOf('const result'));
    stepper.finish();
    stepper.finish();
    expect(lineHere()).toBe(lineOf('const result'));
    stepper.goTo(behind);
    stepper.reverseNext();
    stepper.reverseNext();
    expect(lineHere()).toBe(lineOf('return result') - 1);
    stepper.breakpoints.length = 0;
  });

  test('each record of the trace has the line that led to it', () => {
    const lines = inside.records.map((record, i) => [record.title, inside.history.records[i]!.stop?.site.place?.line]);
    expect(lines).toContainEqual(['set', lineOf('this.total.value =')]);
    expect(lines).toContainEqual(['set', lineOf('this.names.set')]);
    expect(lines).toContainEqual(['emit', lineOf('new Told(text)')]);
    expect(lines).toContainEqual(['caller', lineOf('this.names.set')]);
    expect(lines.find(([title]) => title === 'START')).toEqual(['START', undefined]);
  });
});

describe('values', () => {
  test('are read by the types of the source', () => {
    goToLine('this.total.value =');
    const [activation] = inside.activations();
    const seen = variables(inside, activation!);
    expect(seen).toMatchObject({
      text: { kind: 'text', text: 'héllo' },
      amount: { kind: 'scalar', text: '5' },
      data: { kind: 'bytes', bytes: Uint8Array.from([1, 2, 255]) },
      list: { kind: 'list', length: 2, items: [{ text: '7' }, { text: '65535' }] },
      far: { kind: 'scalar', text: '-5000000000' },
      sum: { kind: 'scalar', text: '5' },
    });
    const { pair } = seen;
    if (pair?.kind !== 'object') throw new Error('no object');
    const fields = Object.fromEntries(pair.fields);
    expect(fields).toMatchObject({ small: { text: '-3' }, large: { text: String(2n ** 40n) }, yes: { text: 'true' } });
    const next = fields['next']!;
    expect(next.kind === 'object' && Object.fromEntries(next.fields)).toMatchObject({
      small: { text: '4' },
      yes: { text: 'false' },
      next: { kind: 'null' },
    });
  });

  test('of callers are there as well, each recursion its own', () => {
    const deep = open(captureCall(chain, at, 'refuse', nInput(4)), known());
    const zero = deep.history.stops.filter(({ site }) => site.place!.line === lineOf('if (n == 0)')).at(-1)!;
    deep.stepper.goTo(zero.step);
    const all = deep.activations().map((activation) => variables(deep, activation)['n']);
    expect(all.slice(0, 6).map((shown) => shown?.kind === 'scalar' && shown.text)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '4',
    ]);
  });

  test('of storage are those of the moment', () => {
    const held = () => {
      const guest = inside.guests().at(-1)!;
      const keys = inside.history.seen.outcome.writes
        .map(([key]) => key)
        .filter((key) => key.startsWith(guest.frame.space));
      return keys.map((key) => guest.frame.overlay.get(key)?.length);
    };
    goToLine('this.total.value =');
    expect(held()).toEqual([undefined, undefined]);
    inside.stepper.next();
    expect(held().filter((length) => length !== undefined)).toEqual([16]);
    inside.stepper.next();
    expect(held().sort()).toEqual([10, 16]);
  });
});

describe('changes', () => {
  const texts = (name: string, ...parts: string[]) => {
    const [activation] = inside.activations();
    let { variable } = inside.variablesOf(activation!).find((each) => each.name === name)!;
    const memory = { bytes: activation!.guest.machine.bytes, classes: inside.symbols(activation!.code)!.classes };
    for (const part of parts) variable = partOf(memory, variable, part)!;
    return inside
      .changesOf(activation!, variable)
      .map(({ step, value }) => [
        inside.history.lineAt(step)?.site.place?.line,
        value.kind === 'scalar' ? value.text : value.kind,
      ]);
  };

  test('of a variable are there from its first value to its last, with their lines', () => {
    goToLine('this.total.value =');
    expect(texts('sum').slice(1)).toEqual([
      [lineOf('sum += this'), '1'],
      [lineOf('sum += this'), '5'],
    ]);
    expect(texts('pair')).toEqual([
      [undefined, 'null'],
      [lineOf('const pair'), 'object'],
    ]);
  });

  test('of a part stand in memory, and go on when the function has gone', () => {
    goToLine('this.total.value =');
    expect(texts('pair', 'large')).toEqual([[lineOf('const pair'), String(2n ** 40n)]]);
    expect(texts('list', 'length')).toEqual([]);
    expect(texts('list', '1')).toEqual([[lineOf('const list'), '65535']]);
  });
});

describe('time', () => {
  test('what is shown at a step is the same however one came there', () => {
    const { stepper, history } = inside;
    const look = (step: number) => {
      stepper.goTo(step);
      return JSON.stringify(
        inside
          .activations()
          .map(({ code, function: index, offset, locals }) => [code, index, offset, locals.map(String)]),
        (_, value) => (typeof value === 'bigint' ? String(value) : value),
      );
    };
    const step = fc.integer({ min: 0, max: history.length - 1 });
    fc.assert(
      fc.property(step, step, (a, b) => {
        const first = look(a);
        look(b);
        expect(look(a)).toBe(first);
        const [innermost] = inside.activations();
        const { function: index, offset, code } = history.site(a);
        expect([innermost!.function, innermost!.offset, innermost!.code]).toEqual([index, offset, code]);
      }),
      { numRuns: 40 },
    );
  });

  test('what step finds forwards, reverse-step finds backwards', () => {
    const { stepper, history } = inside;
    const walk = (start: number, move: () => void, isDone: () => boolean) => {
      stepper.goTo(start);
      const seen: number[] = [];
      for (;;) {
        seen.push(stepper.at);
        if (isDone()) return seen;
        move();
      }
    };
    const first = history.stops[0]!.step;
    const forwards = walk(
      first,
      () => stepper.step(),
      () => stepper.isAtEnd,
    );
    const backwards = walk(
      history.length,
      () => stepper.reverseStep(),
      () => stepper.at <= first,
    );
    expect(forwards).toEqual([...history.stops.map(({ step }) => step), history.length]);
    expect(backwards.reverse()).toEqual(forwards);
  });
});

describe('code of the chain', () => {
  test('is what is shown on demand, with the same lines in the same records', () => {
    const exact = open(captureCall(chain, at, 'play', playInput()), known(), true);
    expect(exact.view).toBe('chain');
    expect(exact.records).toEqual(inside.records);
    expect(exact.history.length).toBeLessThan(inside.history.length);
    expect(exact.history.stops.length).toBeGreaterThan(0);
  });

  test('is what is shown without sources, by instructions', () => {
    const plain = open(captureCall(chain, at, 'play', playInput()));
    expect([plain.view, plain.history.stops.length, plain.stepper.at]).toEqual(['chain', 0, 0]);
    plain.stepper.stepInstruction(1);
    expect(plain.stepper.at).toBe(1);
    plain.stepper.step();
    expect(plain.stepper.isAtEnd).toBe(true);
    plain.stepper.reverseStep();
    expect(plain.stepper.at).toBe(0);
  });

  test('is what is shown where other sources are said to be its own', async () => {
    const other = await build(
      SOURCE.replace('this.total.value.plus(amount)', 'this.total.value.plus(amount).plus(amount)'),
    );
    const lied = open(captureCall(chain, at, 'play', playInput()), new Map([[built.id, other.builds]]));
    expect(lied.view).toBe('chain');
    expect(lied.records[lied.parted!]!.title).toBe('set');
  });

  test('is what is shown where gas runs out, because only it runs out there', () => {
    const call = captureCall(chain, at, 'spin', EMPTY, 2_000_000n);
    const short = open(call, known());
    expect([short.view, short.isEndless, short.records.at(-1)!.title]).toEqual(['chain', true, 'END OUT_OF_GAS']);
    expect(short.history.seen).toEqual(call.seen);
    short.stepper.goTo(short.history.length);
    short.stepper.reverseStep();
    expect(lineHere(short)).toBe(lineOf('while (n != 0)'));
  });
});

test('a refusal ends at the line that refused', () => {
  const refused = open(captureCall(chain, at, 'refuse', nInput(3)), known());
  expect(refused.records.at(-1)!.title).toBe('END REVERT');
  refused.stepper.goTo(refused.history.length);
  refused.stepper.reverseNext();
  expect(lineHere(refused)).toBe(lineOf('require(left == 7'));
});
