// What the AssemblyScript compiler says, in words of the author's: short names of types, and what to write instead.
import { didYouMean } from '../abi/nearest.ts';
import { tellNumbers } from './arithmetic.ts';
import { FAILED } from './guard.ts';
import { PACKAGES } from './language.ts';
import { librarySources } from './sources.ts';
import { TYPED } from './typed.ts';

interface Told {
  readonly code: string;
  readonly message: string;
}

/** What the library exports, by name. */
function exportedNames(): string[] {
  const lists = [...(librarySources().get('index.ts') ?? '').matchAll(/^export \{([^}]*)\}/gm)];
  return lists.flatMap(([, names]) => names!.split(',').map((name) => name.trim()));
}

/** Names that other chains' contracts have without an import. */
const FOREIGN: { readonly [name: string]: string } = {
  msg: 'who called is Context.caller',
  tx: 'who called is Context.caller',
  block: 'the height and time of the block are Context.height and Context.time',
  now: 'the time of the block is Context.time',
  address: 'write Address',
  mapping: 'write Map<K, V>',
  emit: 'write new PaidIn(…).emit()',
  self: 'this contract is Context.self',
};
const RANGES: { readonly [type: string]: string } = {
  u8: '0 to 255',
  u16: '0 to 65,535',
  u32: '0 to 4,294,967,295',
  i8: '-128 to 127',
  i16: '-32,768 to 32,767',
  i32: '-2,147,483,648 to 2,147,483,647',
};
const OBJECT = 'an object needs a class: write one with these fields, and new Name(…)';
const DEFAULTS = 'nothing is imported by default: write import { Name } from "…"';

/** What AssemblyScript says that it has not implemented. */
const MISSING: { readonly [what: string]: readonly [code: string, message: string] } = {
  Closures: [
    'no-closure',
    'a function inside of another cannot use what belongs to that: make it a parameter, or a method',
  ],
  'union types': ['no-union', 'there are no unions but T | null: take one type, or a class with a field for each case'],
  'Interface hidden classes': ['no-object', OBJECT],
  'Block-scoped class declarations or expressions': [
    'nested-declaration',
    'a class stands at the top of a file: move it there',
  ],
  'Const assertion': ['no-type', "there is no 'as const': declare the variable with const"],
  'Tagged template literals': ['no-template', 'there are no tags before templates: call a function'],
  'String.raw': ['no-template', 'there are no tags before templates: call a function'],
  'Break label': ['no-statement', 'there are no labels: put the loop into a method and return from it'],
  'Continue label': ['no-statement', 'there are no labels: put the loop into a method and return from it'],
  'Mixed default and named imports': ['default-import', DEFAULTS],
};

/** What the library says of types that it cannot write as bytes. */
const ENCODED = /^User-defined: "(only .*(?:have an encoding|may be keys))"$/;

/** Where a message stands. */
export interface Spot {
  /** The author's text at the place, and all that stands before it. */
  readonly text: string;
  readonly before: string;
  /** Members of a class of the library or the author's, by its name. */
  membersOf(type: string): readonly string[];
}

type Rule = readonly [
  pattern: RegExp,
  tell: (found: RegExpExecArray, text: string, spot: Spot) => Told | string | undefined,
];

/** Members that other chains' languages have, and what to ask instead. */
const FOREIGN_MEMBERS: { readonly [member: string]: string } = {
  'Context.sender': 'who called is Context.caller',
  'Context.origin': 'who called is Context.caller',
  'Context.timestamp': 'the time of the block is Context.time, in milliseconds',
  'Context.now': 'the time of the block is Context.time, in milliseconds',
  'Context.number': 'the height of the block is Context.height',
  'Context.block': 'the height and time of the block are Context.height and Context.time',
  'Context.address': 'this contract is Context.self',
  'Map.size': 'keep a count in a Value<u64>',
  'Map.length': 'keep a count in a Value<u64>',
  'Map.delete': 'write remove(key)',
  'Map.add': 'write set(key, value)',
  'OrderedMap.size': 'keep a count in a Value<u64>',
  'OrderedMap.length': 'keep a count in a Value<u64>',
  'OrderedMap.delete': 'write remove(key)',
  'Value.set': 'write field.value = …',
  'Value.get': 'write field.value',
  'Vec.size': 'write length',
  'Context.value': 'no money comes with a call: take an amount of a token, as in contracts/examples/escrow.ts',
};
const STORED = /^(Value|Map|Map2|OrderedMap|Vec)(<|$)/;

// Patterns of `code message`, with short names of types already. A text keeps the compiler's code.
const RULES: readonly Rule[] = [
  [/^TS6054 File '(?:.*\/)?([\w-]+)\.client\.ts' not found/, ([, name]) => noClient(name!)],
  [
    /^TS2339 Property '(.+)' does not exist on type '(.+)'\.$/,
    ([, name, type], _, spot) => noMember(name!, type!, spot),
  ],
  [
    /^TS2322 Type '(?:.+)' is not assignable to type '(Value<.*>|Map<.*>|Map2<.*>|OrderedMap<.*>|Vec<.*>)'/,
    ([, type], _, { before }) => storedAssigned(type!, before),
  ],
  [
    /^TS2322 Type '(Value<.*>)' is not assignable to type/,
    (_, text) => `this is the field itself: what it holds is ${text}.value`,
  ],
  [
    /^TS2469 The '.+' operator cannot be applied to type 'Value<.*>'/,
    (_, text) => `this is the field itself: write ${fieldIn(text)}.value`,
  ],
  [/^TS2322 Type '(.+) \| null' is not assignable to type '\1'/, (_, text) => mayBeNull(text)],
  [
    /^TS2322 Type '(Amount|Decimal|Address|bool)' is not assignable to type 'string'/,
    ([, type], text) =>
      `${/^[AEIOU]/.test(type!) ? 'an' : 'a'} ${type} is no text: write ${asOperand(text)}.toString()`,
  ],
  [
    /^TS2322 Type 'string' is not assignable to type '(Amount|Decimal|Address)'/,
    ([, type], _, { before }) => textBehind(type!, before),
  ],
  [
    /^TS6054 File '(?:contract\/)?([^~']+)' not found/,
    ([, name]) => `there is no file ${name} in the folder of the contract`,
  ],
  [
    /^AS\d+ Ambiguous operator overload '.+' \(conflicting overloads '(Address|Amount|Decimal)#\w+' and 'string/,
    ([, type]) => `an ${type} and a text are not compared: take the ${type} as an argument, or from storage`,
  ],
  [
    /^TS2322 Type 'string' is not assignable to type '([iu]\d+)'/,
    ([all], text) =>
      /^.\d[\d_]*.$/.test(text) ? `${all.slice(7)}: write ${text.slice(1, -1)} without quotes` : undefined,
  ],
  [
    /^TS2555 /,
    (_, text) => (/^require\(/.test(text) ? 'require takes a code too: require(condition, "CODE", "why")' : undefined),
  ],
  [/^AS100 Not implemented: (.+)$/, ([, what]) => missing(what!)],
  [/^TS2304 Cannot find name '(.+)'\.$/, ([, name], _, spot) => unknownName(name!, spot)],
  [/^TS2322 Type '<object>' is not/, () => ({ code: 'no-object', message: OBJECT })],
  [/^AS216 /, () => 'a class with a constructor is made with it: write new Name(…)'],
  [/^AS200 Conversion from type '\w+' to '(\w+)'/, ([, type], text) => tooLarge(type!, text)],
  [/^AS236 /, (_, text) => `${text} is larger than a u64 can be; make it with Amount if it is money`],
  [
    /^TS6054 File '~lib\/(.+)\.ts' not found/,
    ([, name]) => ({ code: 'no-package', message: `'${name}': ${PACKAGES}` }),
  ],
  [/^TS2305 Module '.*' has no exported member 'default'/, () => ({ code: 'default-import', message: DEFAULTS })],
  [/^TS2305 Module '~lib\/tally' has no exported member '(.+)'/, ([, name]) => noExport(name!)],
  [/^AS219 /, () => 'nothing is optional: write T | null, and null for what is missing'],
  [/^AS226 .*'usize'/, () => "null alone has no type: write the variable's, let x: T | null = null"],
  [/^TS1110 (.+)\.$/, ([, text]) => `${text}: each parameter, result, field and variable without a value says its own`],
  [/^TS2391 (.+)\.$/, () => 'a function without a body: each stands once, with its body; there is no overloading'],
  [/^AS204 (.+)\.$/, ([, text]) => `${text}: what is no object is never null`],
  [
    /^TS2322 Type '([iu]\d+)' is not assignable to type 'string'/,
    ([all]) => `${all.slice(7)}; x.toString() makes a text of it`,
  ],
  [
    /^TS2365 Operator '\+' cannot be applied to types '[iu]\d+' and 'string'/,
    ([all]) => `${all.slice(7)}; x.toString() makes a text of it`,
  ],
];

/** The compiler's message about a place whose text is `text`, behind `before`. */
export function tellMessage(number: number, message: string, spot: Spot = NOWHERE): Told {
  const { text, before } = spot;
  // The language's ERROR() has the same number: what compile/nulls.ts puts before a comparison, whose text it tells.
  if (number === FAILED && (message === `User-defined: ${text}` || message === NULL_NUMBER))
    return { code: 'null-number', message: 'a number is never null; ask a map with has(key), or getOr(key, other)' };
  const [, rule, finding] = number === FAILED ? (TYPED.exec(message) ?? []) : [];
  if (rule !== undefined) return { code: rule, message: finding! };
  const [, encoding] = number === FAILED ? (ENCODED.exec(message) ?? []) : [];
  if (encoding !== undefined) return { code: 'no-encoding', message: encoding };
  if (number === FAILED) return { code: 'compiler', message: failure(message) };
  // The compiler's own numbers are below 1000, those it shares with TypeScript above.
  const code = `${number < 1000 ? 'AS' : 'TS'}${number}`;
  const short = shorten(message);
  const mixed = tellNumbers({ said: `${code} ${short}`, text, before });
  if (mixed !== undefined) return { code: 'mixed-numbers', message: mixed };
  for (const [pattern, tell] of RULES) {
    const found = pattern.exec(`${code} ${pattern.source.includes('~lib') ? message : short}`);
    const told = found && tell(found, text, spot);
    if (told) return typeof told === 'string' ? { code, message: told } : told;
  }
  return { code, message: short };
}

/** What stdlib/option.ts says of a number that is compared with null. */
const NULL_NUMBER = 'User-defined: "a number is never null"';
const NOWHERE: Spot = { text: '', before: '', membersOf: () => [] };

/** A crash of the compiler's. */
export function failure(reason: string): string {
  return `the compiler failed here and does not know why (${reason.replace(/^User-defined: /, '')}): write it in another way`;
}

// 'contract/shop/Shop#ask~total' is where the compiler keeps what its author calls total.
function shorten(message: string): string {
  return message.replaceAll(/'[^']*'/g, (quoted) =>
    quoted
      .replaceAll(/(?:~lib|contract)\/[\w./~-]*\/(?=\w)/g, '')
      .replaceAll(/(?:[\w$]+[#.])+[\w$]*~(?=\w)/g, '')
      .replaceAll(/\bString\b/g, 'string'),
  );
}

function missing(what: string): Told {
  const [code, message] = MISSING[what] ?? ['AS100', `AssemblyScript has not: ${what.toLowerCase()}`];
  return { code, message };
}

function unknownName(name: string, { before, membersOf }: Spot): Told | string {
  const [, own] = [...before.matchAll(/\bclass\s+([\w$]+)/g)].at(-1) ?? [];
  if (own !== undefined && membersOf(own).includes(name))
    return `there is no variable '${name}': what belongs to the object is this.${name}`;
  const exported = exportedNames();
  if (exported.includes(name))
    return { code: 'missing-import', message: `'${name}' is not imported: import { ${name} } from "tally"` };
  if (Object.hasOwn(FOREIGN, name)) return `there is no '${name}': ${FOREIGN[name]}`;
  return `Cannot find name '${name}'.${didYouMean(name, exported)}`;
}

function noExport(name: string): string {
  return `"tally" has no '${name}'${didYouMean(name, exportedNames())}`;
}

function tooLarge(type: string, text: string): Told | undefined {
  if (!/^-?\d[\d_]*$/.test(text) || !Object.hasOwn(RANGES, type)) return undefined;
  return { code: 'number-range', message: `${text} does not fit into ${type}, which is ${RANGES[type]}` };
}

function noClient(name: string): Told {
  const path = `${name}.client.ts`;
  return {
    code: 'missing-client',
    message: `there is no ${path} yet: \`tally bindings ${name}\` writes it from the contract ${name}`,
  };
}

function noMember(name: string, type: string, { membersOf, before }: Spot): string {
  const plain = type.replace(/<.*/, '');
  const members = membersOf(plain);
  if (members.includes(name)) {
    const isClass = new RegExp(`(^|[^\\w.])${plain}\\.$`).test(before);
    return isClass
      ? `'${name}' belongs to an object of '${plain}' and not to the class: write it behind the object`
      : `'${name}' belongs to the class: write ${plain}.${name}`;
  }
  const foreign = FOREIGN_MEMBERS[`${plain}.${name}`];
  if (foreign !== undefined) return `there is no ${plain}.${name}: ${foreign}`;
  const more = plain === 'Map' && /^keys/.test(name) ? '; an OrderedMap knows its keys' : '';
  return `'${plain}' has no '${name}'${more || didYouMean(name, members)}`;
}

function storedAssigned(type: string, before: string): string | undefined {
  const field = /([\w$.]+)\s*=\s*$/.exec(before)?.[1];
  if (field === undefined || !STORED.test(type)) return undefined;
  return type.startsWith('Value<')
    ? `a field is not replaced: write ${field}.value = …`
    : `a field is not replaced: write ${field}.set(…)`;
}

const mayBeNull = (text: string) =>
  /^[\w$]+$/.test(text)
    ? `${text} may be null: ask if (${text} !== null) first`
    : `${text} may be null: put it into a variable, and ask whether that is !== null`;
const fieldIn = (text: string) => /^[\w$.]+/.exec(text)?.[0] ?? 'this.field';
const asOperand = (text: string) => (/^[\w$.]+(\([^()]*\))?$/.test(text) ? text : `(${text})`);

function textBehind(type: string, before: string): string {
  const left = /([\w$.]+)\s*\+\s*$/.exec(before)?.[1];
  const what = `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type} and a text do not mix`;
  return left === undefined ? what : `${what}: write ${left}.toString() + …`;
}
