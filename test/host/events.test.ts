// Events and logs: what they may say, and how many there may be in a transaction.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Bytes } from '../../engine/base/bytes.ts';
import { LIMITS } from '../../spec/limits.ts';
import { reverted, TestChain } from '../runtime/chain.ts';
import { play } from '../runtime/play.ts';
import { program, puppet, type Step, topics } from '../runtime/puppet.ts';

const [OK, HOST_ARGUMENT, EVENTS, LOGS] = [0, 2006, 2105, 2106];
const NONE = topics();

let chain: TestChain;
let at: Bytes;

beforeAll(() => {
  chain = new TestChain();
  at = chain.deploy(puppet());
});

const status = (steps: readonly Step[]) => play(chain, at, steps).status;
const emit = (data = '', name = 'Name', with_: Bytes = NONE): Step => ['emit', name, with_, data];

describe('an event', () => {
  test('stands in the receipt as it was emitted', () => {
    const receipt = play(chain, at, [emit('one', 'First', topics('a', '', 'b'.repeat(32))), emit('', 'Second')]);
    const text = (bytes: Bytes) => Buffer.from(bytes).toString('latin1');
    expect(receipt.events.map((e) => [e.name, e.topics.map(text), text(e.data)])).toEqual([
      ['First', ['a', '', 'b'.repeat(32)], 'one'],
      ['Second', [], ''],
    ]);
    for (const event of receipt.events) expect(event.contract).toEqual(at);
  });

  test.each(['Name', 'a', '_', '.', 'A.b_9', '0', 'A'.repeat(64)])('may be called %s', (name) => {
    expect(status([emit('', name)])).toBe(OK);
  });

  test.each([' ', 'a b', 'a\n', 'é', 'a-b', 'a\0', ''])('may not be called %j', (name) => {
    expect(status([emit('', name)])).toBe(HOST_ARGUMENT);
  });

  test('has up to four topics of up to 32 bytes, in one lawful encoding', () => {
    const full = 'x'.repeat(LIMITS.topicBytes.max);
    expect(status([emit('', 'Name', topics(full, full, full, full))])).toBe(OK);
    const unlawful = [
      topics(full, full, full, full, ''),
      topics(`${full}x`),
      topics('a').subarray(0, 8),
      new Uint8Array([...topics('a'), 0]),
      new Uint8Array(0),
      new Uint8Array([255, 255, 255, 255]),
    ];
    for (const bytes of unlawful) expect(status([emit('', 'Name', bytes)])).toBe(HOST_ARGUMENT);
  });

  test('has so many bytes in all: name, encoded topics and data', () => {
    const most = LIMITS.eventBytes.max - 'Name'.length - topics('abc').length;
    expect(status([['emit', 'Name', topics('abc'), { at: 0, size: most }]])).toBe(OK);
    expect(status([['emit', 'Name', topics('abc'), { at: 0, size: most + 1 }]])).toBe(HOST_ARGUMENT);
  });
});

describe('in a transaction', () => {
  const times = (step: Step, turns: number): Step[] => [step, ['again', turns - 1]];

  test('there may be so many events, and not one more', () => {
    const receipt = play(chain, at, times(emit(), LIMITS.events.max));
    expect([receipt.status, receipt.events.length]).toEqual([OK, LIMITS.events.max]);
    expect(play(chain, at, times(emit(), LIMITS.events.max + 1))).toMatchObject({ status: EVENTS, events: [] });
  });

  test('events may have so many bytes in all, and not one more', () => {
    const each = LIMITS.eventBytes.max;
    const big = (size: number): Step => ['emit', 'Name', NONE, { at: 0, size: size - 8 }];
    const full = Array.from({ length: LIMITS.eventsBytes.max / each }, () => big(each));
    expect(status(full)).toBe(OK);
    expect(status([...full, big(8)])).toBe(EVENTS);
    expect(status([...full.slice(1), big(each - 8), big(8)])).toBe(OK);
  });

  test('dropped events count, because what is counted is work', () => {
    const other = chain.deploy(puppet());
    const dropping: Step = ['call', other, 'run', [emit(), ['revert', 'NO', '']], 1_000_000, 0];
    expect(status([dropping, ...times(emit(), 1)])).toBe(OK);
    expect(status([dropping, ['again', LIMITS.events.max - 1]])).toBe(OK);
    expect(status([dropping, ['again', LIMITS.events.max]])).toBe(EVENTS);
  });

  test('there may be so many log lines, also in views, and not one more', () => {
    const line: Step = ['log', 'line'];
    play(chain, at, times(line, LIMITS.logs.max));
    expect(chain.last!.logs[0]!.map(({ text }) => Buffer.from(text).toString())).toEqual(
      Array.from({ length: LIMITS.logs.max }, () => 'line'),
    );
    expect(status(times(line, LIMITS.logs.max + 1))).toBe(LOGS);
    expect(chain.query(at, 'look', program(times(line, LIMITS.logs.max))).logs).toHaveLength(LIMITS.logs.max);
    expect(chain.query(at, 'look', program(times(line, LIMITS.logs.max + 1))).status).toBe(LOGS);
  });

  test('too many cannot be caught by the caller', () => {
    const other = chain.deploy(puppet());
    const inner: Step = ['call', other, 'run', times(emit(), LIMITS.events.max + 1), 50_000_000, 0];
    const receipt = play(chain, at, [inner, ['set', 'caught', 'x']]);
    expect(receipt).toMatchObject({ status: EVENTS, gasUsed: 100_000_000, events: [] });
    expect(chain.stored(at, 'caught')).toBeUndefined();
  });
});

describe('a revert', () => {
  test('carries its code and data', () => {
    const receipt = play(chain, at, [['revert', 'SOME.code_1', 'data']]);
    expect(reverted(receipt)).toEqual({ code: 'SOME.code_1', data: new Uint8Array(Buffer.from('data')) });
  });

  test('has a payload of at most so many bytes in all', () => {
    const most = LIMITS.revertBytes.max - 8 - 'CODE'.length;
    expect(play(chain, at, [['revert', 'CODE', { at: 0, size: most }]])).toMatchObject({ status: 1 });
    expect(play(chain, at, [['revert', 'CODE', { at: 0, size: most }]]).output).toHaveLength(LIMITS.revertBytes.max);
    expect(status([['revert', 'CODE', { at: 0, size: most + 1 }]])).toBe(HOST_ARGUMENT);
    expect(status([['revert', 'C'.repeat(LIMITS.revertCode.max), '']])).toBe(1);
    expect(status([['revert', 'C'.repeat(LIMITS.revertCode.max + 1), '']])).toBe(HOST_ARGUMENT);
  });

  test.each(['', 'a b', 'é', 'a\n'])('may not have the code %j', (code) => {
    expect(status([['revert', code, '']])).toBe(HOST_ARGUMENT);
  });

  test('ends the method where it stands, and drops what it wrote and emitted', () => {
    const receipt = play(chain, at, [['set', 'r', '1'], emit(), ['revert', 'NO', ''], ['unreachable']]);
    expect(receipt).toMatchObject({ status: 1, events: [] });
    expect(chain.stored(at, 'r')).toBeUndefined();
  });
});

test('the last output counts, also an empty one, and is copied when it is given', () => {
  const receipt = play(chain, at, [
    ['output', 'first'],
    ['store', 0x1000, 0x4142n],
    ['output', { at: 0x1000, size: 2 }],
    ['store', 0x1000, 0n],
  ]);
  expect(Buffer.from(receipt.output).toString()).toBe('BA');
  expect(
    play(chain, at, [
      ['output', 'first'],
      ['output', ''],
    ]).output,
  ).toHaveLength(0);
});
