// The generated doors do what the table says: the same result or trap, gas, memory and trace, whatever the arguments.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { Trap } from '../../engine/base/errors.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { DOORS } from '../../engine/host/doors.ts';
import { type Frame, Revert } from '../../engine/host/frame.ts';
import { Trace } from '../../engine/host/trace.ts';
import { MemoryState } from '../../engine/state/memory.ts';
import { Overlay } from '../../engine/state/overlay.ts';
import type { HostName } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { hostCall } from './plain.ts';
import { ROWS } from './rows.ts';

const SIZE = 65_536;

/** A frame over this memory, with a value in storage and an answer of a sub-call that is always the same. */
function frameOf(memory: Uint8Array, gas: number, how: { view: boolean; starting: boolean }): Frame {
  const overlay = new Overlay(new MemoryState(nodeNatives));
  const space = `@${'c'.repeat(32)}`;
  overlay.set(`${space}k`, new Uint8Array(100).fill(7));
  overlay.set(`${space}key`, Uint8Array.of(1, 2, 3));
  const run = {
    ...{
      natives: nodeNatives,
      chain: new Uint8Array(32).fill(1),
      height: 7,
      time: 9,
      txId: new Uint8Array(32).fill(2),
    },
    ...{ trace: new Trace(nodeNatives), openPages: 0, eventCount: 0, eventBytes: 0, logCount: 0, logs: [] },
    call: (from: Frame) => {
      from.result = new Uint8Array(80).fill(6);
      return 0;
    },
  };
  const addresses = { self: new Uint8Array(32).fill(3), caller: new Uint8Array(32).fill(4) };
  return {
    ...{ run, ...addresses, space, former: space, code: { pages: { initial: 1, maximum: 2 } }, method: 'method' },
    ...{ input: new Uint8Array(70).fill(5), depth: 1, tight: true, overlay, events: [], pages: 0, ...how },
    ...{ meter: { gas, stack: 0 }, memory: { bytes: memory }, output: new Uint8Array(0), result: new Uint8Array(0) },
  } as unknown as Frame;
}

/** What a call came to, and everything that it left behind. */
function outcome(frame: Frame, act: () => number | bigint | undefined) {
  let end: unknown;
  try {
    end = act();
  } catch (error) {
    if (error instanceof Revert) end = `revert ${toHex(error.payload)}`;
    // What an argument is called is for people: doors have words of whoever writes contracts, the table has names.
    else if (error instanceof Trap) end = `${error.id} ${error.detail.replace(/^.* of (?=\d+ bytes)/, '')}`;
    else throw error;
  }
  const { meter, overlay, events, output, result, run } = frame;
  const written = [...overlay.writes()].map(([key, value]) => [key, value && toHex(value)]);
  const shown = events.map((event) => [event.name, event.topics.map(toHex), toHex(event.data)]);
  const left = { gas: meter.gas, written, shown, output: toHex(output), result: toHex(result), logs: run.logs.length };
  return { end, ...left, memory: nodeNatives.sha256Latin1(frame.memory.bytes), trace: toHex(run.trace.digest()) };
}

const sizes = [0, 1, 3, 4, 32, 33, 64, 65, 100, 256, 257, LIMITS.value.max, LIMITS.input.max, SIZE];
const i32 = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 4 }) },
  { weight: 4, arbitrary: fc.nat({ max: 300 }) },
  { weight: 3, arbitrary: fc.constantFrom(...sizes, ...sizes.map((n) => n + 1), SIZE - 1, SIZE - 32, SIZE - 3) },
  { weight: 1, arbitrary: fc.constantFrom(-1, -32, 2 ** 31 - 1, -(2 ** 31)) },
);
const i64 = fc.oneof(fc.bigInt({ min: 0n, max: 50n }), fc.constantFrom(-1n, 2n ** 63n - 1n, -(2n ** 63n)));
const memories = fc.oneof(
  fc.constantFrom('k', 'key', 'Name').map((text) => new Uint8Array(Buffer.from(text.repeat(3)))),
  fc.uint8Array({ minLength: 400, maxLength: 400 }),
);

/** WebAssembly arguments of a row. */
function argumentsOf(name: HostName): fc.Arbitrary<(number | bigint)[]> {
  const row = ROWS.find((each) => each.name === name)!;
  const each = row.args.flatMap(([, kind]): fc.Arbitrary<number | bigint>[] => {
    if (kind === 'u64') return [i64];
    return kind === 'key' || kind === 'out' || kind.startsWith('in:') ? [i32, i32] : [i32];
  });
  return fc.tuple(...each);
}

describe.each(ROWS.map(({ name }) => name as HostName))('%s', (name) => {
  const isSlow = name.startsWith('verify');
  test('is the same through its door', () => {
    const gases = fc.oneof({ weight: 5, arbitrary: fc.constant(2 ** 40) }, fc.nat({ max: 200_000 }));
    const modes = fc.constantFrom(...[0, 0, 0, 0, 1, 2].map((n) => ({ view: n === 1, starting: n === 2 })));
    const ends = new Set<string>();
    fc.assert(
      fc.property(argumentsOf(name), memories, gases, modes, (args, head, gas, how) => {
        const memory = () => {
          const bytes = new Uint8Array(SIZE);
          bytes.set(head);
          return bytes;
        };
        const [plain, door] = [frameOf(memory(), gas, how), frameOf(memory(), gas, how)];
        const expected = outcome(plain, () => hostCall(plain, name, args));
        expect(outcome(door, () => DOORS[name]!(door, ...args))).toEqual(expected);
        ends.add(typeof expected.end === 'string' ? expected.end.split(' ')[0]! : 'OK');
      }),
      { numRuns: isSlow ? 150 : name === 'emit' ? 4_000 : 400, seed: 4 },
    );
    expect(ends).toContain(name === 'revert' ? 'revert' : 'OK');
    expect(ends).toContain('HOST_IN_START');
  });
});
