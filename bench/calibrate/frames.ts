// Probes of frames, memory that grows, and whole transactions.
import { LIMITS } from '../../spec/limits.ts';
import { contract, type Probe, TARGETS, times } from './probe.ts';
import { CALL, named } from './rows.ts';

const wide = { pages: 8 };
const before = named('run');

/** A driver that calls its targets in turn. */
function frame(id: string, targets: readonly string[], price = 'frame'): Probe {
  const next = `(local.set $c (i32.add (local.get $c) (i32.const 32))) (if (i32.ge_u (local.get $c) (i32.const ${32 * targets.length})) (then (local.set $c (i32.const 0))))`;
  const call = CALL('run', 0).replace(`(i32.const ${TARGETS})`, `(i32.add (local.get $c) (i32.const ${TARGETS}))`);
  return {
    id: `${price}: ${id}`,
    price,
    module: contract({
      body: targets.length > 1 ? call + next : call,
      before,
      ...wide,
      reads: TARGETS + 32 * targets.length,
    }),
    targets,
    inputBytes: TARGETS + 32 * targets.length,
  };
}

const empty = (pages: number, mark = 0) =>
  `(module (memory ${pages}) (global i32 (i32.const ${mark})) (func (export "run")))`;
/** Touches each 4 KiB of its memory. */
const TOUCH = `(local $at i32) (loop $next (i32.store (local.get $at) (i32.const 1))
  (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4096))) (i32.shl (memory.size) (i32.const 16)))))`;
const touching = (pages: number, mark = 0) =>
  `(module (memory ${pages}) (global i32 (i32.const ${mark})) (func (export "run") ${TOUCH}))`;
const growing = (steps: number, by: number, touch: boolean) =>
  `(module (memory 0) (func (export "run") ${touch ? TOUCH.slice(0, 16) : ''} ${times(steps, `(drop (memory.grow (i32.const ${by})))`)} ${touch ? TOUCH.slice(16) : ''}))`;

/** A module of about so many bytes, in functions of about 1 kB; `mark` makes it another one. */
function large(bytes: number, mark: number): string {
  const body = times(60, '(local.set 0 (i32.add (i32.mul (local.get 0) (i32.const 1664525)) (i32.const 1013904223)))');
  const functions = times(
    Math.floor(bytes / 1_000),
    (i) => `(func $f${i} (param i32) (result i32) ${body} (local.get 0))`,
  );
  return `(module (memory 1) (global i32 (i32.const ${mark})) ${functions} (func (export "run") (drop (call $f0 (i32.const 1)))))`;
}

const many = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const segments = `(module (memory 1) ${times(LIMITS.dataSegments.max, (i) => `(data (i32.const ${i * 8}) "abcdefgh")`)} (func (export "run")))`;
const globals = `(module (memory 1) ${times(LIMITS.globals.max, (i) => `(global (mut i64) (i64.const ${i}))`)} (func (export "run")))`;
const table = `(module (memory 1) (table ${LIMITS.table.max} funcref) (elem (i32.const 0) ${'$run '.repeat(LIMITS.table.max)}) (func $run (export "run")))`;
const exporting = `(module (memory 1) ${times(LIMITS.exports.max - 1, (i) => `(func (export "run${i}"))`)} (func (export "run")))`;
const starting =
  '(module (memory 1) (func (export "_start") (i32.store (i32.const 0) (i32.const 1))) (func (export "run")))';

/** Every probe of frames and of memory that grows. */
export const FRAMES: readonly Probe[] = [
  frame('no page', [empty(0)]),
  frame('1 page', [empty(1)]),
  frame('1 page with _start', [starting]),
  frame('1 page, touched', [touching(1)]),
  frame('64 pages', [empty(64)]),
  frame('64 pages, touched', [touching(64)]),
  frame(
    '60 contracts in turn, 1 page',
    many(60, (i) => empty(1, i)),
  ),
  frame(
    '1,100 contracts in turn, 1 page',
    many(1_100, (i) => empty(1, i)),
  ),
  frame('20 kB of code', [large(20_000, 0)]),
  frame('240 kB of code', [large(240_000, 0)]),
  frame(
    '30 contracts in turn, 60 kB of code each',
    many(30, (i) => large(60_000, i)),
  ),
  frame(
    '300 contracts in turn, 20 kB of code each',
    many(300, (i) => large(20_000, i)),
  ),
  frame(
    '20 contracts in turn, 64 pages touched each',
    many(20, (i) => touching(64, i)),
  ),
  frame('all data segments', [segments]),
  frame('all globals', [globals]),
  frame('the largest table', [table]),
  frame('all exports', [exporting]),
  frame('61 pages grown one by one', [growing(61, 1, false)], 'grow'),
  frame('61 pages grown at once, touched', [growing(1, 61, true)], 'grow'),
  frame('1 page grown, touched', [growing(1, 1, true)], 'grow'),
  frame(
    'grow by nothing',
    [`(module (memory 1) (func (export "run") ${times(500, '(drop (memory.grow (i32.const 0)))')}))`],
    'grow',
  ),
  frame(
    'grow beyond the limit',
    [`(module (memory 1) (func (export "run") ${times(500, '(drop (memory.grow (i32.const 64)))')}))`],
    'grow',
  ),
];
