// Probes of instructions: each price class by its dearest uses that are known, and by common ones.
import { LIMITS } from '../../spec/limits.ts';
import { below, contract, FREE, type Probe, STEP, times } from './probe.ts';

const UNROLLED = 32;
const probe = (price: string, id: string, body: string, more: Partial<Parameters<typeof contract>[0]> = {}): Probe => ({
  id,
  price,
  module: contract({ body, ...more }),
});
const repeated = (price: string, id: string, body: string, more = {}): Probe =>
  probe(price, id, times(UNROLLED, body), more);

/** x = op(x, y) on $a, $b or on $x, $y, so that each has to wait for the one before. */
function chained(price: string, op: string): Probe {
  const [x, y] = op.startsWith('i32') ? ['$a', '$b'] : ['$x', '$y'];
  return repeated(price, `${op} in a chain`, `(local.set ${x} (${op} (local.get ${x}) (local.get ${y})))`);
}

function unary(op: string): Probe {
  const [x, y] = op.startsWith('i32') ? ['$a', '$b'] : ['$x', '$y'];
  return repeated(
    'alu',
    `${op} in a chain`,
    `(local.set ${x} (i${op.slice(1, 3)}.xor (${op} (local.get ${x})) (local.get ${y})))`,
  );
}

const ALU = ['add', 'sub', 'xor', 'and', 'shl', 'shr_s', 'shr_u', 'rotl', 'rotr'];
const BITS = ['clz', 'ctz', 'popcnt', 'extend8_s', 'extend16_s'];
const COMPARED = ['eq', 'lt_s', 'gt_u', 'ge_s'];

function arithmetic(): Probe[] {
  return [
    repeated(
      'move',
      'locals moved',
      '(local.set $b (local.get $a)) (local.set $a (local.get $b)) (local.set $y (local.get $x))',
    ),
    repeated('move', 'constants', '(local.set $b (i32.const 123456)) (local.set $y (i64.const 123456789012))'),
    ...['i32', 'i64'].flatMap((type) =>
      ALU.map((op) => chained(op.startsWith('rot') ? 'rotate' : 'alu', `${type}.${op}`)),
    ),
    ...['i32', 'i64'].flatMap((type) => BITS.map((op) => unary(`${type}.${op}`))),
    ...COMPARED.map((op) =>
      repeated(
        'alu',
        `i64.${op} in a chain`,
        `(local.set $x (i64.add (local.get $x) (i64.extend_i32_u (i64.${op} (local.get $x) (local.get $y)))))`,
      ),
    ),
    repeated(
      'alu',
      'select by chance',
      `${STEP} (local.set $x (select (local.get $x) (local.get $y) (i32.lt_s (local.get $a) (i32.const 0))))`,
    ),
    chained('multiply', 'i32.mul'),
    chained('multiply', 'i64.mul'),
  ];
}

/** The dividend is kept large and the divisor is not a constant: what processors are slowest at. */
function divisions(): Probe[] {
  const of = (type: string, op: string) => {
    const [x, y, high] = type === 'i32' ? ['$a', '$b', '0x7fff0001'] : ['$x', '$y', '0x7fffffff00000001'];
    const body = `(local.set ${x} (${type}.or (${type}.${op} (local.get ${x}) (local.get ${y})) (${type}.const ${high})))`;
    return repeated('divide', `${type}.${op}, large by small`, body);
  };
  return ['i32', 'i64'].flatMap((type) => ['div_s', 'div_u', 'rem_s', 'rem_u'].map((op) => of(type, op)));
}

const PAGES = LIMITS.pages.max;
/** Bits of a place in all the memory there is, in units of 8 bytes. */
const PLACE_BITS = 19;
const anywhere = `(i32.shl ${below(PLACE_BITS)} (i32.const 3))`;
/** Leaves nothing untouched, so that no probe pays for first touches of another. */
const TOUCH_ALL = `(local.set $c (i32.const 0)) (loop $touch (i32.store offset=4096 (local.get $c) (i32.const 1))
  (br_if $touch (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4096))) (i32.const ${(PAGES - 1) * 65_536}))))`;
const wide = { pages: PAGES, before: TOUCH_ALL };

const at = (i: number) => `offset=${FREE + 8 * i}`;

function loads(): Probe[] {
  return [
    repeated(
      'load',
      'i64.load, the same line',
      `(local.set $x (i64.add (local.get $x) (i64.load ${at(0)} (i32.const 0))))`,
    ),
    repeated(
      'load',
      'i32.load8_s, the same line',
      `(local.set $a (i32.add (local.get $a) (i32.load8_s ${at(1)} (i32.const 0))))`,
    ),
    probe(
      'load',
      'i64.load in order over 4 MiB',
      `${times(UNROLLED, (i) => `(local.set $x (i64.add (local.get $x) (i64.load ${at(i)} (local.get $c))))`)}
      (local.set $c (i32.and (i32.add (local.get $c) (i32.const 256)) (i32.const 0x3effff)))`,
      wide,
    ),
    repeated(
      'load',
      'i64.load anywhere in 4 MiB',
      `${STEP} (local.set $x (i64.xor (local.get $x) (i64.load ${anywhere})))`,
      wide,
    ),
    repeated(
      'load',
      'i64.load anywhere in 4 MiB, across lines',
      `${STEP} (local.set $x (i64.xor (local.get $x) (i64.load offset=60 (i32.and ${anywhere} (i32.const 0x3fff80)))))`,
      { ...wide },
    ),
    repeated(
      'load',
      'i32.load anywhere in 4 MiB, each place from the one before',
      `(local.set $a (i32.mul (i32.add (local.get $a) (i32.load ${anywhere})) (i32.const 1664525)))`,
      wide,
    ),
  ];
}

function stores(): Probe[] {
  return [
    repeated('store', 'i64.store, the same line', `(i64.store ${at(0)} (i32.const 0) (local.get $x))`),
    repeated('store', 'i64.store anywhere in 4 MiB', `${STEP} (i64.store ${anywhere} (local.get $x))`, wide),
    repeated('store', 'i32.store8 anywhere in 4 MiB', `${STEP} (i32.store8 ${anywhere} (local.get $a))`, wide),
    repeated(
      'store',
      'i64.store anywhere in 4 MiB, across lines',
      `${STEP} (i64.store offset=60 (i32.and ${anywhere} (i32.const 0x3fff80)) (local.get $x))`,
      wide,
    ),
    repeated(
      'store',
      'a store, then a wider load',
      `(i32.store ${at(0)} (i32.const 0) (local.get $a)) (local.set $x (i64.load ${at(0)} (i32.const 0))) (local.set $a (i32.wrap_i64 (local.get $x)))`,
    ),
    repeated('global', 'global.get and global.set', '(global.set $g (i64.add (global.get $g) (local.get $x)))', {
      more: '(global $g (mut i64) (i64.const 1))',
    }),
    repeated('global', 'memory.size', '(local.set $a (i32.add (local.get $a) (memory.size)))'),
  ];
}

const CASES = 64;

function tableOf(cases: number, index: string): string {
  const arms = Math.min(cases, CASES);
  const labels = times(cases, (i) => String(i % arms)).replaceAll('\n', ' ');
  const bodies = times(arms, (i) => `) (local.set $b (i32.xor (local.get $b) (i32.const ${i * 77 + 1}))) (br $done)`);
  return `(block $done ${times(arms, '(block')} (br_table ${labels} 0 ${index}) ${bodies} )`;
}

function control(): Probe[] {
  const arm = (k: number) => `(local.set $b (i32.add (i32.rotl (local.get $b) (i32.const ${k})) (i32.const ${k})))`;
  const chance = '(i32.lt_s (local.get $a) (i32.const 0))';
  return [
    probe('jump', 'an empty loop', ''),
    repeated('jump', 'br out of a block', '(block (local.set $a (i32.add (local.get $a) (local.get $b))) (br 0))'),
    repeated(
      'branch',
      'br_if, always the same way',
      '(block (br_if 0 (i32.eqz (local.get $n))) (local.set $a (i32.add (local.get $a) (local.get $b))))',
    ),
    repeated('branch', 'if by chance', `${STEP} (if ${chance} (then ${arm(3)}) (else ${arm(7)}))`),
    repeated('branch', 'br_if by chance', `${STEP} (block (br_if 0 ${chance}) ${arm(5)})`),
    repeated(
      'branch',
      'two branches by one chance',
      `${STEP} (block (br_if 0 ${chance}) ${arm(5)}) (block (br_if 0 (i32.lt_s (i32.shl (local.get $a) (i32.const 1)) (i32.const 0))) ${arm(9)})`,
    ),
    probe(
      'table',
      'br_table of 4, always the same way',
      times(8, tableOf(4, '(i32.and (local.get $c) (i32.const 3))')),
    ),
    probe('table', 'br_table of 64 by chance', `${STEP} ${tableOf(CASES, below(6))}`),
    probe('table', 'br_table of 256 by chance', `${STEP} ${tableOf(LIMITS.tableTargets.max, below(8))}`),
  ];
}

function calls(): Probe[] {
  const many = LIMITS.params.max;
  const wideType = `(param ${'i64 '.repeat(many)}) (result i64)`;
  const arms = times(CASES, (i) => `(func $f${i} (type $one) (i32.add (local.get 0) (i32.const ${i})))`);
  const names = times(CASES, (i) => `$f${i}`).replaceAll('\n', ' ');
  const table = `(type $one (func (param i32) (result i32))) (table funcref (elem ${names})) ${arms}`;
  return [
    repeated('call', 'call of a function that adds', '(local.set $a (call $add (local.get $a)))', {
      more: '(func $add (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))',
    }),
    probe(
      'call',
      `call with ${many} arguments`,
      times(8, `(local.set $x (call $wide (local.get $x) ${times(many - 1, '(local.get $y)')}))`),
      {
        more: `(func $wide ${wideType} ${times(many - 1, '(i64.add')} (local.get 0) ${times(many - 1, (i) => `(local.get ${i + 1}))`)})`,
      },
    ),
    probe('call', 'call of a function with 250 locals', times(8, '(local.set $a (call $roomy (local.get $a)))'), {
      more: `(func $roomy (param i32) (result i32) (local ${'i64 '.repeat(250)}) (local.set 250 (i64.extend_i32_u (local.get 0))) (i32.add (i32.wrap_i64 (local.get 250)) (i32.const 1)))`,
    }),
    probe('call', 'recursion, 500 deep', '(local.set $a (call $deep (i32.const 500)))', {
      more: '(func $deep (param i32) (result i32) (if (result i32) (local.get 0) (then (i32.add (call $deep (i32.sub (local.get 0) (i32.const 1))) (i32.const 3))) (else (i32.const 1))))',
    }),
    repeated(
      'indirect',
      'call_indirect, always the same',
      '(local.set $a (call_indirect (type $one) (local.get $a) (i32.const 5)))',
      { more: table },
    ),
    repeated(
      'indirect',
      `call_indirect of ${CASES} by chance`,
      `${STEP} (local.set $b (call_indirect (type $one) (local.get $b) ${below(6)}))`,
      { more: table },
    ),
  ];
}

function bulk(): Probe[] {
  const fill = (bytes: number) => `(memory.fill (i32.const ${FREE}) (i32.const 7) (i32.const ${bytes}))`;
  const copy = (bytes: number, from: number, to: number) =>
    `(memory.copy (i32.const ${to}) (i32.const ${from}) (i32.const ${bytes}))`;
  const large = 2_097_152;
  return [
    ...[0, 1, 64, 4_096].map((bytes) => probe('fill', `memory.fill of ${bytes}`, times(8, fill(bytes)))),
    ...[65_536, 2 * large - 65_536].map((bytes) => probe('fill', `memory.fill of ${bytes}`, fill(bytes), wide)),
    ...[0, 1, 64, 4_096].map((bytes) =>
      probe('copy', `memory.copy of ${bytes}`, times(8, copy(bytes, FREE, FREE + 8_192))),
    ),
    probe('copy', 'memory.copy of 65536, overlapping', copy(65_536, FREE, FREE + 1), wide),
    probe('copy', `memory.copy of ${large - 65_536}`, copy(large - 65_536, 0, large), wide),
  ];
}

/** Every probe of an instruction. */
export const INSTRUCTIONS: readonly Probe[] = [
  ...arithmetic(),
  ...divisions(),
  ...loads(),
  ...stores(),
  ...control(),
  ...calls(),
  ...bulk(),
];
