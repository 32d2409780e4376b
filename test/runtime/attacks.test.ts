// Hostile modules whose weapon is the host: their placeholder functions become wrappers around our rows, and each runs as a
// contract on a chain. The corpus is no part of the repository; without it these tests are skipped, loudly.
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { ERRORS, STATUS } from '../../spec/errors.ts';
import { assemble } from '../wasm/assemble.ts';
import { TestChain, user } from './chain.ts';

const FILE = new URL('../../../shared/attacks/modules.json', import.meta.url);
const there = existsSync(FILE);
if (!there) console.warn(`skipped: no corpus of hostile modules at ${FILE.pathname}`);

interface Case {
  readonly id: string;
  readonly wat?: string;
}
const cases: readonly Case[] = there ? (JSON.parse(readFileSync(FILE, 'utf8')) as { cases: Case[] }).cases : [];

/** Where a wrapper keeps its constants: behind what the cases use, which is the first page's beginning and its end. */
const NAME = 60_000;
const NO_TOPICS = 60_016;

interface Wrapper {
  /** Rows that it calls, with their signatures. */
  readonly rows: readonly string[];
  /** The function with the signature of the corpus. */
  readonly text: string;
}

const row = (name: string, signature: string) => `(import "tally" "${name}" (func $tally_${name} ${signature}))`;
const INPUT = row('input', '(param i32 i32) (result i32)');
const SET = row('set', '(param i32 i32 i32 i32)');
const REVERT = row('revert', '(param i32 i32 i32 i32)');
const constants = `(i32.store (i32.const ${NAME}) (i32.const 0x41414141)) (i32.store (i32.const ${NO_TOPICS}) (i32.const 0))`;

const WRAPPERS: { readonly [name: string]: Wrapper } = {
  input_size: { rows: [INPUT], text: '(result i32) (call $tally_input (i32.const 0) (i32.const 0))' },
  input_read: { rows: [INPUT], text: '(param i32) (drop (call $tally_input (local.get 0) (i32.const -1)))' },
  storage_set: {
    rows: [SET],
    text: '(param i32 i32 i32 i32) (call $tally_set (local.get 0) (local.get 1) (local.get 2) (local.get 3))',
  },
  emit_event: {
    rows: [row('emit', '(param i32 i32 i32 i32 i32 i32)')],
    text: `(param i32 i32 i32 i32) ${constants}
      (call $tally_emit (i32.const ${NAME}) (i32.const 4) (i32.const ${NO_TOPICS}) (i32.const 4) (local.get 2) (local.get 3))`,
  },
  log: { rows: [row('log', '(param i32 i32)')], text: '(param i32 i32) (call $tally_log (local.get 0) (local.get 1))' },
  return_data: {
    rows: [row('output', '(param i32 i32)')],
    text: '(param i32 i32) (call $tally_output (local.get 0) (local.get 1))',
  },
  revert: {
    rows: [REVERT],
    text: `(param i32 i32) ${constants} (call $tally_revert (i32.const ${NAME}) (i32.const 4) (local.get 0) (local.get 1))`,
  },
  // As the library has it: the text is read by the contract itself, so a wild pointer is its own trap.
  abort: {
    rows: [REVERT],
    text: `(param i32 i32 i32 i32) ${constants}
      (call $tally_revert (i32.const ${NAME}) (i32.const 4) (local.get 0) (i32.load (i32.sub (local.get 0) (i32.const 4))))`,
  },
  call_contract: {
    rows: [row('call', '(param i32 i32 i32 i32 i32 i64 i32) (result i32)')],
    text: `(param i32 i32 i32 i32 i32 i64) (result i32) (call $tally_call (local.get 0) (local.get 1) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5) (i32.const 0))`,
  },
  returned_read: {
    rows: [row('result', '(param i32 i32 i32) (result i32)')],
    text: '(param i32 i32 i32) (drop (call $tally_result (local.get 1) (local.get 0) (local.get 2)))',
  },
  self_address: { rows: [row('self', '(param i32)')], text: '(param i32) (call $tally_self (local.get 0))' },
  gas_left: { rows: [row('gas_left', '(result i64)')], text: '(result i64) (call $tally_gas_left)' },
  sha256: {
    rows: [row('sha256', '(param i32 i32 i32)')],
    text: '(param i32 i32 i32) (call $tally_sha256 (local.get 0) (local.get 1) (local.get 2))',
  },
};

/** The case with our imports in front and its placeholders as functions at the end. */
function translated(wat: string, more = ''): string {
  const placeholder = /\(import "env" "(\w+)" \(func \$\w+ ((?:\((?:param|result)[^)]*\)\s*)*)\)\)/g;
  const used = [...wat.matchAll(placeholder)].map((match) => match[1]!);
  const rest = wat
    .replaceAll(/;;[^\n]*\n/g, '')
    .replaceAll(placeholder, '')
    .trim();
  const rows = [...new Set(used.flatMap((name) => WRAPPERS[name]!.rows))].join('\n');
  const functions = used.map((name) => `(func $${name} ${WRAPPERS[name]!.text})`).join('\n');
  return `(module ${rows} ${rest.slice('(module'.length, -1)} ${functions} ${more})`;
}

const watOf = (id: string) => cases.find((each) => each.id === id)!.wat!;
const escaped = (bytes: Bytes) => [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
const { HOST_ARGUMENT, UNREACHABLE, MEMORY_BOUNDS, EVENTS, WRITE_IN_VIEW } = ERRORS;

/** What each ends with here. An abort is the library's own code: it reverts, or traps where its text is not in memory. */
const ENDS: { readonly [id: string]: readonly number[] } = {
  'f33-event-then-trap': [UNREACHABLE.code],
  'g02-len-negative': [HOST_ARGUMENT.code],
  'g03-ptr-len-wrap': [HOST_ARGUMENT.code],
  'g04-ptr-negative': [HOST_ARGUMENT.code],
  'g06-straddle-end': [HOST_ARGUMENT.code],
  'g10-out-oob': [HOST_ARGUMENT.code],
  'g16-call-args-oob': [HOST_ARGUMENT.code],
  'g18-gas-negative': [STATUS.OK],
  'g19-input-oob': [HOST_ARGUMENT.code],
  'g20-return-oob': [HOST_ARGUMENT.code],
  'g22-returned-off-wrap': [HOST_ARGUMENT.code],
  'g24-abort-oob': [MEMORY_BOUNDS.code],
  'g25-abort-len-lie': [HOST_ARGUMENT.code],
  'h01-key-empty': [HOST_ARGUMENT.code],
  'h03-value-1m': [HOST_ARGUMENT.code],
  'h08-write-revert': [STATUS.REVERT],
  'i01-self-call': [STATUS.OK],
  'i04-no-such-contract': [STATUS.OK],
  'i05-gas-too-much': [STATUS.OK],
  'i07-re-init': [UNREACHABLE.code],
  'i10-method-junk': [STATUS.OK],
  'j01-event-flood': [EVENTS.code],
  'j02-event-huge': [HOST_ARGUMENT.code],
  'j06-return-huge': [HOST_ARGUMENT.code],
  'j07-abort-giant': [HOST_ARGUMENT.code],
  'j08-abort-surrogates': [STATUS.REVERT],
};

let chain: TestChain;
beforeAll(() => {
  chain = new TestChain();
});

/** Everything in state but what each transaction changes: its sender's nonce. */
function stateOf(): string[] {
  const sender = `\x01${Buffer.from(user(0)).toString('latin1')}`;
  return [...chain.state.entries()]
    .filter(([key]) => key !== sender)
    .map(([key, value]) => `${key} ${toHex(value)}`)
    .sort();
}

describe.skipIf(!there)('a hostile module', () => {
  test.each(Object.entries(ENDS))('%s ends as it must, and leaves nothing behind', (id, ends) => {
    const at = chain.deploy(assemble(translated(watOf(id))));
    const before = stateOf();
    const receipt = chain.call(at, 'call', new Uint8Array(8));
    expect(ends).toContain(receipt.status);
    expect(receipt.events).toEqual([]);
    if (receipt.status !== STATUS.OK) expect(stateOf()).toEqual(before);
    // The chain goes on.
    expect(chain.call(at, 'init').status).toBe(STATUS.OK);
  });

  test('h14-event-in-query: an event in a view traps, and what is no view cannot be asked', () => {
    const wat = translated(watOf('h14-event-in-query'));
    const plain = chain.deploy(assemble(wat));
    expect(() => chain.query(plain, 'call')).toThrow(expect.objectContaining({ id: 'NOT_VIEW' }));
    const view = chain.deploy(assemble(wat.replace('(export "call")', '(export "call#view")')));
    const before = stateOf();
    expect(chain.query(view, 'call').status).toBe(WRITE_IN_VIEW.code);
    expect(chain.call(view, 'call').status).toBe(WRITE_IN_VIEW.code);
    expect(stateOf()).toEqual(before);
  });

  test('i06-callee-loops: the caller survives a callee that burns its share', () => {
    const looping = assemble('(module (memory 1) (func (export "call") (loop (br 0))))');
    const callee = chain.deploy(looping);
    const at = chain.deploy(
      assemble(translated(watOf('i06-callee-loops'), `(data (i32.const 200) "${escaped(callee)}")`)),
    );
    expect(chain.call(at, 'call').status).toBe(STATUS.OK);
    expect(chain.stored(at, '\0\0\0\0')).toEqual(new Uint8Array(4));
  });

  test('i07-re-init: an initialiser cannot be called, by a contract or by anybody', () => {
    const wat = translated(watOf('i07-re-init')).replace('(export "init")', '(export "init#init")');
    // The case ends in `unreachable` whether it was let in or not, so here the status is what it outputs.
    const telling = wat
      .replace(
        /\(if \(i32\.eqz (\(call \$call_contract.*?\(call \$gas_left\)\))\)\s*\(then unreachable\)\)\s*unreachable/s,
        '(i32.store (i32.const 500) $1) (call $tally_output (i32.const 500) (i32.const 4))',
      )
      .replace('(module', '(module (import "tally" "output" (func $tally_output (param i32 i32)))');
    const at = chain.deploy(assemble(telling));
    expect([...chain.call(at, 'call').output]).toEqual([4, 0, 0, 0]);
    expect(() => chain.call(at, 'init')).toThrow(expect.objectContaining({ id: 'METHOD_RESERVED' }));
  });

  test('i08-upgrade-self: no row upgrades, so the module is refused', () => {
    const wat = watOf('i08-upgrade-self').replaceAll('"env"', '"tally"');
    expect(() => chain.upload(assemble(wat))).toThrow(expect.objectContaining({ id: 'IMPORT_UNKNOWN' }));
  });

  test('each case about host functions is here, but for one about handles, which do not exist', () => {
    const own = [...Object.keys(ENDS), 'h14-event-in-query', 'i06-callee-loops', 'i08-upgrade-self', 'g23-bad-handle'];
    const about = cases.filter(({ id, wat }) => own.includes(id) && wat !== undefined);
    expect(about.length).toBe(own.length);
  });
});
