// Variables and fields that hold an enum have its names in the symbols of a build, wherever their source tells.
import { expect, test } from 'vitest';
import { readValue, typeName } from '../../engine/audit/values.ts';
import { compileForDebugger } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';

const SOURCE = `import { Map, Option, Value, Vec } from "tally";
export enum State { OPEN, PAID = 5, LATE }
@struct export class Note { constructor(public state: State, public n: u32) {} }
@contract("x", "1.0.0")
export class X {
  private states: Map<u32, State>;
  private last: Value<State>;
  @mutate go(s: State, all: State[], n: i32): State {
    const read = this.states.get(1);
    const written: State = s;
    let chosen = State.PAID;
    const note = new Note(written, 1);
    const field = note.state;
    const held = this.last.value;
    const called = this.of(3);
    const item = all[0];
    let same = s;
    let plain = n + 1;
    if (read == field && held == called && item == same) chosen = State.LATE;
    return plain > 0 ? chosen : State.OPEN;
  }
  @mutate maybe(s: Option<State>, n: Option<u64>): u64 { return n.or(<u64>s.or(State.OPEN)); }
  @mutate keep(s: State): void { this.last.value = s; }
  of(n: u32): State { return n > 2 ? State.OPEN : State.PAID; }
}`;
const OPTION = '~lib/tally/option/Option';
const STATE = 'State(0=OPEN,5=PAID,6=LATE)';

test('by its declaration, and by what a variable was given where it has none', async () => {
  const { debug } = await compileForDebugger(singleSource(SOURCE));
  const { functions, classes } = debug.symbols;
  const go = [...functions.values()].find(({ name }) => name === 'contract/contract/X#go')!;
  const types = Object.fromEntries([...go.locals.values()].map(({ name, type }) => [name, type]));
  const enums = ['s', 'read', 'written', 'chosen', 'field', 'held', 'called', 'item', 'same'];
  expect(types).toMatchObject(Object.fromEntries(enums.map((name) => [name, STATE])));
  expect(types).toMatchObject({ all: `~lib/array/Array<${STATE}>`, n: 'i32', plain: 'i32' });
  const maybe = [...functions.values()].find(({ name }) => name === 'contract/contract/X#maybe')!;
  const options = [STATE, 'u64'].map((type) => `${OPTION}<${type}>`);
  expect([...maybe.locals.values()].map(({ type }) => type).slice(1, 3)).toEqual(options);
  expect(typeName(options[0]!)).toBe('Option<State>');
  // Of an object at 16: the flag, and behind it the value where the class says.
  const bytes = new Uint8Array(64);
  const shown = (type: string) => readValue({ bytes, classes }, type, 16);
  expect(options.map(shown)).toEqual(['none', 'none'].map((text) => ({ kind: 'scalar', text })));
  bytes[16] = 1;
  bytes[16 + classes.get(`${OPTION}<i32>`)!.find(({ name }) => name === 'held')!.offset] = 5;
  expect(shown(options[0]!)).toEqual({ kind: 'scalar', text: 'PAID' });
  expect(classes.get('contract/contract/Note')!.map(({ type }) => type)).toEqual([STATE, 'u32']);
});

test('a value is shown by its name, and as a number if it is none of the enum', () => {
  const memory = { bytes: new Uint8Array(64), classes: new Map() };
  const shown = (value: number) => readValue(memory, STATE, value);
  expect([shown(0), shown(6), shown(7)]).toEqual(['OPEN', 'LATE', '7'].map((text) => ({ kind: 'scalar', text })));
  expect([typeName(STATE), typeName(`~lib/array/Array<${STATE}>`)]).toEqual(['State', 'Array<State>']);
  // A list of items of four bytes each, behind the object's header.
  const view = new DataView(memory.bytes.buffer);
  view.setUint32(20, 40, true);
  view.setInt32(28, 2, true);
  view.setInt32(40, 5, true);
  expect(readValue(memory, `~lib/array/Array<${STATE}>`, 16)).toEqual({
    kind: 'list',
    items: ['PAID', 'OPEN'].map((text) => ({ kind: 'scalar', text })),
    length: 2,
  });
});
