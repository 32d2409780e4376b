import { describe, expect, test } from 'vitest';
import { checkExports, readAbi } from '../../engine/abi/abi.ts';
import type { Abi } from '../../engine/abi/types.ts';
import { concat } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { Method } from '../../engine/base/tier.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { TOKEN } from './token.ts';

function read(value: unknown): Abi {
  return readAbi(encodeUtf8(JSON.stringify(value)));
}

function problem(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Usage && error.id === 'ABI_INVALID') return error.detail;
    throw error;
  }
  throw new Error('it was taken');
}

const [init, ...others] = TOKEN.methods;

describe('readAbi', () => {
  test('gives back what was written', () => {
    expect(read(TOKEN)).toEqual(TOKEN);
  });

  test.each<[string, unknown, string]>([
    ['another version', { ...TOKEN, abi: 2 }, 'abi.abi is not one of 1'],
    ['a list', [TOKEN], 'abi is not an object'],
    ['null', null, 'abi is not an object'],
    ['an unknown field', { ...TOKEN, extra: 1 }, 'abi has an unknown field extra'],
    ['no methods', { ...TOKEN, methods: undefined }, 'abi has no methods'],
    ['methods that are no list', { ...TOKEN, methods: {} }, 'abi.methods is not a list'],
    ['a number for a name', { ...TOKEN, name: 1 }, 'abi.name is not text'],
    ['a contract that is no name', { ...TOKEN, contract: 'a b' }, 'abi.contract is not a name'],
    ['an unknown kind', { ...TOKEN, methods: [{ ...init, kind: 'pure' }] }, 'abi.methods[0].kind is not one of'],
    ['reentrant false', { ...TOKEN, methods: [{ ...init, reentrant: false }] }, 'abi.methods[0].reentrant'],
    ['an unknown type', { ...TOKEN, methods: [{ ...init, returns: 'f64' }] }, 'abi.methods[0].returns'],
    [
      'void for a parameter',
      { ...TOKEN, methods: [{ ...init, params: [{ name: 'a', type: 'void' }] }] },
      'abi.methods[0].params[0].type is not one of',
    ],
    ['one method twice', { ...TOKEN, methods: [...others, others[0]] }, 'abi.methods has balanceOf twice'],
    ['two inits', { ...TOKEN, methods: [init, { ...init, name: 'again' }] }, 'abi.methods has more than one init'],
    [
      'one parameter twice',
      { ...TOKEN, methods: [{ ...init, params: [init!.params[0], init!.params[0]] }] },
      'abi.methods.create.params has symbol twice',
    ],
    ['one event twice', { ...TOKEN, events: [TOKEN.events[0], TOKEN.events[0]] }, 'abi.events has Transfer twice'],
    ['one code twice', { ...TOKEN, errors: [{ code: 'A' }, { code: 'A' }] }, 'abi.errors has A twice'],
    [
      'one code twice in the same words',
      { ...TOKEN, errors: [{ code: 'A', message: 'b' }, { code: 'A' }, { code: 'A', message: 'b' }] },
      'abi.errors has A "b" twice',
    ],
    ['an odd code', { ...TOKEN, errors: [{ code: 'A-B' }] }, 'abi.errors[0].code is not an event name or revert code'],
    [
      'a short slot',
      { ...TOKEN, storage: [{ ...TOKEN.storage[0], slot: '00' }] },
      'abi.storage[0].slot is not 16 hexadecimal digits',
    ],
    [
      'a map without a value',
      { ...TOKEN, storage: [{ ...TOKEN.storage[1], types: ['Address'] }] },
      'abi.storage.Token.balances is a Map of Address',
    ],
  ])('refuses %s and says where', (_, value, where) => {
    expect(problem(() => read(value))).toContain(where);
  });

  test('refuses fields that only an object prototype has', () => {
    const text = JSON.stringify(TOKEN).replace('{', '{"__proto__":{},');
    expect(problem(() => readAbi(encodeUtf8(text)))).toBe('abi has an unknown field __proto__');
  });

  test('refuses what is not JSON, and what is not UTF-8', () => {
    expect(problem(() => readAbi(encodeUtf8('{')))).toBe('abi is not UTF-8 JSON');
    expect(problem(() => readAbi(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('abi is not UTF-8 JSON');
    const marked = concat(Uint8Array.of(0xef, 0xbb, 0xbf), encodeUtf8(JSON.stringify(TOKEN)));
    expect(problem(() => readAbi(marked))).toBe('abi is not UTF-8 JSON');
  });
});

test('one code may be said in several words', () => {
  const errors = [{ code: 'A' }, { code: 'A', message: 'b' }, { code: 'A', message: 'c' }];
  expect(readAbi(encodeUtf8(JSON.stringify({ ...TOKEN, errors }))).errors).toEqual(errors);
});

const typed = (type: unknown) => ({ ...TOKEN, methods: [init, { ...others[0], returns: type }] });
const [struct, state] = [
  { struct: 'S', fields: [{ name: 'a', type: 'u8' }] },
  {
    enum: 'E',
    values: [
      { name: 'A', value: 0 },
      { name: 'B', value: -1 },
    ],
  },
];

test('types say what they are made of, within each other', () => {
  const type = {
    list: {
      option: {
        struct: 'T',
        fields: [
          { name: 's', type: struct },
          { name: 'e', type: { list: state } },
        ],
      },
    },
  };
  expect(read(typed(type)).methods[1]!.returns).toEqual(type);
});

test.each<[unknown, string]>([
  [{ list: 'u7' }, 'is not one of'],
  [{ lists: 'u8' }, 'is none of list, option, struct, enum'],
  [{ list: 'u8', option: 'u8' }, 'has an unknown field option'],
  [{ option: { option: 'string' } }, 'is an option of an option'],
  [{ struct: 'S', fields: [] }, 'has fewer than 1 entries'],
  [{ struct: 'S', fields: [struct.fields[0], struct.fields[0]] }, 'has a twice'],
  [
    {
      enum: 'E',
      values: [
        { name: 'A', value: 0 },
        { name: 'A', value: 1 },
      ],
    },
    'has A twice',
  ],
  [
    {
      enum: 'E',
      values: [
        { name: 'A', value: 1 },
        { name: 'B', value: 1 },
      ],
    },
    'has 1 twice',
  ],
  [{ enum: 'E', values: [{ name: 'A', value: 2 ** 31 }] }, 'is no whole number'],
  [{ enum: 'E', values: [{ name: 'A', value: 0.5 }] }, 'is no whole number'],
  [null, 'is not one of'],
  [
    Array.from({ length: 9 }).reduce((type) => ({ list: type }), 'u8' as unknown),
    'more than 8 types within each other',
  ],
])('%j is no type', (type, what) => {
  expect(problem(() => read(typed(type)))).toContain(what);
});

describe('an ABI and its module', () => {
  const method = (name: string, role: Method['role'], view = false, reentrant = false): [string, Method] => [
    name,
    { name, exportName: name, view, reentrant, role },
  ];
  const abi: Abi = {
    ...TOKEN,
    methods: [
      { name: 'a', kind: 'init', params: [], returns: 'void' },
      { name: 'b', kind: 'view', params: [], returns: 'u8' },
      { name: 'c', kind: 'mutate', reentrant: true, params: [], returns: 'u8' },
    ],
  };
  const same = [method('a', 'init'), method('b', 'method', true), method('c', 'method', false, true)];

  test('agree', () => {
    expect(() => checkExports(abi, new Map(same))).not.toThrow();
  });

  test.each<[string, [string, Method][]]>([
    ['abi.methods.b is no method of the module', [same[0]!, same[2]!]],
    ['abi.methods lacks d, which the module has', [...same, method('d', 'method')]],
    ['abi.methods.b is a view, and a mutate in the module', [same[0]!, method('b', 'method'), same[2]!]],
    ['abi.methods.a is a init, and a migrate in the module', [method('a', 'migrate'), same[1]!, same[2]!]],
    ['abi.methods.c is reentrant, and not so in the module', [same[0]!, same[1]!, method('c', 'method')]],
    ['abi.methods.b is not reentrant, and so in the module', [same[0]!, method('b', 'method', true, true), same[2]!]],
  ])('%s', (what, exported) => {
    expect(problem(() => checkExports(abi, new Map(exported)))).toBe(what);
  });
});
