// A contract's client for other contracts, written from its ABI as a file that people read and editors see.
import { Usage } from '../base/errors.ts';
import { callMark } from './mark.ts';
import {
  type Abi,
  type AbiMethod,
  type EnumType,
  innerTypes,
  isObjectType,
  type StructType,
  signatureTypes,
  typeText,
  type ValueType,
} from './types.ts';

/** Width that doc comments are wrapped at. */
const WIDTH = 120;

/**
 * Text of an AssemblyScript file with a class `ContractClient`: a method for each method of the contract, and one `try…` for each
 * that may fail without ending the caller's call. Structs and enums of its signatures are declared in the file.
 * @throws Usage ABI_INVALID if two types have one name
 */
export function clientText(abi: Abi): string {
  const methods = callable(abi);
  const types = typesOf(methods);
  const has = (name: string) => methods.some((method) => method.name === name);
  const at = freeName('at', has);
  const body = methods.map((method) => methodText(method, { at, has }));
  const declared = [...types.values()].map(declarationText);
  const text = [...declared, ...body].join('\n');
  const names = ['Address', 'Amount', 'Bytes', 'call', 'CallResult', 'callOrRevert', 'Decimal', 'Option', 'Writer'];
  const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(`${text} Address`));
  return [
    `// Written by \`tally bindings\` from ${oneLine(abi.name)} ${oneLine(abi.version)} (${callMark(abi)}): how another contract calls it.`,
    `import { ${used.join(', ')} } from "tally";`,
    '',
    ...declared.map((each) => `${each}\n`),
    comment(
      [
        ...(abi.doc === undefined ? [] : [abi.doc]),
        'Whatever it refuses ends the call with its own code; what begins with `try` gives the status instead.',
      ],
      '',
    ),
    `export class ${abi.contract}Client {`,
    `  constructor(readonly ${at}: Address) {}`,
    ...body.map((each) => `\n${each}`),
    '}',
    '',
  ].join('\n');
}

/** The methods that others call by name. */
export function callable({ methods }: Abi): AbiMethod[] {
  return methods.filter(({ kind, name }) => (kind === 'view' || kind === 'mutate') && name !== 'fallback');
}

/** Structs and enums of the methods, each by its name, those that others hold first. */
function typesOf(methods: readonly AbiMethod[]): Map<string, StructType | EnumType> {
  const found = new Map<string, StructType | EnumType>();
  const visit = (type: ValueType): void => {
    const isNamed = typeof type === 'object' && ('struct' in type || 'enum' in type);
    const name = isNamed ? typeText(type) : '';
    const known = found.get(name);
    if (known !== undefined) {
      if (JSON.stringify(known) === JSON.stringify(type)) return;
      throw new Usage('ABI_INVALID', `abi has two types of the name ${name}`);
    }
    innerTypes(type).forEach(visit);
    if (isNamed) found.set(name, type);
  };
  signatureTypes(methods).forEach(visit);
  return found;
}

function declarationText(type: StructType | EnumType): string {
  if ('enum' in type) {
    const values = type.values.map(({ name, value }) => `  ${name} = ${value},`);
    return [`export enum ${type.enum} {`, ...values, '}'].join('\n');
  }
  const fields = type.fields.map(({ name, type: field }) => `    public ${name}: ${written(field)},`);
  return ['@struct', `export class ${type.struct} {`, '  constructor(', ...fields, '  ) {}', '}'].join('\n');
}

/** A type as AssemblyScript writes it. */
function written(type: ValueType): string {
  if (typeof type === 'string') return type === 'bytes' ? 'Bytes' : type;
  if ('list' in type) return 'option' in Object(type.list) ? `Array<${written(type.list)}>` : `${written(type.list)}[]`;
  if (!('option' in type)) return typeText(type);
  return isObjectType(type.option) ? `${written(type.option)} | null` : `Option<${written(type.option)}>`;
}

/** Names of a client's members that no method of the contract has. */
interface Free {
  readonly at: string;
  /** Whether a method of this name is the contract's own. */
  has(name: string): boolean;
}

function methodText({ name, kind, params, returns, doc, only }: AbiMethod, { at, has }: Free): string {
  const takes = params.map((param) => `${param.name}: ${written(param.type)}`).join(', ');
  const input = `new Writer()${params.map((param) => `.put<${written(param.type)}>(${param.name})`).join('')}`;
  const docs = docsOf({ doc, only });
  const head = docs.length === 0 ? [] : [comment(docs, '  ')];
  const gives = returns === 'void' ? 'void' : written(returns);
  const call = `callOrRevert(this.${at}, "${name}", ${input})`;
  const body = returns === 'void' ? [`    ${call}.finish();`] : readText(call, returns, params);
  const plain = [...head, `  ${name}(${takes}): ${gives} {`, ...body, '  }'];
  const tried = `try${name[0]!.toUpperCase()}${name.slice(1)}`;
  // A view that fails has nothing to give, so there is nothing to try.
  if (kind === 'view' || has(tried)) return plain.join('\n');
  return [
    ...plain,
    '',
    `  ${tried}(${takes}): CallResult {`,
    `    return call(this.${at}, "${name}", ${input});`,
    '  }',
  ].join('\n');
}

/** What a method's comment says. */
export function docsOf({
  doc,
  only,
}: {
  readonly doc?: string | undefined;
  readonly only?: AbiMethod['only'] | undefined;
}): string[] {
  return [...(doc === undefined ? [] : [doc]), ...(only === undefined ? [] : [`Only for ${only.join(' or ')}.`])];
}

function readText(call: string, returns: ValueType, params: AbiMethod['params']): string[] {
  const isTaken = (name: string) => params.some((param) => param.name === name);
  const [reader, value] = [freeName('reader', isTaken), freeName('value', isTaken)];
  const check = checkText(reader, value, returns);
  return [
    `    const ${reader} = ${call};`,
    `    const ${value} = ${reader}.get<${written(returns)}>();`,
    ...(check === '' ? [] : [`    ${check}`]),
    `    ${reader}.finish();`,
    `    return ${value};`,
  ];
}

/** The name, with as many underlines behind it as make it free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  return isTaken(name) ? freeName(`${name}_`, isTaken) : name;
}

/**
 * Statements that refuse a number that is none of its enum's. What stands inside of a struct is checked where that is read.
 * @param reader name of the Reader that the value comes from
 * @param what the value, as AssemblyScript writes it
 */
export function checkText(reader: string, what: string, type: ValueType, level = 0): string {
  if (typeof type === 'string' || 'struct' in type) return '';
  if ('enum' in type) {
    const isKnown = type.values.map(({ value }) => `${what} == ${value}`).join(' || ');
    return `${reader}.known(${isKnown}, "${type.enum}");`;
  }
  if ('option' in type) {
    const isObject = isObjectType(type.option);
    const inner = checkText(reader, isObject ? `${what}!` : `${what}.value`, type.option, level);
    return inner && `if (${isObject ? `${what} !== null` : `${what}.isSome`}) { ${inner} }`;
  }
  const [i, item] = [`i${level}`, `item${level}`];
  const inner = checkText(reader, item, type.list, level + 1);
  return inner && `for (let ${i} = 0; ${i} < ${what}.length; ${i}++) { const ${item} = ${what}[${i}]; ${inner} }`;
}

/** Text without line breaks. */
export const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

/** A doc comment; nothing in it can end it. */
export function comment(paragraphs: readonly string[], indent: string): string {
  const words = oneLine(paragraphs.join(' ')).replaceAll('*/', '* /').trim();
  const lines: string[] = [''];
  for (const word of words.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && indent.length + 3 + last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  if (lines.length === 1 && indent.length + 7 + words.length <= WIDTH) return `${indent}/** ${words} */`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`].join('\n');
}
