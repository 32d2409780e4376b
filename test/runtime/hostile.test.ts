// Host calls at and just past their limits: places outside memory, empty and giant keys and values. Each traps, undoes its frame,
// and the chain goes on.
import { beforeAll, expect, test } from 'vitest';
import { ERRORS, STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { TestChain } from './chain.ts';
import { type Place, type Program, program, puppet, type Step } from './puppet.ts';

/** Bytes of a puppet's memory. */
const END = 7 * 65_536;
const place = (at: number, size: number): Place => ({ at, size });

/** Places of which at least one byte is outside. */
const OUTSIDE: { readonly [name: string]: Place } = {
  'one past the end': place(END - 3, 4),
  'behind the end': place(END + 1, 4),
  'at the sign bit': place(0x8000_0000, 4),
  'over the top': place(0xffff_fffe, 4),
};

const ROWS: { readonly [name: string]: (at: Place) => Step } = {
  'get of a key': (at) => ['get', at, 0],
  'set of a key': (at) => ['set', at, 'v'],
  'set of a value': (at) => ['set', 'k', at],
  'remove of a key': (at) => ['remove', at],
  output: (at) => ['output', at],
  log: (at) => ['log', at],
  sha256: (at) => ['sha256', at],
  'self into': ({ at }) => ['self', at],
  'caller into': ({ at }) => ['caller', at],
};

let chain: TestChain;
let at: Uint8Array;
beforeAll(() => {
  chain = new TestChain();
  at = chain.deploy(puppet());
});

function refused(step: Step): void {
  const steps: Program = [['set', 'mark', 'v'], step];
  const receipt = chain.call(at, 'run', program(steps));
  expect(receipt.status).toBe(ERRORS.HOST_ARGUMENT.code);
  expect(receipt.events).toEqual([]);
  expect(chain.stored(at, 'mark')).toBeUndefined();
  expect(chain.call(at, 'run', program([['log', 'on']])).status).toBe(STATUS.OK);
}

const pairs = Object.entries(ROWS).flatMap(([row, step]) =>
  Object.entries(OUTSIDE).map(([where, outside]) => [row, where, step(outside)] as const),
);

test.each(pairs)('%s %s is refused', (_row, _where, step) => refused(step));

test.each<[string, Step]>([
  ['an empty key to get', ['get', place(0, 0), 0]],
  ['an empty key to remove', ['remove', place(0, 0)]],
  ['a key one byte too long', ['set', place(0, LIMITS.key.max + 1), 'v']],
  ['a value of all of memory but a page', ['set', 'k', place(0, END - 65_536)]],
])('%s is refused', (_name, step) => refused(step));

test('what ends with the last byte of memory is lawful', () => {
  expect(chain.call(at, 'run', program([['set', place(END - 4, 4), place(END - 4, 4)]])).status).toBe(STATUS.OK);
});
