// Manifests and values by JSON Schema 2020-12.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { packageFolder } from '../compile/sources.ts';
import { type Field, isList, type Manifest, type Parameters } from './manifest.ts';

let manifests: ValidateFunction | undefined;

/** What is wrong with the shape of a manifest, each with its place. */
export function manifestProblems(manifest: unknown): string[] {
  manifests ??= new Ajv2020({ allErrors: true, strict: false }).compile(
    JSON.parse(readFileSync(join(packageFolder(), 'spec', 'template.schema.json'), 'utf8')) as object,
  );
  return manifests(manifest) ? parameterProblems(manifest as Manifest) : told(manifests.errors ?? []);
}

/** What is wrong with the shape of values, by the schema that the manifest has of its parameters alone. */
export function schemaProblems(parameters: Parameters, values: unknown): string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  if (!ajv.validateSchema(parameters)) return told(ajv.errors ?? []);
  const validate = ajv.compile(parameters);
  return validate(values) ? [] : told(validate.errors ?? []);
}

/** What a schema cannot say of the parameters: whether what each is read by can be read itself. */
function parameterProblems({ parameters }: Manifest): string[] {
  return Object.entries(parameters.properties).flatMap(([name, row]) =>
    isList(row)
      ? Object.entries(row.items.properties).flatMap(([inside, field]) => fieldProblems(`${name}.${inside}`, field))
      : fieldProblems(name, row),
  );
}

const NUMBERS: readonly string[] = ['money', 'percent', 'decimal'];

function fieldProblems(at: string, field: Field): string[] {
  const { type, pattern, 'x-type': meaning } = field;
  const problems: string[] = [];
  const wanted = meaning === 'integer' || meaning === 'boolean' ? meaning : 'string';
  if (type !== wanted) problems.push(`parameter ${at}: x-type ${meaning} has type ${wanted}, not ${type}`);
  if (pattern !== undefined && !isPattern(pattern)) problems.push(`parameter ${at}: ${pattern} is no pattern`);
  for (const bound of ['x-minimum', 'x-maximum'] as const) {
    const text = field[bound];
    if (text !== undefined && !(NUMBERS.includes(meaning) && /^\d{1,20}(\.\d{1,18})?$/.test(text)))
      problems.push(`parameter ${at}: ${bound} is a number as a text, of money, percent or decimal`);
  }
  return problems;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function told(errors: readonly ErrorObject[]): string[] {
  const texts = errors.map(({ instancePath, message, params }) => {
    const more = Object.values(params as Record<string, unknown>).filter((value) => typeof value === 'string');
    return `${instancePath || '/'} ${message ?? ''}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
  });
  return [...new Set(texts)];
}
