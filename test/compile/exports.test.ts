// The library as its reference tells of it: every public name, what is said of it, and where the page puts it.
import { expect, test } from 'vitest';
import { compile } from '../../engine/compile/asc.ts';
import type { CompileError } from '../../engine/compile/diagnostics.ts';
import { decorators, libraryExports, undocumented } from '../../engine/compile/exports.ts';
import { libraryPage } from '../../engine/compile/library.ts';
import { singleSource } from '../../engine/compile/sources.ts';

const all = libraryExports();
const INDEX = 'export { Purse as Wallet, LIMIT } from "./purse";\nexport * from "./signs";';
const PURSE = `/** Holds coins. */
@final
export class Purse<T> {
  /** How many fit. */
  readonly room: u32 = 3;
  private coins: T[] = [];
  constructor(private a: i32) {}
  /** An empty one. */
  static of<T>(
    room: u32,
    name: string = "x",
  ): Purse<T> { return new Purse<T>(1); }
  /** The coins. */
  get held(): u32 { return 1; }
  set held(n: u32) {}
  get spare(): u32 { return 2; }
  /** Adds. */
  @operator("+")
  plus(other: Purse<T>): Purse<T> { return this; }
  __read(): void {}
}
/** The most, in coins. See {@link Wallet}, or it reverts TOO_MUCH. */
export const LIMIT: u32 = 7;
const HIDDEN = 1;`;
const SIGNS = 'export enum Sign { MINUS = 4, PLUS }\nexport function sign(value: i64): Sign { return Sign.PLUS; }';
const made = (index: string) =>
  libraryExports(
    new Map([
      ['index.ts', index],
      ['purse.ts', PURSE],
      ['signs.ts', SIGNS],
    ]),
  );

test('something is said of every public name of the library and each of its members', () => {
  expect(undocumented(all)).toEqual([]);
  for (const { name, doc } of decorators()) expect(doc, `@${name}`).toBeDefined();
});

test('what has no comment is named, with its class', () => {
  expect(undocumented(made(INDEX))).toEqual(['Wallet.spare', 'Sign', 'Sign.MINUS', 'Sign.PLUS', 'sign']);
});

test('names of the index are found with their signatures, and private parts are not', () => {
  const [purse, limit, sign, fn] = made(INDEX);
  expect(purse).toMatchObject({ name: 'Wallet', kind: 'class', signature: 'class Purse<T>', doc: 'Holds coins.' });
  expect(purse!.members).toEqual([
    { name: 'room', signature: 'readonly room: u32', doc: 'How many fit.' },
    { name: 'of', signature: 'Purse.of<T>(room: u32, name: string = "x"): Purse<T>', doc: 'An empty one.' },
    { name: 'held', signature: 'held: u32', doc: 'The coins.' },
    { name: 'spare', signature: 'readonly spare: u32', doc: undefined },
    { name: 'plus', signature: 'plus(other: Purse<T>): Purse<T>', doc: 'Adds.', operator: '+' },
  ]);
  expect(limit).toMatchObject({ kind: 'constant', signature: 'LIMIT: u32 = 7', file: 'purse' });
  expect(sign!.members.map(({ signature }) => signature)).toEqual(['MINUS = 4', 'PLUS = 5']);
  expect(fn).toMatchObject({ kind: 'function', signature: 'sign(value: i64): Sign' });
});

test('an export without a declaration is an error and not left out', () => {
  expect(() => made('export { Nothing } from "./purse";')).toThrow('./purse exports no Nothing');
  expect(() => made('export { Nothing } from "./nothing";')).toThrow('no nothing.ts');
});

test('a contract can import every name that the page tells of', async () => {
  const names = all.map(({ name }) => name).join(', ');
  const source = `import { ${names} } from "tally"; @contract("c", "1.0.0") export class C { @view v(): u32 { return Context.day; } }`;
  expect((await compile(singleSource(source))).abi.methods).toHaveLength(1);
});

test('the decorators are those that the compiler takes', async () => {
  const wrong = compile(singleSource('@contract("c", "1.0.0") export class C { @lazy v(): void {} }'));
  const { diagnostics } = (await wrong.catch((error: unknown) => error)) as CompileError;
  const told = diagnostics.find(({ message }) => message.includes('is not one of'))!.message;
  const listed = told.replace(/^.* is not one of/, '').match(/(?<=@)\w+/g)!;
  const names = decorators().map(({ name }) => name);
  expect(names.sort()).toEqual([...listed, 'contract', 'event', 'indexed', 'struct'].sort());
});

test('the page shows each name once, those of an unknown file at its end', () => {
  const page = libraryPage([...all, ...made(INDEX)], decorators());
  const titles = [...page.matchAll(/^### `(\w+)/gm)].map(([, name]) => name);
  expect(titles.slice(0, all.length).sort()).toEqual(all.map(({ name }) => name).sort());
  expect(titles.slice(all.length)).toEqual(['Purse', 'LIMIT', 'Sign', 'sign']);
  expect(page).toContain('## More\n');
  expect(page).toContain('The most, in coins. See `Wallet`, or it reverts `TOO_MUCH`.');
});
