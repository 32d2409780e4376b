// The interpreter's dispatch, written from spec/opcodes.ts: a case for each instruction of profile tally-1 in each form that the
// decoder gives it, so that V8 compiles one function with one jump table and no calls in it.
import { OPCODES } from '../../spec/opcodes.ts';
import { COMPARES, NARROW, OPPOSITES, READS, WIDE, WIDE_COMPARES, WIDE_STATEMENTS, WRITES } from './meanings.ts';

/** One case: its name, how many words it takes with the first, and its statements. `jumps` sets `pc` itself. */
interface Case {
  readonly name: string;
  readonly words: number;
  readonly body: readonly string[];
  readonly jumps?: boolean;
}

const stop = (exit: string) => [`exit = EXIT.${exit};`, 'break run;'];
const stopIf = (condition: string, exit: string) => [`if (${condition}) {`, ...stop(exit), '}'];
/** A word of the instruction, and the register that it names. Cut to 32 bits, an addition needs no test of its own. */
const wordAt = (word: number) => `code[(pc + ${word}) | 0]!`;
const register = (word: number) => `(fp + ${wordAt(word)}) | 0`;
const low = (name: string, word: number) => `const ${name} = lo[${register(word)}]!;`;
const both = (name: string, word: number) => [
  `const ${name}At = ${register(word)};`,
  `const ${name} = lo[${name}At]!;`,
  `const ${name}h = hi[${name}At]!;`,
];
const given = (wide: boolean, word: number) => [`const b = ${wordAt(word)};`, ...(wide ? ['const bh = b >> 31;'] : [])];

/** Operands a and b, b from a register or from the code. */
function operands(wide: boolean, count: number, immediate: boolean, first: number): string[] {
  const a = wide ? both('a', first) : [low('a', first)];
  if (count === 1) return a;
  const b = immediate ? given(wide, first + 1) : wide ? both('b', first + 1) : [low('b', first + 1)];
  return [...a, ...b];
}

/** For how many steps a division of 64 bits counts, which leaves the registers for larger numbers of JavaScript. */
const WIDE_DIVISION_STEPS = 100;

const isDivision = (name: string) => /^(div|rem)/.test(name);

/** Counts for more than the one step that it is. */
function slow(wide: boolean, name: string): string[] {
  return wide && isDivision(name) ? [`left = (left - ${WIDE_DIVISION_STEPS - 1}) | 0;`] : [];
}

/** What division must not be asked. */
function divisionTests(wide: boolean, name: string): string[] {
  if (!isDivision(name)) return [];
  const zero = stopIf(wide ? 'b === 0 && bh === 0' : 'b === 0', 'DIVISION_BY_ZERO');
  if (name !== 'div_s') return zero;
  const least = wide ? 'b === -1 && bh === -1 && a === 0 && ah === -0x80000000' : 'b === -1 && a === -0x80000000';
  return [...zero, ...stopIf(least, 'INTEGER_OVERFLOW')];
}

function computing(wide: boolean, name: string): string[] {
  const compare = (wide ? WIDE_COMPARES : COMPARES)[name];
  if (compare !== undefined) return [`lo[to] = ${compare} ? 1 : 0;`];
  if (!wide) return [`lo[to] = ${NARROW[name]};`];
  const halves = WIDE[name];
  return halves ? [`lo[to] = ${halves[0]};`, `hi[to] = ${halves[1]};`] : [...WIDE_STATEMENTS[name]!];
}

const TO = `const to = ${register(1)};`;

/** The cases of an instruction that takes one or two operands and leaves one result: its own, and those it takes in other forms. */
function arithmetic(mnemonic: string, count: number): Case[] {
  const [type, name] = mnemonic.split('.') as [string, string];
  const wide = type === 'i64';
  const forms = count === 1 ? [false] : [false, true];
  const cases = forms.map((immediate) => ({
    name: immediate ? `${mnemonic} given` : mnemonic,
    words: 2 + count,
    body: [
      ...operands(wide, count, immediate, 2),
      ...divisionTests(wide, name),
      TO,
      ...slow(wide, name),
      ...computing(wide, name),
    ],
  }));
  const compare = (wide ? WIDE_COMPARES : COMPARES)[name];
  if (compare === undefined) return cases;
  const jumps = forms.map((immediate) => ({
    name: immediate ? `${mnemonic} given jump` : `${mnemonic} jump`,
    words: 2 + count,
    jumps: true,
    body: [...operands(wide, count, immediate, 1), `pc = ${compare} ? ${wordAt(1 + count)} : (pc + ${2 + count}) | 0;`],
  }));
  return [...cases, ...jumps];
}

const CONVERSIONS: readonly Case[] = [
  { name: 'i32.wrap_i64', words: 3, body: [low('a', 2), TO, 'lo[to] = a;'] },
  { name: 'i64.extend_i32_s', words: 3, body: [low('a', 2), TO, 'lo[to] = a;', 'hi[to] = a >> 31;'] },
  { name: 'i64.extend_i32_u', words: 3, body: [low('a', 2), TO, 'lo[to] = a;', 'hi[to] = 0;'] },
];

/** The place in memory: an address in a register, an offset in the code, both unsigned. */
function place(addressWord: number, offsetWord: number, width: number): string[] {
  const at = `const at = (lo[${register(addressWord)}]! >>> 0) + (${wordAt(offsetWord)} >>> 0);`;
  return [at, ...stopIf(`at + ${width} > size`, 'MEMORY_BOUNDS')];
}

const widthOf = (type: string, access: string) =>
  access === '' ? Number(type.slice(1)) / 8 : Number.parseInt(access, 10) / 8;

function load(mnemonic: string): Case {
  const [type, access] = mnemonic.split('.load') as [string, string];
  const body = [...place(2, 3, widthOf(type, access)), TO];
  if (type === 'i32') return { name: mnemonic, words: 4, body: [...body, `lo[to] = ${READS[access]};`] };
  if (access === '')
    return {
      name: mnemonic,
      words: 4,
      body: [...body, `lo[to] = ${READS['']};`, 'hi[to] = view.getInt32(at + 4, true);'],
    };
  const upper = access.endsWith('_s') ? 'low >> 31' : '0';
  return {
    name: mnemonic,
    words: 4,
    body: [...body, `const low = ${READS[access]};`, 'lo[to] = low;', `hi[to] = ${upper};`],
  };
}

/** Where a register has the value, and where the code does. */
function stores(mnemonic: string): Case[] {
  const [type, access] = mnemonic.split('.store') as [string, string];
  const width = widthOf(type, access);
  const at = place(1, 3, width);
  const writes = (low: string, high: string) =>
    width === 8 ? [WRITES[4]!(low), `view.setInt32(at + 4, ${high}, true);`] : [WRITES[width]!(low)];
  const held = [`const from = ${register(2)};`, ...writes('lo[from]!', 'hi[from]!')];
  const given = [`const b = ${wordAt(2)};`, ...writes('b', 'b >> 31')];
  return [
    { name: mnemonic, words: 4, body: [...at, ...held] },
    { name: `${mnemonic} given`, words: 4, body: [...at, ...given] },
  ];
}

const gasTest = [...stopIf('gas < 0', 'GAS'), ...stopIf('left < 0', 'STEPS')];

const leave = [
  'depth--;',
  'pc = returns[depth]!;',
  'fp = bases[depth]!;',
  'stack = stacks[depth]!;',
  ...stopIf('depth === bottom', 'DONE'),
];
/** Calls `callee`, whose window of registers begins at the word given. Imports and what is not decoded yet are for who runs this. */
const enter = (base: number) => [
  'const entry = entries[callee]!;',
  'if (entry < 0) {',
  'gas += word >>> PRICE_SHIFT;',
  's.callee = callee;',
  `s.window = code[pc + ${base}]!;`,
  `s.after = pc + ${base + 1};`,
  ...stop('ELSEWHERE'),
  '}',
  `returns[depth] = pc + ${base + 1};`,
  'bases[depth] = fp;',
  'stacks[depth] = stack;',
  'depth++;',
  `fp += code[pc + ${base}]!;`,
  'pc = entry;',
];

/** What stands for blocks, branches, calls and locals. A word is a register unless the comment says otherwise. */
const CONTROL: readonly Case[] = [
  { name: 'unreachable', words: 1, body: stop('UNREACHABLE'), jumps: true },
  // weight, then the first register and the one behind the last that begin as zero
  {
    name: 'enter',
    words: 4,
    body: [
      'const deeper = (stack + code[pc + 1]!) | 0;',
      'if ((deeper & (OVERDEEP | OVERWEIGHT)) !== 0) {',
      'exit = (deeper & OVERDEEP) !== 0 ? EXIT.STACK_DEPTH : EXIT.STACK_WEIGHT;',
      'break run;',
      '}',
      ...gasTest,
      'stack = deeper;',
      `for (let i = ${register(2)}, end = ${register(3)}; i < end; i++) {`,
      'lo[i] = 0;',
      'hi[i] = 0;',
      '}',
    ],
  },
  { name: 'loop', words: 1, body: gasTest },
  { name: 'pay', words: 1, body: [] },
  // target
  { name: 'jump', words: 2, body: ['pc = code[pc + 1]!;'], jumps: true },
  // target behind the head of a loop, whose price and test are here too
  { name: 'jump loop', words: 2, body: [...gasTest, 'pc = code[pc + 1]!;'], jumps: true },
  // condition, target
  { name: 'jump if', words: 3, body: [`pc = lo[${register(1)}]! !== 0 ? ${wordAt(2)} : (pc + 3) | 0;`], jumps: true },
  {
    name: 'jump unless',
    words: 3,
    body: [`pc = lo[${register(1)}]! === 0 ? ${wordAt(2)} : (pc + 3) | 0;`],
    jumps: true,
  },
  // index, number of targets, targets, the default behind them
  {
    name: 'br_table',
    words: 3,
    body: [
      `const index = lo[${register(1)}]! >>> 0;`,
      'const most = code[pc + 2]!;',
      'pc = code[pc + 3 + Math.min(index, most)]!;',
    ],
    jumps: true,
  },
  { name: 'return', words: 1, body: leave, jumps: true },
  {
    name: 'return value',
    words: 2,
    body: [`const from = ${register(1)};`, 'lo[fp] = lo[from]!;', 'hi[fp] = hi[from]!;', ...leave],
    jumps: true,
  },
  // function, window
  { name: 'call', words: 3, body: ['const callee = code[pc + 1]!;', ...enter(2)], jumps: true },
  // type, index, window
  {
    name: 'call_indirect',
    words: 4,
    body: [
      `const index = lo[${register(2)}]! >>> 0;`,
      'const callee = index < table.length ? table[index]! : -1;',
      ...stopIf('callee < 0 || kinds[callee]! !== code[pc + 1]!', 'INDIRECT_CALL'),
      ...enter(3),
    ],
    jumps: true,
  },
  { name: 'move', words: 3, body: [`lo[${register(1)}] = lo[${register(2)}]!;`] },
  {
    name: 'move wide',
    words: 3,
    body: [`const from = ${register(2)};`, TO, 'lo[to] = lo[from]!;', 'hi[to] = hi[from]!;'],
  },
  // register, lower half; wide ones with the upper half
  { name: 'i32.const', words: 3, body: [`lo[${register(1)}] = code[pc + 2]!;`] },
  { name: 'i64.const', words: 4, body: [TO, 'lo[to] = code[pc + 2]!;', 'hi[to] = code[pc + 3]!;'] },
  {
    name: 'select',
    words: 5,
    body: [
      `const from = fp + (lo[${register(4)}]! !== 0 ? code[pc + 2]! : code[pc + 3]!);`,
      TO,
      'lo[to] = lo[from]!;',
      'hi[to] = hi[from]!;',
    ],
  },
  {
    name: 'global.get',
    words: 3,
    body: [TO, 'lo[to] = globalsLow[code[pc + 2]!]!;', 'hi[to] = globalsHigh[code[pc + 2]!]!;'],
  },
  {
    name: 'global.set',
    words: 3,
    body: [
      `const from = ${register(2)};`,
      'globalsLow[code[pc + 1]!] = lo[from]!;',
      'globalsHigh[code[pc + 1]!] = hi[from]!;',
    ],
  },
  { name: 'memory.size', words: 2, body: [`lo[${register(1)}] = size >>> 16;`] },
  // first of the registers with the operands, where a result goes too
  ...['memory.grow', 'memory.fill', 'memory.copy'].map((name) => ({
    name,
    words: 2,
    body: [`s.window = code[pc + 1]!;`, 's.after = pc + 2;', ...stop(name.toUpperCase().replace('.', '_'))],
    jumps: true,
  })),
];

function casesOf([, name, immediates, effect, , feature]: (typeof OPCODES)[number]): Case[] {
  if (feature !== '' || effect === '*' || name.startsWith('memory.')) return [];
  if (immediates === 'memory') return name.includes('.load') ? [load(name)] : stores(name);
  if (immediates !== 'none' || (!effect.endsWith('>i') && !effect.endsWith('>I'))) return [];
  const conversion = CONVERSIONS.find((each) => each.name === name);
  return conversion ? [conversion] : arithmetic(name, effect.indexOf('>'));
}

function allCases(): Case[] {
  return [...CONTROL, ...OPCODES.flatMap(casesOf)];
}

/** Without what is named and never used. */
function pruned(lines: readonly string[]): string[] {
  const isUsed = (name: string, at: number) =>
    lines.some((line, i) => i !== at && new RegExp(`\\b${name}\\b`).test(line));
  return lines.filter((line, at) => {
    const name = /^const (\w+) = /.exec(line)?.[1];
    return name === undefined || isUsed(name, at);
  });
}

function caseText({ name, words, body, jumps }: Case, number: number): string {
  const lines = pruned(jumps === true ? body : [...body, `pc = (pc + ${words}) | 0;`]);
  const last = lines.at(-1) === 'break run;' ? [] : ['break;'];
  return [
    `      // ${name}`,
    `      case ${number}: {`,
    ...[...lines, ...last].map((line) => `        ${line}`),
    '      }',
  ].join('\n');
}

const HEAD = `// Generated from spec/opcodes.ts by npm run generate; do not edit.
import { OVERDEEP, OVERWEIGHT } from '../base/stack.ts';
import { EXIT, type Exit, type Machine, PRICE_SHIFT } from './machine.ts';
import {
  divideSigned,
  divideUnsigned,
  ones,
  remainderSigned,
  remainderUnsigned,
  rotateLeft,
  shiftLeft,
  shiftRight,
  upperProduct,
  zerosBelow,
} from './wide.ts';`;

const OPENING = `/** Runs from \`pc\` on until something is left to others, or for one instruction only. What comes back says why it stopped. */
export function dispatch(s: Machine, once: boolean): Exit {
  const { code, lo, hi, bytes, view, entries, kinds, table, globalsLow, globalsHigh, returns, bases, stacks, bottom } = s;
  const size = bytes.length;
  let { pc, fp, gas, left, stack, depth } = s;
  let exit: Exit = EXIT.STEPPED;
  run: do {
    const word = code[pc]!;
    gas -= word >>> PRICE_SHIFT;
    left = (left - 1) | 0;
    switch (word & CODE_MASK) {`;

const CLOSING = `      default: {
        exit = EXIT.ENGINE;
        break run;
      }
    }
  } while (!once);
  s.pc = pc;
  s.fp = fp;
  s.gas = gas;
  s.left = left;
  s.stack = stack;
  s.depth = depth;
  return exit;
}`;

/** Nothing is no instruction: whoever runs past the code is stopped. */
const FIRST = 1;

/** Text of engine/interpreter/dispatch.ts. */
export function dispatchText(): string {
  const cases = allCases();
  const codes = cases.map(({ name, words }, i) => `  '${name}': { code: ${FIRST + i}, words: ${words} },`);
  return `${HEAD}

const CODE_MASK = (1 << PRICE_SHIFT) - 1;

/** Number of each case, and how many words it takes; br_table takes as many more as it has targets. */
export const CASES: { readonly [name: string]: { readonly code: number; readonly words: number } } = {
${codes.join('\n')}
};

/** The comparison that holds when another does not. */
export const OPPOSITES: { readonly [name: string]: string } = {
${['i32', 'i64'].flatMap((type) => Object.entries(OPPOSITES).map(([a, b]) => `  '${type}.${a}': '${type}.${b}',`)).join('\n')}
};

${OPENING}
${cases.map((each, i) => caseText(each, FIRST + i)).join('\n')}
${CLOSING}
`;
}
