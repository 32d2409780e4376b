// How TypeScript is laid out in a file that people read: quotes, keys, and lines that are broken where they are too long.

/** Width of a line, as for formatters that are set to it. */
export const WIDTH = 120;

/** A member of an object type. */
export interface Member {
  readonly name: string;
  readonly type: string;
}

/** A parameter of a method, or one that is an object with these members, and perhaps another object if it is left out. */
export type Parameter =
  | string
  | { readonly name: string; readonly members: readonly Member[]; readonly otherwise?: string };

/** Text in the quotes that need fewer escapes. */
export function quoted(text: string): string {
  const double = JSON.stringify(text);
  const count = (quote: string) => text.split(quote).length;
  if (count('"') <= count("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A name as the key of an object or of an object type. */
export function keyText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quoted(name);
}

/** `readonly to: Party;` for each, one to a line. */
export function memberLines(members: readonly Member[], indent: string): string[] {
  return members.map((member) => `${indent}${memberText(member)};`);
}

/** `name(a, b): tail`, on one line if there is room, otherwise with a line for each parameter. */
export function signatureLines(head: string, parameters: readonly Parameter[], tail: string): string[] {
  const line = `  ${head}(${parameters.map(parameterText).join(', ')})${tail}`;
  if (line.length <= WIDTH) return [line];
  return [`  ${head}(`, ...parameters.flatMap(parameterLines), `  )${tail}`];
}

/** `KEY: ["a", "b"],`, on one line if there is room. */
export function listLines(name: string, texts: readonly string[], indent: string): string[] {
  // As a plain key this one would be the prototype of the object.
  const key = name === '__proto__' ? '["__proto__"]' : keyText(name);
  const line = `${indent}${key}: [${texts.map(quoted).join(', ')}],`;
  if (line.length <= WIDTH || texts.length === 0) return [line];
  return [`${indent}${key}: [`, ...texts.map((text) => `${indent}  ${quoted(text)},`), `${indent}],`];
}

/** `export type NAME = "A" | "B";`, on one line if there is room. */
export function unionLines(name: string, words: readonly string[]): string[] {
  const line = `export type ${name} = ${words.map(quoted).join(' | ')};`;
  if (line.length <= WIDTH) return [line];
  const lines = words.map((word) => `  | ${quoted(word)}`);
  return [`export type ${name} =`, ...lines.slice(0, -1), `${lines.at(-1)};`];
}

/** `import type { A, B } from "where";`, on one line if there is room. */
export function importLines(names: readonly string[], from: string): string[] {
  const line = `import type { ${names.join(', ')} } from ${quoted(from)};`;
  if (line.length <= WIDTH) return [line];
  return ['import type {', ...names.map((name) => `  ${name},`), `} from ${quoted(from)};`];
}

function memberText({ name, type }: Member): string {
  return `readonly ${name}: ${type}`;
}

function parameterText(parameter: Parameter): string {
  if (typeof parameter === 'string') return parameter;
  return `${parameter.name}: { ${parameter.members.map(memberText).join('; ')} }${endOf(parameter)}`;
}

function parameterLines(parameter: Parameter): string[] {
  const line = `    ${parameterText(parameter)},`;
  if (typeof parameter === 'string' || line.length <= WIDTH) return [line];
  return [`    ${parameter.name}: {`, ...memberLines(parameter.members, '      '), `    }${endOf(parameter)},`];
}

const endOf = ({ otherwise }: Exclude<Parameter, string>) => (otherwise === undefined ? '' : ` = ${otherwise}`);
