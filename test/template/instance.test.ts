// What becomes of values: canonical JSON, hashes that tell every change, and arguments of init by their types.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Abi, AbiParam, ValueType } from '../../engine/abi/types.ts';
import { decodeArguments, encodeArguments } from '../../engine/abi/value.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { contractClient, hookOf } from '../../engine/client/contract.ts';
import { allChoices, buildTemplate, optionsSource } from '../../engine/template/build.ts';
import type { Fill } from '../../engine/template/fill.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import {
  canonical,
  initArguments,
  keyText,
  linkOf,
  parameterHash,
  proseHash,
  resolved,
  saltOf,
} from '../../engine/template/instance.ts';
import { fillFrom, type Loose, manifestWith } from './breaking.ts';

const ESCROW = openTemplate('payment/escrow-milestone');
const FILL = fillFrom(ESCROW);

// RFC 8785, section 3.2.2 without the numbers that are no integers, 3.2.3 (sorting) and appendix B.
test('JSON in its one form is that of RFC 8785', () => {
  expect(canonical({ string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\u0022/", literals: [null, true, false] })).toBe(
    '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  const sorted = canonical({
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\u{1f600}': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  });
  expect(Object.values(JSON.parse(sorted.replace(/"1":"One"/, '"x":"One"')))).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
  expect(
    canonical({
      1: { f: { f: 'hi', F: 5 }, '\n': 56 },
      10: {},
      '': 'empty',
      a: {},
      111: [{ e: 'yes', E: 'no' }],
      A: {},
    }),
  ).toBe('{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}');
  expect(canonical([56, { d: true, 10: null, 1: [] }])).toBe('[56,{"1":[],"10":null,"d":true}]');
  expect([0, -0, 9007199254740991, -9007199254740991].map(canonical)).toEqual([
    '0',
    '0',
    '9007199254740991',
    '-9007199254740991',
  ]);
});

test('JSON in its one form is JSON of the same, whatever order members come in', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false } as Loose), (json) => {
      const plain = JSON.parse(JSON.stringify(json));
      expect(JSON.parse(canonical(plain))).toEqual(plain);
      const turned = (node: Loose): Loose =>
        Array.isArray(node)
          ? node.map(turned)
          : typeof node === 'object' && node !== null
            ? Object.fromEntries(
                Object.entries(node)
                  .reverse()
                  .map(([name, value]) => [name, turned(value)]),
              )
            : node;
      expect(canonical(turned(plain))).toBe(canonical(plain));
    }),
  );
});

test('a member called __proto__ is written like any other', () => {
  expect(canonical(JSON.parse('{"b":1,"__proto__":{"x":2}}'))).toBe('{"__proto__":{"x":2},"b":1}');
});

test('the hash of values is the SHA-256 of a document that anybody can write', () => {
  const { parties, options, fields } = FILL;
  const text = canonical({
    tally: 'values/1',
    template: 'payment/escrow-milestone',
    version: ESCROW.manifest.version,
    values: { ...fields, parties, options },
  });
  expect(toHex(parameterHash(ESCROW, FILL))).toBe(createHash('sha256').update(text).digest('hex'));
});

const CHANGES: readonly [string, (d: Loose) => void][] = [
  ['number', (d) => Object.assign(d, { number: 'ES-2026-002' })],
  ['law', (d) => Object.assign(d, { governingLaw: 'HK' })],
  ['days', (d) => Object.assign(d, { disputeDays: 11 })],
  ['title', (d) => Object.assign(d.milestones[0], { title: 'x' })],
  ['day of an item', (d) => Object.assign(d.milestones[0], { due: '2026-05-01' })],
  ['order', (d) => d.milestones.reverse()],
  [
    'amounts',
    (d) => [
      Object.assign(d.milestones[0], { amount: '500000.01' }),
      Object.assign(d.milestones[1], { amount: '749999.99' }),
    ],
  ],
  ['amount, written otherwise', (d) => Object.assign(d, { amount: '1250000' })],
  ['name', (d) => Object.assign(d.parties.payer, { name: 'x' })],
  ['identifier', (d) => Object.assign(d.parties.payer, { id: '5493001KJTIIGC8Y1R12' })],
  ['account', (d) => Object.assign(d.parties.payer, { account: 'x' })],
  ['party', (d) => delete d.parties.arbiter],
];

test('the hash of values is another with any other value, party or version', () => {
  const hashes = CHANGES.map(([, change]) => toHex(parameterHash(ESCROW, fillFrom(ESCROW, change))));
  const versioned: Template = {
    ...ESCROW,
    manifest: manifestWith('payment/escrow-milestone', (m) => Object.assign(m, { version: '9.9.9' })),
  };
  const named: Template = {
    ...ESCROW,
    manifest: manifestWith('payment/escrow-milestone', (m) => Object.assign(m, { id: 'payment/other' })),
  };
  const all = [...hashes, ...[ESCROW, versioned, named].map((each) => toHex(parameterHash(each, FILL)))];
  expect(new Set(all).size).toBe(CHANGES.length + 3);
});

test('the hash of the prose is another with what the prose tells, and the same with what it does not', () => {
  const hash = (change: (d: Loose) => void) => toHex(proseHash(ESCROW, fillFrom(ESCROW, change)));
  const same = hash(() => {});
  for (const name of ['number', 'law', 'days', 'title', 'order', 'amounts', 'name', 'identifier', 'party'])
    expect(hash(CHANGES.find(([each]) => each === name)![1])).not.toBe(same);
  expect(hash((d) => Object.assign(d.parties.payer, { account: 'x' }))).toBe(same);
});

test('the salt is that of the key alone: nobody makes two of one number', () => {
  const salt = (change: (d: Loose) => void) => toHex(saltOf(ESCROW, fillFrom(ESCROW, change)));
  const same = salt(() => {});
  for (const [name, change] of CHANGES) expect(salt(change) === same).toBe(name !== 'number');
  const keyless: Template = {
    ...ESCROW,
    manifest: manifestWith('payment/escrow-milestone', (m) => Object.assign(m, { key: [] })),
  };
  const salts = CHANGES.map(([, change]) => toHex(saltOf(keyless, fillFrom(ESCROW, change))));
  expect(new Set(salts).size).toBe(CHANGES.length);
  const named: Template = {
    ...ESCROW,
    manifest: manifestWith('payment/escrow-milestone', (m) => Object.assign(m, { id: 'payment/other' })),
  };
  expect(toHex(saltOf(named, FILL))).not.toBe(same);
  expect(keyText(ESCROW, FILL)).toBe('ES-2026-001');
});

test('two keys do not run into each other', () => {
  const two: Template = {
    ...ESCROW,
    manifest: manifestWith('payment/escrow-milestone', (m) => Object.assign(m, { key: ['number', 'escrowAccount'] })),
  };
  const salt = (number: string, escrowAccount: string) =>
    toHex(
      saltOf(
        two,
        fillFrom(ESCROW, (d) => Object.assign(d, { number, escrowAccount })),
      ),
    );
  expect(salt('a', 'b/c')).not.toBe(salt('a/b', 'c'));
});

test('the link says id, version and both hashes; accounts are hashed as addresses', () => {
  const link = linkOf(ESCROW, FILL);
  expect(link).toEqual({
    id: 'payment/escrow-milestone',
    templateVersion: ESCROW.manifest.version,
    parameters: parameterHash(ESCROW, FILL),
    prose: proseHash(ESCROW, FILL),
  });
  const named = fillFrom(ESCROW, (d) => Object.assign(d.parties.payer, { account: 'huaxing' }));
  const there = resolved(named, () => new Uint8Array(32).fill(7));
  expect(there.parties['payer']!.account).toMatch(/^ta1[a-z0-9]{58}$/);
  expect(there.parties['payee']).toEqual(named.parties['payee']);
  expect(there.fields).toBe(named.fields);
});

const KEYS = new Map(['payer', 'payee', 'arbiter', 'cny'].map((name, i) => [name, new Uint8Array(32).fill(i + 1)]));
const resolve = (name: string) => KEYS.get(name)!;
const withAccounts = (d: Loose) => {
  for (const role of Object.keys(d.parties)) d.parties[role].account = role;
};

test('init of a shipped contract gets what was filled in', async () => {
  const { abi } = await buildTemplate(ESCROW, FILL.options);
  const args = initArguments(ESCROW, abi, fillFrom(ESCROW, withAccounts), resolve);
  expect(args).toEqual({
    payer: KEYS.get('payer'),
    payerId: '91310000MA1K35X74R',
    payee: KEYS.get('payee'),
    payeeId: '91330200MA2AF8K354',
    arbiter: KEYS.get('arbiter'),
    arbiterId: '91110108MA01C4D82Y',
    number: 'ES-2026-001',
    currency: 'CNY',
    amount: 125_000_000n,
    milestones: [
      { title: '轧机主体到货验收', amount: 50_000_000n, due: 20_573 },
      { title: '安装调试及试生产合格', amount: 75_000_000n, due: 20_696 },
    ],
    fundBy: 20_484,
    deadline: 20_726,
    disputeDays: 10,
    decisionDays: 30,
    token: new Uint8Array(32),
  });
  expect(contractClient(abi).init(args).length).toBeGreaterThan(100);
});

test('who or what is left out is the zero address and the empty text', async () => {
  const { abi } = await buildTemplate(ESCROW, FILL.options);
  const fill = fillFrom(ESCROW, (d) => {
    delete d.parties.arbiter;
    withAccounts(d);
  });
  expect(initArguments(ESCROW, abi, fill, resolve)).toMatchObject({
    arbiter: new Uint8Array(32),
    arbiterId: '',
    token: new Uint8Array(32),
  });
});

/** Arguments of an init of these parameters, encoded and decoded again. */
function through(types: { readonly [name: string]: readonly [meaning: string, type: ValueType] }, fields: Loose) {
  const params = Object.entries(types).map(([name, [, type]]): AbiParam => ({ name, type }));
  const manifest = manifestWith('payment/escrow-milestone', (m) => {
    for (const [name, [meaning]] of Object.entries(types))
      m.parameters.properties[name] = {
        type: meaning === 'integer' || meaning === 'boolean' ? meaning : 'string',
        'x-type': meaning,
        'x-title': { en: 'x', zh: 'x' },
      };
  });
  const abi = { methods: [{ name: 'setup', kind: 'init', params, returns: 'void' }] } as unknown as Abi;
  expect(hookOf(abi, 'init')).toBeDefined();
  const fill: Fill = { options: {}, parties: {}, fields: { currency: 'CNY', ...fields } };
  const args = initArguments({ manifest }, abi, fill, resolve);
  expect(
    decodeArguments(
      params,
      encodeArguments(
        params,
        params.map(({ name }) => args[name]!),
      ),
    ),
  ).toEqual(params.map(({ name }) => args[name]));
  return args;
}

const TYPES = {
  a: ['money', 'Amount'],
  b: ['date', 'u32'],
  c: ['moment', 'u64'],
  d: ['percent', 'u32'],
  e: ['decimal', 'Decimal'],
  f: ['integer', 'u64'],
  g: ['integer', 'i64'],
  h: ['integer', 'u32'],
  i: ['boolean', 'bool'],
  j: ['hash', 'bytes'],
  k: ['token', 'Address'],
  l: ['text', 'string'],
  m: ['integer', 'Amount'],
  n: ['date', 'u64'],
} as const;

test('each meaning becomes its type', () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(
    through(TYPES, {
      a: '0.05',
      b: '2026-03-31',
      c: '2026-03-31T09:30:00Z',
      d: '4.35',
      e: '7.2435',
      f: most,
      g: -most,
      h: 12,
      i: true,
      j: '00ff'.padEnd(64, '0'),
      k: 'cny',
      l: '合同',
      m: 7,
      n: '1970-01-02',
    }),
  ).toEqual({
    a: 5n,
    b: 20_543,
    c: BigInt(Date.parse('2026-03-31T09:30:00Z')),
    d: 435,
    e: '7.2435',
    f: BigInt(most),
    g: BigInt(-most),
    h: 12,
    i: true,
    j: Uint8Array.from(Buffer.from('00ff'.padEnd(64, '0'), 'hex')),
    k: KEYS.get('cny'),
    l: '合同',
    m: 7n,
    n: 1n,
  });
});

test('what was not filled in is nothing of its type', () => {
  expect(through(TYPES, {})).toEqual({
    a: 0n,
    b: 0,
    c: 0n,
    d: 0,
    e: '0',
    f: 0n,
    g: 0n,
    h: 0,
    i: false,
    j: new Uint8Array(0),
    k: new Uint8Array(32),
    l: '',
    m: 0n,
    n: 0n,
  });
});

test('money is in minor units of its own currency', () => {
  const manifest = manifestWith('payment/escrow-milestone', (m) => {
    m.amounts = { amount: 'other' };
    m.parameters.properties.other = m.parameters.properties.currency;
  });
  const abi = {
    methods: [{ name: 'setup', kind: 'init', params: [{ name: 'amount', type: 'Amount' }], returns: 'void' }],
  } as unknown as Abi;
  const amount = (other: string, text: string) =>
    initArguments(
      { manifest },
      abi,
      { options: {}, parties: {}, fields: { currency: 'CNY', other, amount: text } },
      resolve,
    )['amount'];
  expect([amount('JPY', '5'), amount('CNY', '5'), amount('KWD', '5.1')]).toEqual([5n, 500n, 5_100n]);
});

test('an init that asks for what the manifest has not is refused', () => {
  const ask = (param: AbiParam) => () =>
    initArguments(
      ESCROW,
      { methods: [{ name: 'setup', kind: 'init', params: [param], returns: 'void' }] } as unknown as Abi,
      FILL,
      resolve,
    );
  expect(ask({ name: 'nothing', type: 'u32' })).toThrow('init asks for nothing, and the manifest has no such value');
  expect(ask({ name: 'milestones', type: { list: 'string' } })).toThrow('milestones of init is no list of structs');
  expect(
    ask({ name: 'milestones', type: { list: { struct: 'M', fields: [{ name: 'price', type: 'Amount' }] } } as Loose }),
  ).toThrow('milestones has no price, which init asks for');
});

test('there is a set of choices for each way to choose, and its constants count from 0', () => {
  const { options } = openTemplate('supply/receivable').manifest;
  const sets = allChoices(options);
  expect(sets).toHaveLength(
    Object.values(options).reduce((count, { values }) => count * Object.keys(values).length, 1),
  );
  expect(new Set(sets.map(canonical)).size).toBe(sets.length);
  expect(
    optionsSource(
      {
        dayCount: {
          title: { en: '', zh: '' },
          values: { 'act-360': { en: '', zh: '' }, thirtyE: { en: '', zh: '' } },
          default: 'thirtyE',
        },
      },
      {},
    ),
  ).toBe(
    '// What was decided before this contract was compiled.\nexport const DAY_COUNT_ACT_360: i32 = 0;\nexport const DAY_COUNT_THIRTY_E: i32 = 1;\nexport const DAY_COUNT: i32 = DAY_COUNT_THIRTY_E;\n',
  );
});
