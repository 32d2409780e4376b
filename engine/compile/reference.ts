// The pages of docs/reference, written from the tables in spec/.
import { ERRORS, type ErrorRow, STATUS } from '../../spec/errors.ts';
import { CALL_FLAGS, CALL_STATUS, HOST_FUNCTIONS, HOST_MODULE, type HostFunction } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { OPCODES } from '../../spec/opcodes.ts';
import { PRICE_CLASSES, PRICES, type PriceClass } from '../../spec/prices.ts';
import {
  CONTRACT_STATUS,
  FREEZE_LEVEL,
  METHOD_FLAGS,
  RECORD_VERSION,
  RECORDS,
  type RecordName,
  SCHEMES,
  TOP_KINDS,
  TRACE_KINDS,
} from '../../spec/records.ts';
import { DESTROY_DELAY, RIGHTS, type Right, ROLES, type Role } from '../../spec/roles.ts';
import { TAGS } from '../../spec/tags.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { priceOf } from './declare.ts';

/** Every page of the reference: file name to Markdown text. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['host.md', page('host.ts', 'Host functions', hostPage())],
    ['opcodes.md', page('opcodes.ts', 'Instructions', opcodesPage())],
    ['limits.md', page('limits.ts', 'Limits', limitsPage())],
    ['errors.md', page('errors.ts', 'Errors', errorsPage())],
    ['transactions.md', page('tx.ts', 'Transactions', transactionsPage())],
    ['records.md', page('records.ts', 'Records', recordsPage())],
    ['prices.md', page('prices.ts', 'Prices', pricesPage())],
    ['tags.md', page('tags.ts', 'Hash tags', tagsPage())],
  ]);
}

const page = (table: string, title: string, parts: string[]) => pageFrom(`spec/${table}`, title, parts);

/** A page under the line that says what it is written from. */
export function pageFrom(source: string, title: string, parts: readonly string[]): string {
  const head = `<!-- Generated from ${source} by npm run generate; do not edit. -->`;
  return `${[head, `# ${title}`, ...parts].join('\n\n')}\n`;
}

/** A Markdown table. Cells are Markdown already, apart from `|`, which is escaped here. */
export function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.map((c) => String(c).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string | number) => `\`${text}\``;
/** Plain words as Markdown: what would read as markup is escaped. */
const words = (text: string) => text.replace(/[<*_[\]]/g, '\\$&');
const grouped = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
const numbered = (of: Record<string, number>) => Object.entries(of).map(([name, n]) => [n, code(name)]);

function hostPage(): string[] {
  return [
    `Everything that a contract can reach. A module imports these functions, and nothing else, from ${code(HOST_MODULE)}. In AssemblyScript the library wraps them; the bare declarations are in ${code('stdlib/host.ts')}.`,
    'How an argument stands in the WebAssembly signature:',
    table(
      ['kind', 'parameters', 'meaning'],
      [
        [code('key'), 'pointer, length', `a storage key: 1 to ${grouped(LIMITS.key.max)} bytes, read`],
        [code('in:LIMIT'), 'pointer, length', 'bytes, read; at most as many as the limit of that name'],
        [`${code('address')}, ${code('hash')}`, 'pointer', '32 bytes, read'],
        [code('out32'), 'pointer', '32 bytes, written'],
        [code('out'), 'pointer, capacity', 'the first bytes of the result, written, as many as the capacity admits'],
        [code('u32'), 'i32', 'a number'],
        [code('u64'), 'i64', 'a number'],
      ],
    ),
    `A result of kind ${code('length')} is an i32: a length in bytes, or -1 where there is nothing. A function that *writes* traps in a view. Gas "a byte in" counts key and ${code('in')} arguments, "a key byte" key arguments alone, "a byte out" the whole result, also what the capacity cuts off.`,
    table(
      ['function', 'arguments', 'returns', 'access', 'gas', 'what it does'],
      HOST_FUNCTIONS.map((row) => hostRow(row)),
    ),
    `## Status of ${code('call')}`,
    table(['status', 'name'], numbered(CALL_STATUS)),
    `## Flags of ${code('call')}`,
    table(['flag', 'name'], numbered(CALL_FLAGS)),
  ];
}

function hostRow(row: HostFunction): string[] {
  const args = row.args.map(([name, kind]) => code(`${name}: ${kind}`)).join(', ');
  return [code(row.name), args, code(row.result), row.access, priceOf(row.gas), words(row.doc)];
}

function opcodesPage(): string[] {
  const allowed = OPCODES.filter(([, , , , , feature]) => feature === '');
  const features = [...new Set(OPCODES.map((row) => row[5]))].filter((feature) => feature !== '');
  return [
    'Names and bytes are those of the WebAssembly Core Specification 2.0, section 5.4. A stack effect is `operands>results` over `i` (i32), `I` (i64), `f` (f32) and `F` (f64), the top of the stack last; `*` is a rule of its own. What a price class costs is on [the page of prices](prices.md).',
    '## Allowed',
    table(
      ['byte', 'instruction', 'immediates', 'stack effect', 'price class', 'gas'],
      allowed.map(([byte, name, immediates, effect, priceClass]) => [
        code(hexOf(byte)),
        code(name),
        immediates === 'none' ? '' : immediates,
        code(effect),
        priceClass,
        PRICE_CLASSES[priceClass],
      ]),
    ),
    '## Refused',
    'A module that holds one of these is refused when it is uploaded, and by the build already.',
    table(
      ['feature', 'instructions'],
      features.map((feature) => [
        feature,
        OPCODES.filter((row) => row[5] === feature)
          .map((row) => code(row[1]))
          .join(' '),
      ]),
    ),
  ];
}

function hexOf(opcode: number): string {
  if (opcode < 0x100) return `0x${opcode.toString(16).padStart(2, '0')}`;
  return `0x${(opcode >> 8).toString(16)} 0x${(opcode & 0xff).toString(16).padStart(2, '0')}`;
}

function limitsPage(): string[] {
  return [
    'Each limit is the largest value that is lawful. Two nodes must agree on every one of them.',
    table(
      ['limit', 'largest lawful value', 'why'],
      Object.entries(LIMITS).map(([name, row]) => [code(name), grouped(row.max), words(row.reason)]),
    ),
  ];
}

const BLAME: Readonly<Record<ErrorRow['class'], string>> = {
  reject: 'Reject: the sender is to blame, nothing ran · 拒绝：责任在发送方，未执行任何内容',
  trap: 'Trap: the contract is to blame, its work is rolled back · 陷入：责任在合约，其执行已回滚',
  fault:
    'Fault: the engine or the machine is to blame, the node stops before commit · 故障：责任在引擎或机器，节点在提交前停止',
  usage: 'Usage: the command line or a file is to blame · 用法：责任在命令行或文件',
};

function errorsPage(): string[] {
  return [
    `A code keeps its meaning. The status of a receipt is ${STATUS.OK} (OK), ${STATUS.REVERT} (REVERT: the contract's own refusal, its code is in the output), or the code of a reject or trap. 错误码的含义保持不变；回执状态为 ${STATUS.OK}（成功）、${STATUS.REVERT}（合约自行回退），或拒绝与陷入的错误码。`,
    ...(Object.keys(BLAME) as ErrorRow['class'][]).flatMap((blame) => [`## ${BLAME[blame]}`, errorTable(blame)]),
  ];
}

function errorTable(blame: ErrorRow['class']): string {
  const rows: [string, ErrorRow][] = Object.entries(ERRORS);
  return table(
    ['code', 'name', 'what', 'try', '含义', '建议'],
    rows
      .filter(([, row]) => row.class === blame)
      .map(([name, row]) => [row.code, code(name), row.en, row.tryEn, row.zh, row.tryZh]),
  );
}

function transactionsPage(): string[] {
  return [
    'A transaction is a [`Request`](records.md#request) and its [`Auth`](records.md#auth) entries. The body is the record that its kind names.',
    `A chain whose genesis names roles is *governed*, and asks for them. A kind under a policy may be proposed; when enough members of the policy, or of organisations that are members, have approved it, any of them may activate it. A contract is destroyed at the earliest ${DESTROY_DELAY} blocks after it was frozen.`,
    table(
      ['kind', 'name', 'body', 'who may send it', 'what it does'],
      TX_KINDS.map((row) => [row.id, code(row.name), code(row.body), whoMay(RIGHTS[row.name]), words(row.doc)]),
    ),
    '## Roles of a chain',
    table(
      ['role', 'what it may do'],
      Object.entries(ROLES).map(([name, { doc }]) => [code(name), words(doc)]),
    ),
    ...TX_KINDS.flatMap((row) => [`## ${row.name}`, fieldsOf(row.body)]),
  ];
}

function fieldsOf(name: RecordName): string {
  return table(
    ['field', 'type'],
    RECORDS[name].map(([field, type]) => [code(field), code(type)]),
  );
}

/** A right in words. */
function whoMay({ governed, always, policy, member, instead, urgent }: Right): string {
  const role = (name: Role) => `a chain ${code(name)}`;
  const policies = {
    contract: "the contract's admin policy",
    organisation: "the organisation's policy",
    scope: "the contract's admin policy; roles of the chain: a chain `admin`",
    next: 'the policy that was named to take over',
  };
  const one = policy
    ? policies[policy] + (urgent ? ', without delay' : '')
    : member
      ? 'whoever has a part in the policy'
      : '';
  const first = always ? role(always) : one || (instead ? 'whoever began it' : 'anybody');
  const or = instead ? `, or ${role(instead)}` : '';
  return first + or + (governed ? `; on a governed chain ${role(governed)}` : '');
}

function recordsPage(): string[] {
  return [
    `Everything that is stored, hashed or signed, in wire order. The codec is Borsh with exactly one lawful encoding of each value. Types: ${code('u8')} ${code('u16')} ${code('u32')} numbers · ${code('u53')} a u64 on the wire that is below 2^53 · ${code('u64')} · ${code('bool')} · ${code('hash')} and ${code('address')} 32 bytes · ${code('bytes')} and ${code('string')} with a u32 length · ${code('vec<T>')} · ${code('option<T>')} · the name of another record. A field ${code('version')} is ${RECORD_VERSION}.`,
    ...(Object.keys(RECORDS) as RecordName[]).flatMap((name) => [`## ${name}`, fieldsOf(name)]),
    '## First byte of a top-tree key',
    table(['byte', 'record'], numbered(TOP_KINDS)),
    '## Status of a contract',
    table(['number', 'status'], numbered(CONTRACT_STATUS)),
    '## Who froze',
    table(['level', 'who'], numbered(FREEZE_LEVEL)),
    '## Signature schemes',
    table(['number', 'scheme'], numbered(SCHEMES)),
    '## Kinds of trace record',
    table(['number', 'kind'], numbered(TRACE_KINDS)),
    '## Method flags',
    `Behind ${code('#')} in an export name: ${METHOD_FLAGS.filter((flags) => flags !== '')
      .map(code)
      .join(', ')}, or none.`,
  ];
}

function pricesPage(): string[] {
  return [
    'One unit of gas is about 0.1 ns on the machine that the prices were measured on. Gas is a budget, not money.',
    '## Instructions, by price class',
    table(
      ['class', 'gas', 'instructions'],
      (Object.keys(PRICE_CLASSES) as PriceClass[]).map((name) => [name, grouped(PRICE_CLASSES[name]), ofClass(name)]),
    ),
    '## Everything else',
    `What a host function costs is on [its own page](host.md).`,
    table(
      ['price', 'gas', 'for what'],
      Object.entries(PRICES).map(([name, row]) => [code(name), grouped(row.gas), words(row.doc)]),
    ),
  ];
}

function ofClass(name: PriceClass): string {
  const rows = OPCODES.filter((row) => row[4] === name && row[5] === '');
  return rows.map((row) => code(row[1])).join(' ');
}

function tagsPage(): string[] {
  return [
    'Every hash is SHA-256 of one of these bytes, then of its parts. No two kinds of preimage share a tag.',
    table(['byte', 'tag'], numbered(TAGS)),
  ];
}
