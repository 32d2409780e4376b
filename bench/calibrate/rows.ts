// Probes of host rows: each at nothing, one, a usual size and the limit, on what is at hand and on what is not.
import { LIMITS } from '../../spec/limits.ts';
import { CRYPTOGRAPHY } from './cryptography.ts';
import { at, FREE, LARGE, type Probe, rowProbe as probe, STEP, TARGETS, times, wide } from './probe.ts';

function context(): Probe[] {
  const plain = ['self', 'caller', 'chain', 'tx_id'].map((row) =>
    probe(row, 'once', times(8, `(call $${row} ${at(FREE)})`)),
  );
  const numbers = ['height', 'time', 'gas_left'].map((row) =>
    probe(row, 'once', times(8, `(local.set $x (i64.add (local.get $x) (call $${row} )))`)),
  );
  return [
    ...plain,
    ...numbers,
    probe('method', 'name of 3', times(8, `(drop (call $method ${at(FREE)} ${at(64)}))`)),
    ...[0, 1, 32, 65_536, LIMITS.input.max].map((size) =>
      probe('input', `${size} bytes`, `(drop (call $input ${at(LARGE)} ${at(size)}))`, wide, {
        inputBytes: Math.max(1_024, size),
      }),
    ),
    ...[0, 1, 32, 4_096, LIMITS.output.max].map((size) =>
      probe('output', `${size} bytes`, `(call $output ${at(LARGE)} ${at(size)})`, wide),
    ),
    ...[0, 100, LIMITS.logBytes.max].map((size) =>
      probe('log', `${size} bytes`, `(call $log ${at(LARGE)} ${at(size)})`, wide, { most: LIMITS.logs.max }),
    ),
  ];
}

/** Borsh Vec<Vec<u8>> of four topics of 32 bytes, at FREE. */
const TOPICS = `(i32.store ${at(FREE)} (i32.const 4)) ${times(4, (i) => `(i32.store ${at(FREE + 4 + 36 * i)} (i32.const 32))`)}`;
const NAME = `(memory.fill ${at(FREE + 512)} (i32.const 97) (i32.const 64))`;

function events(): Probe[] {
  const emit = (name: number, topics: number, data: number) =>
    `(call $emit ${at(FREE + 512)} ${at(name)} ${at(FREE)} ${at(topics)} ${at(LARGE)} ${at(data)})`;
  const before = NAME;
  const most = LIMITS.events.max;
  const rest = LIMITS.eventBytes.max - 64 - 148;
  return [
    probe('emit', 'one byte of name', emit(1, 4, 0), { before, ...wide }, { most }),
    probe('emit', 'a usual event', emit(8, 148, 16), { before: before + TOPICS, ...wide }, { most }),
    probe(
      'emit',
      'the largest',
      emit(64, 148, rest),
      { before: before + TOPICS, ...wide },
      { most: LIMITS.eventsBytes.max / LIMITS.eventBytes.max },
    ),
  ];
}

/** Writes the number in $a as the first bytes of a key at FREE. */
const KEY = `(i32.store ${at(FREE)} (local.get $a)) (i32.store ${at(FREE + 4)} (i32.rotl (local.get $a) (i32.const 13)))`;
const FILLED = 8_000;
const FILLS = 12;
/** The keys of a fill are the numbers that follow on its own; a run walks the same sequence. */
const fillKeys = (size: number) =>
  `(local.set $n (i32.const ${FILLED})) (loop $more ${STEP} ${KEY} (call $set ${at(FREE)} ${at(size)} ${at(LARGE)} (i32.const 16))
    (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))`;

function reads(): Probe[] {
  const get = (key: number, room: number) => `(drop (call $get ${at(FREE)} ${at(key)} ${at(LARGE)} ${at(room)}))`;
  const some = { fills: FILLS };
  const largest = (room: number) =>
    probe(
      'get',
      `${LIMITS.value.max} bytes, room for ${room}`,
      get(8, room),
      { fill: `(call $set ${at(FREE)} (i32.const 8) ${at(LARGE)} ${at(LIMITS.value.max)})`, ...wide },
      { fills: 1 },
    );
  const scan = (prefix: number, after: number) =>
    `(drop (call $next ${at(FREE)} ${at(prefix)} ${at(FREE)} ${at(after)} ${at(LARGE)} (i32.const 256)))`;
  return [
    probe('get', 'absent, key of 1', get(1, 64), wide),
    probe('get', `absent, key of ${LIMITS.key.max}`, get(LIMITS.key.max, 64), wide),
    probe('get', `absent, many keys of ${LIMITS.key.max}`, STEP + KEY + get(LIMITS.key.max, 64), wide),
    probe('get', 'the same of 96,000 values', get(8, 64), { fill: fillKeys(8), before: STEP + KEY, ...wide }, some),
    probe('get', 'any of 96,000 values', STEP + KEY + get(8, 64), { fill: fillKeys(8), ...wide }, some),
    largest(0),
    largest(LIMITS.value.max),
    probe('next', 'the first of 96,000', scan(0, 0), { fill: fillKeys(8), ...wide }, some),
    probe('next', 'after any of 96,000', STEP + KEY + scan(0, 8), { fill: fillKeys(8), ...wide }, some),
    probe('next', 'none with the prefix', STEP + KEY + scan(8, 8), wide),
    probe(
      'next',
      'past 500 that were removed in this transaction',
      scan(0, 0),
      {
        fill: `(local.set $n (i32.const 500)) (loop $more ${STEP} ${KEY} (call $set ${at(FREE)} (i32.const 8) ${at(LARGE)} (i32.const 1)) (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))`,
        before: `(local.set $b (local.get $n)) (local.set $n (i32.const 500)) (loop $more ${STEP} ${KEY} (call $remove ${at(FREE)} (i32.const 8)) (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1))))) (local.set $n (local.get $b))`,
        ...wide,
      },
      { fills: 1 },
    ),
  ];
}

/**
 * Puts a key of 256 bytes at FREE: the number of a chain in $b, then all zero but for the bit with the number in $c. Each such key
 * splits off the rest of its chain one bit later.
 */
const CHAINED = `(memory.fill ${at(FREE)} (i32.const 0) (i32.const 256))
  (i32.store8 offset=${FREE + 1} (i32.shr_u (local.get $c) (i32.const 3)) (i32.shr_u (i32.const 128) (i32.and (local.get $c) (i32.const 7))))
  (i32.store8 ${at(FREE)} (local.get $b))`;
const CHAINS = 8;
const LINKS = 8 * (LIMITS.key.max - 1);
/** Links that one fill adds, as many as the gas of a transaction allows. */
const FILL_LINKS = LINKS / 4;

function writes(): Probe[] {
  const set = (key: number, size: number) => `(call $set ${at(FREE)} ${at(key)} ${at(LARGE)} ${at(size)})`;
  const chain = `(local.set $n (i32.const ${FILL_LINKS})) (local.set $b (i32.shr_u (local.get $a) (i32.const 2)))
    (local.set $c (i32.mul (i32.and (local.get $a) (i32.const 3)) (i32.const ${FILL_LINKS})))
    (loop $more ${CHAINED} ${set(256, 8)} (local.set $c (i32.add (local.get $c) (i32.const 1)))
      (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))`;
  const deepest = `(local.set $c (i32.const ${LINKS - 1})) (local.set $b (i32.sub (local.get $n) (i32.const 1)))
    ${CHAINED} (i32.store ${at(LARGE)} (local.get $a))`;
  return [
    probe('set', 'the same key of 1, empty', set(1, 0), wide),
    probe('set', 'the same key, 16 bytes', set(8, 16), wide),
    probe('set', `the same key, ${LIMITS.value.max} bytes`, set(8, LIMITS.value.max), wide),
    probe('set', 'new keys of 8, 16 bytes', STEP + KEY + set(8, 16), wide),
    probe('set', 'any of 96,000 values', STEP + KEY + set(8, 16), { fill: fillKeys(8), ...wide }, { fills: FILLS }),
    probe('set', `new keys of ${LIMITS.key.max}`, STEP + KEY + set(LIMITS.key.max, 16), wide),
    probe(
      'set',
      `keys at the ends of ${CHAINS} longest paths`,
      deepest + set(256, 8),
      { fill: chain, ...wide },
      { fills: CHAINS * (LINKS / FILL_LINKS), most: CHAINS, perBlock: 1 },
    ),
    probe('remove', 'absent, key of 8', `${STEP + KEY}(call $remove ${at(FREE)} (i32.const 8))`, wide),
    probe(
      'remove',
      'any of 96,000 values',
      `${STEP + KEY}(call $remove ${at(FREE)} (i32.const 8))`,
      { fill: fillKeys(8), ...wide },
      { fills: FILLS, most: 5_000 },
    ),
  ];
}

const CALL = (method: string, input: number, target = TARGETS) =>
  `(drop (call $call ${at(target)} ${at(FREE + 1_024)} (i32.const ${method.length}) ${at(LARGE)} ${at(input)} (i64.const 1000000000) (i32.const 0)))`;
/** Writes a method's name where {@link CALL} finds it. */
const named = (method: string) =>
  times(method.length, (i) => `(i32.store8 ${at(FREE + 1_024 + i)} (i32.const ${method.charCodeAt(i)}))`);

function results(): Probe[] {
  const target = `(module (import "tally" "output" (func $output (param i32 i32))) (memory 1) (func (export "run") (call $output (i32.const 0) (i32.const 65535))))`;
  const reverting = `(module (import "tally" "revert" (func $revert (param i32 i32 i32 i32))) (memory 1) (data (i32.const 0) "A") (func (export "run") (call $revert (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 900))))`;
  const before = named('run') + CALL('run', 0);
  const one = { targets: [target] };
  return [
    probe(
      'result_size',
      'of 65535 bytes',
      times(8, '(local.set $a (i32.add (local.get $a) (call $result_size )))'),
      { before, ...wide },
      one,
    ),
    ...[0, 32, 65_535].map((size) =>
      probe(
        'result',
        `${size} bytes`,
        `(drop (call $result (i32.const 0) ${at(LARGE)} ${at(size)}))`,
        { before, ...wide },
        one,
      ),
    ),
    probe(
      'revert',
      '900 bytes, in a frame of its own',
      CALL('run', 0),
      { before: named('run'), ...wide },
      { targets: [reverting] },
    ),
    probe('call', 'nobody there', CALL('run', 0), { before: named('run'), ...wide }),
    probe('call', 'no such method', CALL('nun', 0), { before: named('nun'), ...wide }, one),
    probe(
      'call',
      `an empty method, ${LIMITS.input.max} bytes`,
      CALL('run', LIMITS.input.max),
      { before: named('run'), ...wide },
      { targets: ['(module (memory 0) (func (export "run")))'] },
    ),
  ];
}

/** Every probe of a host row. */
export const HOST_ROWS: readonly Probe[] = [
  ...context(),
  ...events(),
  ...CRYPTOGRAPHY,
  ...reads(),
  ...writes(),
  ...results(),
];
export { CALL, named };
