// Records, tags, kinds and the other numbered tables agree with each other and with the protocol.
import { expect, test } from 'vitest';
import { CALL_STATUS } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import {
  CONTRACT_STATUS,
  METHOD_FLAGS,
  RECORDS,
  type RecordName,
  SCHEMES,
  TOP_KINDS,
  TRACE_KINDS,
} from '../../spec/records.ts';
import { RIGHTS, type Right } from '../../spec/roles.ts';
import { TAGS } from '../../spec/tags.ts';
import { TX_KINDS } from '../../spec/tx.ts';

const SCALARS = ['u8', 'u16', 'u32', 'u53', 'u64', 'bool', 'hash', 'address', 'bytes', 'string'];
const names = Object.keys(RECORDS) as RecordName[];

/** What a type is made of at its core: `vec<option<X>>` is X. */
function core(type: string): string {
  const inner = /^(?:vec|option)<(.+)>$/.exec(type);
  return inner ? core(inner[1]!) : type;
}

test('every field has a name of its own and a type that exists', () => {
  for (const name of names) {
    const fields = RECORDS[name].map(([field]) => field as string);
    expect(new Set(fields).size, name).toBe(fields.length);
    for (const [field, type] of RECORDS[name]) {
      expect([...SCALARS, ...names], `${name}.${field}`).toContain(core(type));
    }
  }
});

test('no record holds itself, so that every value ends', () => {
  const above = (name: string, trail: string[]): void => {
    expect(trail, `${name} holds itself`).not.toContain(name);
    for (const [, type] of RECORDS[name as RecordName]) {
      if (core(type) in RECORDS) above(core(type), [...trail, name]);
    }
  };
  for (const name of names) above(name, []);
});

test('what is stored or signed by itself starts with its version', () => {
  const alone = names.filter((name) => /Record$|^Genesis$|^Header$|^Request$|^Receipt$/.test(name));
  expect(alone).toHaveLength(16);
  for (const name of alone) expect(RECORDS[name][0], name).toEqual(['version', 'u8']);
});

test('every tag is a byte of its own', () => {
  const tags = Object.values(TAGS);
  expect(new Set(tags).size).toBe(tags.length);
  for (const tag of tags) expect(Number.isInteger(tag) && tag > 0 && tag < 256).toBe(true);
});

test('numbers in the small tables are bytes of their own', () => {
  for (const table of [TOP_KINDS, CONTRACT_STATUS, SCHEMES, TRACE_KINDS, CALL_STATUS]) {
    const numbers: number[] = Object.values(table);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((n) => Number.isInteger(n) && n >= 0 && n < 256)).toBe(true);
  }
});

test('transaction kinds count from 0, and each has a name of its own, a body, and a right', () => {
  expect(TX_KINDS.map((row) => row.id)).toEqual(TX_KINDS.map((_, i) => i));
  expect(new Set(TX_KINDS.map((row) => row.name)).size).toBe(TX_KINDS.length);
  for (const row of TX_KINDS) expect(names).toContain(row.body);
  expect(Object.keys(RIGHTS)).toEqual(TX_KINDS.map(({ name }) => name));
});

test('a request has the wire order of PROTOCOL 4, a header that of PROTOCOL 12', () => {
  const fields = (name: RecordName) => RECORDS[name].map(([field]) => field).join(' ');
  expect(fields('Request')).toBe('version chain sender nonce gasLimit expiry kind body');
  expect(fields('Auth')).toBe('scheme key signature');
  expect(fields('Receipt')).toBe('version txId status gasUsed output events traceHash');
  expect(fields('Header')).toBe(
    'version protocol specHash chain height time parent txRoot receiptRoot stateRoot gasUsed',
  );
});

test('method flags are those of PROTOCOL 5, in their one spelling', () => {
  expect(METHOD_FLAGS).toEqual(['', 'init', 'view', 'migrate', 'step', 'reentrant', 'view+reentrant']);
  const longest = Math.max(...METHOD_FLAGS.map((flags) => flags.length));
  expect(LIMITS.methodBytes.max + 1 + longest).toBeLessThanOrEqual(LIMITS.nameBytes.max);
});

test('what a policy decides about begins with its subject', () => {
  for (const row of TX_KINDS) {
    const right: Right = RIGHTS[row.name];
    if (right.policy === undefined) continue;
    const [name, type] = RECORDS[row.body][0];
    expect(right.policy === 'organisation' ? ['organisation'] : ['contract', 'scope'], row.name).toContain(name);
    expect(['address', 'hash']).toContain(type);
  }
});
