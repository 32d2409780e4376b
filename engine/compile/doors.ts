// The host functions as guests call them, written from spec/host.ts: each row spelled out, so that V8 compiles one function for each
// with the sizes, prices and kinds of that row alone. A row that walks its table at every call takes half as long again.
import { type ArgKind, HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';

/** Bytes that functions of the host get as Latin-1 text. */
const TEXTS: ReadonlySet<string> = new Set([
  'key',
  'in:key',
  'in:eventName',
  'in:revertCode',
  'in:roleBytes',
  'in:methodBytes',
]);

/** An argument, as the names of its WebAssembly parameters and how it is read. */
interface Arg {
  readonly name: string;
  readonly kind: 'sized' | 'fixed' | 'u32' | 'u64' | 'out' | 'out32';
  readonly isText: boolean;
  readonly isKey: boolean;
  readonly least: number;
  readonly most: number;
}

/** Bytes that may be read as text, see `latin1` in engine/base/bytes.ts. */
const MOST_TEXT = 384;

function argOf([name, kind]: readonly [string, ArgKind]): Arg {
  const arg = plainArg(name, kind);
  if (arg.isText && arg.most > MOST_TEXT) throw new Error(`${kind} of ${arg.most} bytes is too long to be text`);
  return arg;
}

function plainArg(name: string, kind: ArgKind): Arg {
  const arg = { name, isText: TEXTS.has(kind), isKey: kind === 'key', least: kind === 'key' ? 1 : 0, most: 0 };
  if (kind === 'address' || kind === 'hash') return { ...arg, kind: 'fixed' };
  if (kind === 'u32' || kind === 'u64' || kind === 'out' || kind === 'out32') return { ...arg, kind };
  return { ...arg, kind: 'sized', most: LIMITS[kind === 'key' ? 'key' : (kind.slice(3) as Limit)].max };
}

/** What authors call an argument; others bear the names of their rows. */
const MEANT: { readonly [rowAndName: string]: string } = {
  'output data': 'a result',
  'set value': 'a stored value',
  'emit data': 'an event',
  'call input': 'arguments',
  'log text': 'a log line',
};

const isOut = ({ kind }: Arg) => kind === 'out' || kind === 'out32';

function parametersOf({ name, kind }: Arg): string[] {
  if (kind === 'u32') return [`${name}: number`];
  if (kind === 'u64') return [`${name}: bigint`];
  if (kind === 'sized') return [`${name}At: number`, `${name}Length: number`];
  return kind === 'out' ? [`${name}At: number`, `${name}Room: number`] : [`${name}At: number`];
}

function meant(row: string, name: string): string {
  return MEANT[`${row} ${name}`] ?? (name === 'key' ? 'a storage key' : `${name} of ${row}`);
}

/** Checks the sizes and pays from them. */
function paying({ name: row, gas }: HostFunction, args: readonly Arg[]): string[] {
  const sized = args.filter(({ kind }) => kind === 'sized');
  const checks = sized.map(
    ({ name, least, most }) =>
      `const ${name}Size = sized('${meant(row, name)}', ${name}Length, ${least}, ${grouped(most)});`,
  );
  const parts = sized.flatMap(({ name, isKey }) => {
    const each = gas.perByteIn + (isKey ? gas.perKeyByte : 0);
    return each === 0 ? [] : [`${grouped(each)} * ${name}Size`];
  });
  return [...checks, `charge(frame.meter, ${[grouped(gas.base), ...parts].join(' + ')});`];
}

/** A number with its digits in threes, as sources have it. */
const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, '_');

function reading({ name, kind, isText }: Arg): string {
  if (kind === 'u32') return `${name} >>> 0`;
  if (kind === 'u64') return `BigInt.asUintN(64, ${name})`;
  if (kind === 'fixed') return `bytesAt(bytes, ${name}At, 32)`;
  return `${isText ? 'textAt' : 'bytesAt'}(bytes, ${name}At, ${name}Size)`;
}

function recording({ name, kind }: Arg): string {
  if (kind === 'u32') return `trace.scalar(${name} >>> 0);`;
  if (kind === 'u64') return `trace.scalar(BigInt.asUintN(64, ${name}));`;
  return `trace.part(bytes, ${name}At >>> 0, ${kind === 'fixed' ? 32 : `${name}Size`});`;
}

/** Looks at the place for the result, pays for its size, and says how much of it is written. */
function placing({ gas, result }: HostFunction, out: Arg | undefined): string[] {
  const lines: string[] = [];
  if (out?.kind === 'out' || result === 'length') lines.push('const size = given === undefined ? 0 : given.length;');
  if (gas.perByteOut > 0) lines.push(`charge(frame.meter, ${gas.perByteOut} * size);`);
  if (out === undefined) return lines;
  const room = out.kind === 'out32' ? '32' : `Math.min(${out.name}Room >>> 0, size)`;
  return [...lines, `const room = ${room};`, `within(bytes, ${out.name}At >>> 0, room);`];
}

/** Writes and records what the guest gets: first the bytes, then the scalar. */
function handing({ result }: HostFunction, out: Arg | undefined): string[] {
  const lines: string[] = [];
  if (out !== undefined) {
    const at = `${out.name}At >>> 0`;
    const copy = `copyInto(bytes, ${at}, given, 0, room);`;
    lines.push(out.kind === 'out' ? `if (given !== undefined) ${copy}` : copy, `trace.part(bytes, ${at}, room);`);
  }
  if (result === 'none') return [...lines, 'return undefined;'];
  if (result === 'length') lines.push('const length = given === undefined ? -1 : size;');
  const scalar = result === 'length' ? 'length' : 'given';
  return [...lines, `trace.scalar(${scalar});`, `return ${scalar};`];
}

function doorOf(row: HostFunction, index: number): string {
  const args = row.args.map(argOf);
  const [ins, out] = [args.filter((arg) => !isOut(arg)), args.find(isOut)];
  const answers = row.result !== 'none' || out !== undefined;
  const result = row.result === 'none' ? 'undefined' : row.result === 'u64' ? 'bigint' : 'number';
  const given =
    out !== undefined || row.result === 'length' ? (out?.kind === 'out32' ? 'Bytes' : 'Bytes | undefined') : result;
  const call = `API.${row.name}(${['frame', ...ins.map(reading)].join(', ')})`;
  const body = [
    'const frame = port as Frame;',
    `enter(frame, '${row.name}');`,
    ...(row.access === 'write' ? [`changing(frame, '${row.name}');`] : []),
    ...paying(row, ins),
    ...(args.some(({ kind }) => kind !== 'u32' && kind !== 'u64') ? ['const { bytes } = frame.memory;'] : []),
    answers ? `const given = ${call} as ${given};` : `${call};`,
    ...placing(row, out),
    'const { trace } = frame.run;',
    `trace.hostCall(frame.depth, ${index}, frame.meter.gas);`,
    ...ins.map(recording),
    ...handing(row, out),
  ];
  const used = [...args.map(parametersOf)].flat();
  const head = `function ${row.name}(${['port: Port', ...used].join(', ')}): ${result} {`;
  return [head, ...body.map((line) => `  ${line}`), '}'].join('\n');
}

const IMPORTS = `import { type Bytes, copyInto } from '../base/bytes.ts';
import type { HostTable, Port } from '../base/tier.ts';
import { API } from './api.ts';
import { bytesAt, changing, enter, sized, textAt, within } from './door.ts';
import type { Frame } from './frame.ts';
import { charge } from './gas.ts';`;

/** Text of engine/host/doors.ts: one function for each row, as a guest calls it. */
export function doorsText(): string {
  const rows: readonly HostFunction[] = HOST_FUNCTIONS;
  const head = '// Generated from spec/host.ts by npm run generate; do not edit.';
  const table = [
    '/** All rows, for the frame that each call names. */',
    'export const DOORS = {',
    ...rows.map(({ name }) => `  ${name},`),
    "} as unknown as HostTable['functions'];",
  ].join('\n');
  return `${[`${head}\n${IMPORTS}`, ...rows.map(doorOf), table].join('\n\n')}\n`;
}
