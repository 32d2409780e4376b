// Clients in TypeScript: what they are for the compiler, whatever an ABI holds, and what they do with a contract.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Abi, AbiMethod, ValueType } from '../../engine/abi/types.ts';
import { typescriptText } from '../../engine/abi/typescript.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources, singleSource } from '../../engine/compile/sources.ts';
import { expectRevert, Sandbox } from '../../engine/testing/sandbox.ts';
import { types } from './arbitraries.ts';
import { typeErrors } from './program.ts';
import { TOKEN } from './token.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'typed-'));
afterAll(() => rmSync(folder, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: what a text defines has no type here; the compiler has its own tests.
type Loaded = any;

/** The module that a client's text is. */
async function load(name: string, text: string): Promise<Loaded> {
  writeFileSync(join(folder, name), text);
  return import(join(folder, name));
}

/** Words that mean something to the compiler, to objects or to promises. */
const WORDS = [
  ...new Set([
    ...Array.from({ length: ts.SyntaxKind.LastKeyword - ts.SyntaxKind.FirstKeyword + 1 }, (_, i) =>
      ts.tokenToString(ts.SyntaxKind.FirstKeyword + i),
    ),
    ...[
      'then',
      'catch',
      'contract',
      'contract_',
      'emitted',
      'refused',
      'errors',
      'events',
      'deploy',
      'toString',
      'valueOf',
    ],
    ...[
      '__proto__',
      'prototype',
      'hasOwnProperty',
      'name',
      'length',
      'args',
      'from',
      'call',
      'query',
      'address',
      'B',
      'From',
    ],
    ...['Uint8Array', 'Promise', 'Object', 'Error', 'String', 'Array', 'Record', 'Party', 'Whole', 'Backend', 'Reply'],
    ...[
      'OddClient',
      'OddEvent',
      'OddEvents',
      'OddCode',
      'OddInit',
      'OddMigrate',
      'eval',
      'arguments',
      'undefined',
      'self',
    ],
  ]),
] as string[];

const EVIL = 'ends */ export const x: string = 1; /* @ts-expect-error */ // \u2028 @ts-ignore `$1` "\\';

const struct = (name: string, ...fields: [string, ValueType][]): ValueType => ({
  struct: name,
  fields: fields.map(([field, type]) => ({ name: field, type })),
});

/** Every word in every place of an ABI. */
const ODD: Abi = {
  abi: 1,
  contract: 'Odd',
  name: `odd ${EVIL}\n`,
  version: '1',
  doc: EVIL,
  methods: [
    {
      name: 'init',
      kind: 'init',
      params: WORDS.map((name) => ({ name, type: 'Address' })),
      returns: 'void',
      doc: EVIL,
    },
    { name: 'migrate', kind: 'migrate', params: [{ name: 'new', type: 'u8' }], returns: 'void' },
    { name: 'fallback', kind: 'mutate', params: [], returns: 'void' },
    ...WORDS.flatMap((word, i): AbiMethod[] => [
      {
        name: word,
        kind: i % 2 === 0 ? 'mutate' : 'view',
        params:
          i % 3 === 0 ? [] : [{ name: word, type: struct(word, [word, 'Amount'], ['list', { list: 'Address' }]) }],
        returns: i % 5 === 0 ? 'void' : { enum: `${word}E`, values: WORDS.map((name, value) => ({ name, value })) },
        doc: `@ts-expect-error ${EVIL}`,
        only: ['BOSS'],
      },
    ]),
  ],
  events: [
    ...WORDS.map((name) => ({ name, fields: [{ name, type: struct(name, [name, 'u64']) }], doc: EVIL })),
    { name: '0.a', fields: [] },
    { name: '404', fields: [{ name: 'a', type: 'bool' as const }] },
  ],
  errors: [
    ...WORDS.map((code) => ({ code, message: EVIL })),
    ...['A.B', '404'].map((code) => ({ code })),
    { code: 'new', message: 'it\'s a "new" one' },
  ],
  storage: [],
};

const names = fc.oneof(fc.constantFrom(...WORDS), fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/));
const params = fc.uniqueArray(fc.record({ name: names, type: types }), { maxLength: 4, selector: ({ name }) => name });
const docs = fc.option(fc.oneof(fc.string(), fc.constant(EVIL)), { nil: undefined });

/** Any ABI. */
const abis: fc.Arbitrary<Abi> = fc
  .record({
    contract: names,
    doc: docs,
    methods: fc.uniqueArray(
      fc.record({
        name: names,
        kind: fc.constantFrom('view' as const, 'mutate' as const),
        params,
        returns: fc.oneof(fc.constant('void' as const), types),
        doc: docs,
      }),
      { maxLength: 5, selector: ({ name }) => name },
    ),
    events: fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[A-Za-z0-9_.]{1,9}$/), fields: params, doc: docs }), {
      maxLength: 4,
      selector: ({ name }) => name,
    }),
    errors: fc.uniqueArray(fc.record({ code: fc.stringMatching(/^[A-Za-z0-9_.]{1,9}$/), message: docs }), {
      maxLength: 4,
      selector: ({ code }) => code,
    }),
    init: fc.option(params, { nil: undefined }),
  })
  .map(({ init, doc, ...rest }) => {
    const known = <T extends object>(row: T) => JSON.parse(JSON.stringify(row)) as T;
    const name = ['setup', 'setup_', 'setup__'].find((each) => !rest.methods.some((method) => method.name === each))!;
    const hook = init === undefined ? [] : [{ name, kind: 'init' as const, params: init, returns: 'void' as const }];
    return known({
      abi: 1,
      name: 'any',
      version: '1',
      doc,
      ...rest,
      methods: [...hook, ...rest.methods],
      storage: [],
    }) as Abi;
  });

const SHOP = `import { Address, Amount, Context, Event, require, Value } from "tally";
export enum State { OPEN, PAID = 5 }
@struct export class Line { constructor(public what: string, public state: State) {} }
@struct export class Order { constructor(public lines: Line[], public best: Line | null, public by: Address, public total: Amount) {} }
@event class Kept extends Event { constructor(public order: Order, public count: u64) { super(); } }
@event class Closed extends Event { constructor() { super(); } }
/** A shop. */
@contract("shop", "1.0.0")
export class Shop {
  private kept: Value<Order>;
  @init setup(owner: Address): void {}
  /** Keeps an order. */
  @mutate keep(order: Order, from: u32): u32 {
    require(from < 9, "FROM", "from must be below 9");
    require(order.lines.length > 0, "EMPTY");
    this.kept.value = order;
    new Kept(order, 7).emit();
    return from + 1;
  }
  @mutate close(): void { new Closed().emit(); }
  @view at(): Order { return this.kept.value; }
  @view states(all: State[]): State[] { return all; }
  @view maybe(there: bool): Line | null { return there ? new Line("l", State.PAID) : null; }
  @view asker(): Address { return Context.caller; }
}`;

/** What is lawful with a client, and what must not be: each `@ts-expect-error` that is none is an error. */
const USES = `import type { CallFailed, Chain, ChainContract } from "tallystick/client";
import type { Account, Contract, Sandbox } from "tallystick/testing";
import { type Line, type Order, type OrderGiven, type ShopCode, ShopClient, type ShopEvent, type State } from "./shop.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

export async function uses(sandbox: Sandbox, chain: Chain, here: Contract, there: ChainContract, ann: Account) {
  const [now, later] = [new ShopClient(here), new ShopClient(there)];
  const order: OrderGiven = { lines: [{ what: "a", state: "PAID" }], best: null, by: ann, total: 5 };

  const kept = now.keep({ order, from: 1 }, ann);
  same<typeof kept.result, number>(true);
  same<typeof kept.gasUsed, number>(true);
  const sent = later.keep({ order: { ...order, by: ann.address, total: 5n }, from: 1 }, "ann");
  same<Awaited<typeof sent>["result"], number>(true);
  same<Awaited<typeof sent>["height"], number>(true);
  same<ReturnType<typeof now.at>, Order>(true);
  same<ReturnType<typeof later.at>, Promise<Order>>(true);
  same<ReturnType<typeof now.maybe>, Line | null>(true);
  same<ReturnType<typeof later.states>, Promise<readonly State[]>>(true);
  same<ReturnType<typeof now.close>["result"], undefined>(true);
  same<State, "OPEN" | "PAID">(true);
  same<Order["by"], Uint8Array>(true);
  same<Order["total"], bigint>(true);
  same<ShopCode, "FROM" | "EMPTY">(true);
  const again: OrderGiven = now.at();
  here.call("keep", { order: again, from: 1 });

  for (const event of kept.events.filter(now.emitted)) {
    same<typeof event, ShopEvent>(true);
    if (event.name === "Kept") same<typeof event.fields.order.total, bigint>(true);
    // @ts-expect-error Closed has no order
    if (event.name === "Closed") event.fields.order;
    // @ts-expect-error there is no such event
    if (event.name === "Opened") return;
    // @ts-expect-error only one of the events has a count
    event.fields.count;
  }
  for await (const { event, height } of chain.events({ since: 1 })) {
    if (later.emitted(event) && event.name === "Kept") same<typeof event.fields.count, bigint>(true);
    same<typeof height, number>(true);
  }
  try {
    now.close();
  } catch (error) {
    if (!ShopClient.refused(error)) throw error;
    same<typeof error.code, ShopCode>(true);
    const failed: CallFailed = error;
    // @ts-expect-error it has no such code
    if (error.code === "FULL") throw failed;
  }
  const shop = await ShopClient.deploy(sandbox, "shop.ts", { args: { owner: ann }, from: ann });
  same<typeof shop, ShopClient<Contract>>(true);
  const other = await ShopClient.deploy(chain, "shop.wasm", { args: { owner: shop.contract }, from: "ann" });
  same<typeof other, ShopClient<ChainContract>>(true);
  // @ts-expect-error there must be arguments
  await ShopClient.deploy(sandbox, "shop.ts", { from: ann });
  // @ts-expect-error a sandbox knows no keys by name
  await ShopClient.deploy(sandbox, "shop.ts", { args: { owner: ann }, from: "ann" });

  // @ts-expect-error from is missing
  now.keep({ order });
  // @ts-expect-error there is no more
  now.keep({ order, from: 1, more: 2 });
  // @ts-expect-error a u32 is a number
  now.keep({ order, from: 1n });
  // @ts-expect-error no such state
  now.states({ all: ["OPEN", "LOST"] });
  // @ts-expect-error what may be null is given as null
  now.keep({ order: { lines: [], by: ann, total: 1 }, from: 1 });
  now.keep({ order: { ...order, by: "ta1\u2026" }, from: 1 });
  // @ts-expect-error an address is no number
  now.keep({ order: { ...order, by: 7 }, from: 1 });
  // @ts-expect-error nobody by that name calls in a sandbox
  now.close("ann");
  // @ts-expect-error a chain answers later
  later.at().total;
  // @ts-expect-error a result is not to be changed
  now.at().lines.push(order.lines[0]!);
  // @ts-expect-error it may be null
  now.maybe({ there: true }).what;
  // @ts-expect-error there is no such method
  now.open();
}

/** What works on both. */
export async function both<B extends Contract | ChainContract>(client: ShopClient<B>): Promise<bigint> {
  const order: Order = await client.at();
  return order.total;
}
`;

let shopText: string;
beforeAll(async () => {
  shopText = typescriptText((await compileKept(singleSource(SHOP))).abi);
});

describe('with a contract of a sandbox', () => {
  const sandbox = new Sandbox();
  const ann = sandbox.account('ann');
  let Client: Loaded;
  beforeAll(async () => {
    ({ ShopClient: Client } = await load('shop.ts', shopText));
  });

  const order = (more = {}) => ({ lines: [{ what: 'a', state: 'PAID' }], best: null, by: ann, total: 5, ...more });

  test('a client gives and gets what the contract takes and gives', async () => {
    const shop = await Client.deploy(sandbox, SHOP, { args: { owner: ann }, from: ann });
    expect(shop.keep({ order: order({ best: { what: 'b', state: 'OPEN' } }), from: 1 }).result).toBe(2);
    expect(shop.at()).toEqual({ ...order({ best: { what: 'b', state: 'OPEN' } }), by: ann.address, total: 5n });
    expect(shop.states({ all: ['PAID', 'OPEN'] })).toEqual(['PAID', 'OPEN']);
    expect([shop.maybe({ there: true }), shop.maybe({ there: false })]).toEqual([{ what: 'l', state: 'PAID' }, null]);
    expect([shop.asker(ann), shop.asker()]).toEqual([ann.address, new Uint8Array(32)]);
    expect(shop.close(ann).result).toBeUndefined();
  });

  test('knows its own events from those of others', async () => {
    const [shop, other] = [
      await Client.deploy(sandbox, SHOP, { args: { owner: ann } }),
      await sandbox.deploy(SHOP, { args: { owner: ann } }),
    ];
    const [own] = shop.keep({ order: order(), from: 1 }).events;
    expect(own).toMatchObject({ name: 'Kept', fields: { count: 7n, order: { total: 5n } } });
    expect(shop.emitted(own)).toBe(true);
    expect(other.call('close').events.filter(shop.emitted)).toEqual([]);
    expect(shop.close().events.filter(shop.emitted)).toHaveLength(1);
    // What the ABI does not know comes without fields.
    expect(shop.emitted({ ...own, fields: {} })).toBe(false);
    expect(shop.emitted({ ...own, name: 'Opened' })).toBe(false);
    expect(shop.emitted({ ...own, name: 'toString' })).toBe(false);
  });

  test('knows its own refusals from other failures', async () => {
    const shop = await Client.deploy(sandbox, SHOP, { args: { owner: ann } });
    const refused = await expectRevert('FROM', () => shop.keep({ order: order(), from: 9 }));
    expect(Client.refused(refused)).toBe(true);
    expect(Client.errors[refused.code]).toEqual([refused.reason]);
    // There is no order yet: a code of the library, and none of the contract's own.
    expect(Client.refused(await expectRevert('NOT_FOUND', () => shop.at()))).toBe(false);
    expect(Client.refused(new Error('FROM'))).toBe(false);
    expect(Client.refused({ code: 'FROM' })).toBe(false);
  });
});

describe('whatever the names are', () => {
  /** A contract that answers with what it was asked. */
  const backend = {
    address: new Uint8Array(32),
    call: (...asked: unknown[]) => ['call', ...asked],
    query: (...asked: unknown[]) => ['query', ...asked],
  };

  test('each method reaches the contract, and none is mistaken for another', async () => {
    const loaded = await load('odd.ts', typescriptText(ODD));
    // Structs have that name already; types are not there when the program runs.
    expect(Object.keys(loaded)).toEqual(['OddClient__']);
    const Client = loaded.OddClient__;
    const client = new Client(backend);
    const args = { any: 1 };
    for (const { name, kind, params } of ODD.methods.filter((method) => WORDS.includes(method.name))) {
      const member = ['constructor', 'then'].includes(name) ? `${name}_` : name;
      const given = params.length === 0 ? ['me'] : [args, 'me'];
      const verb = kind === 'view' ? 'query' : 'call';
      expect(client[member](...given), name).toEqual([verb, name, params.length === 0 ? {} : args, 'me']);
    }
    expect(await client).toBe(client);
    expect(client.fallback).toBeUndefined();
    expect(Object.keys(Client.errors).sort()).toEqual([...WORDS, 'A.B', '404'].sort());
    expect(Object.keys(Client.events).sort()).toEqual([...WORDS, '0.a', '404'].sort());
    expect(Client.errors.new).toEqual([EVIL, `it's a "new" one`]);
    expect(client.emitted_({ contract: backend.address, name: '__proto__', fields: { ['__proto__']: 1 } })).toBe(true);
  });
});

test('a formatter has nothing to change', () => {
  const apart = mkdtempSync(join(tmpdir(), 'tally-format-'));
  const formatter = { indentStyle: 'space', indentWidth: 2, lineWidth: 120 };
  writeFileSync(join(apart, 'biome.json'), JSON.stringify({ formatter }));
  writeFileSync(join(apart, 'token.ts'), typescriptText(TOKEN));
  writeFileSync(join(apart, 'shop.ts'), shopText);
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const run = spawnSync(process.execPath, [biome, 'format', 'token.ts', 'shop.ts'], { encoding: 'utf8', cwd: apart });
  rmSync(apart, { recursive: true });
  expect([run.status, `${run.stdout}${run.stderr}`]).toEqual([
    0,
    expect.stringMatching(/^Checked 2 files in .*No fixes/),
  ]);
});

describe('for the compiler', () => {
  let shipped: [string, string][];
  beforeAll(async () => {
    const paths = ['contracts', 'contracts/examples'].flatMap((at) =>
      readdirSync(join(root, at))
        .map((file) => `${at}/${file}`)
        .filter((path) => path.endsWith('.ts') && readFileSync(join(root, path), 'utf8').includes('@contract(')),
    );
    shipped = [];
    for (const path of paths) {
      const { abi } = await compileKept(loadSources(join(root, path)));
      shipped.push([path.replaceAll('/', '-'), typescriptText(abi)]);
    }
  }, 600_000);

  test('clients of all contracts that ship are without fault', () => {
    expect(shipped.length).toBeGreaterThan(2);
    expect(typeErrors(new Map(shipped))).toEqual([]);
  });

  test('so are those of any ABI', () => {
    fc.assert(
      fc.property(fc.array(abis, { minLength: 60, maxLength: 60 }), (list) => {
        const files = list.map((abi, i) => [`any${i}.ts`, typescriptText(abi)] as const);
        expect(typeErrors(new Map(files))).toEqual([]);
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  test('so is one in which every word of the language is every kind of name', () => {
    expect(typeErrors(new Map([['odd.ts', typescriptText(ODD)]]))).toEqual([]);
  });

  test('what is lawful is, and what is wrong is refused', async () => {
    const files = new Map([
      ['shop.ts', shopText],
      ['uses.ts', USES],
    ]);
    expect(typeErrors(files)).toEqual([]);
    const [wrong] = typeErrors(new Map([...files, ['uses.ts', USES.replace('"OPEN", "LOST"', '"OPEN", "PAID"')]]));
    expect(wrong).toMatch(/^uses\.ts:\d+: Unused '@ts-expect-error' directive\.$/);
  });
});
