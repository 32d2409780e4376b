// The encoders and decoders of all records and their types, written from spec/records.ts: what the table says, spelled out, because
// V8 runs a function of its own for each record in half the time of one that walks the table.
import { RECORDS } from '../../spec/records.ts';

const HEAD = '// Generated from spec/records.ts by npm run generate; do not edit.';

/** How a scalar is typed, read and written. */
interface Scalar {
  readonly type: 'number' | 'bigint' | 'boolean' | 'Bytes' | 'string';
  readonly read: string;
  readonly write: (value: string) => string;
}

const plain = (type: Scalar['type'], method: string): Scalar => ({
  type,
  read: `from.${method}()`,
  write: (value) => `to.${method}(${value})`,
});
const FIXED: Scalar = { type: 'Bytes', read: 'from.raw(32)', write: (value) => `to.fixed(${value}, 32)` };

const SCALARS: { readonly [name: string]: Scalar } = {
  u8: plain('number', 'u8'),
  u16: plain('number', 'u16'),
  u32: plain('number', 'u32'),
  u53: plain('number', 'u53'),
  u64: plain('bigint', 'u64'),
  bool: plain('boolean', 'bool'),
  hash: FIXED,
  address: FIXED,
  bytes: plain('Bytes', 'vec'),
  string: plain('string', 'string'),
};

type Field = readonly [name: string, type: string];
const RECORD_FIELDS = Object.entries(RECORDS) as unknown as readonly (readonly [string, readonly Field[]])[];
const NAMES = RECORD_FIELDS.map(([name]) => name);

const innerOf = (type: string) => /^(vec|option)<(.+)>$/.exec(type)?.slice(1) as ['vec' | 'option', string] | undefined;
const listName = (item: string) => `ListOf${item.slice(0, 1).toUpperCase()}${item.slice(1)}`;

/** Types of the items of all lists, in the order in which they are met. */
function lists(): string[] {
  const types = RECORD_FIELDS.flatMap(([, fields]) => fields.map(([, type]) => innerOf(type)));
  return [...new Set(types.flatMap((inner) => (inner?.[0] === 'vec' ? [inner[1]] : [])))];
}

function typeOf(type: string): string {
  const inner = innerOf(type);
  if (inner === undefined) return SCALARS[type]?.type ?? type;
  return inner[0] === 'vec' ? `${typeOf(inner[1])}[]` : `${typeOf(inner[1])} | null`;
}

function reading(type: string): string {
  const [kind, item] = innerOf(type) ?? [];
  if (kind === 'vec') return `read${listName(item!)}(from)`;
  if (kind === 'option') return `from.bool() ? ${reading(item!)} : null`;
  return SCALARS[type]?.read ?? `read${type}(from)`;
}

function writing(type: string, value: string): string {
  const [kind, item] = innerOf(type) ?? [];
  if (kind === 'vec') return `write${listName(item!)}(to, ${value})`;
  return SCALARS[type]?.write(value) ?? `write${type}(to, ${value})`;
}

/** Text of engine/base/shapes.ts: an interface for each record. */
export function shapesText(): string {
  const interfaces = RECORD_FIELDS.map(([name, fields]) => {
    const lines = fields.map(([field, type]) => `  ${field}: ${typeOf(type)};`);
    return [`export interface ${name} {`, ...lines, '}'].join('\n');
  });
  return `${HEAD}\n${["import type { Bytes } from './bytes.ts';", ...interfaces].join('\n\n')}\n`;
}

/** Imports of a file of codecs: all records, and the class that it reads from or writes to. */
function importsFor(codec: 'Decoder' | 'Encoder'): string {
  const names = [...NAMES].sort().map((name) => `  ${name},\n`);
  return [
    "import type { Bytes } from './bytes.ts';",
    `import type { ${codec} } from './codec.ts';`,
    `import type {\n${names.join('')}} from './shapes.ts';`,
  ].join('\n');
}

/** Text of engine/base/readers.ts: a decoder for each record. */
export function readersText(): string {
  const readers = RECORD_FIELDS.map(([name, fields]) => {
    const lines = fields.map(([field, type]) => `    ${field}: ${reading(type)},`);
    return [`function read${name}(from: Decoder): ${name} {`, '  return {', ...lines, '  };', '}'].join('\n');
  });
  const listed = lists().map((item) =>
    [
      `function read${listName(item)}(from: Decoder): ${typeOf(item)}[] {`,
      `  const list: ${typeOf(item)}[] = [];`,
      `  for (let left = from.u32(); left > 0; left--) list.push(${reading(item)});`,
      '  return list;',
      '}',
    ].join('\n'),
  );
  const table = ['/** The decoder of each record. */', ...tableOf('READERS', 'read')].join('\n');
  return `${HEAD}\n${[importsFor('Decoder'), ...readers, ...listed, table].join('\n\n')}\n`;
}

/** Text of engine/base/writers.ts: an encoder for each record. */
export function writersText(): string {
  const writers = RECORD_FIELDS.map(([name, fields]) =>
    [
      `function write${name}(to: Encoder, value: ${name}): void {`,
      ...fields.flatMap(([field, type]) => writingField(type, `value.${field}`)),
      '}',
    ].join('\n'),
  );
  const listed = lists().map((item) =>
    [
      `function write${listName(item)}(to: Encoder, list: ${typeOf(item)}[]): void {`,
      '  to.u32(list.length);',
      `  for (const item of list) ${writing(item, 'item')};`,
      '}',
    ].join('\n'),
  );
  const table = ['/** The encoder of each record. */', ...tableOf('WRITERS', 'write')].join('\n');
  return `${HEAD}\n${[importsFor('Encoder'), ...writers, ...listed, table].join('\n\n')}\n`;
}

function writingField(type: string, value: string): string[] {
  const [kind, item] = innerOf(type) ?? [];
  if (kind !== 'option') return [`  ${writing(type, value)};`];
  return [`  to.bool(${value} !== null);`, `  if (${value} !== null) ${writing(item!, value)};`];
}

function tableOf(name: string, verb: string): string[] {
  return [`export const ${name} = {`, ...NAMES.map((record) => `  ${record}: ${verb}${record},`), '} as const;'];
}
