// Manifests and values by JSON Schema 2020-12.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { packageFolder } from '../compile/sources.ts';
import type { Parameters } from './manifest.ts';

let manifests: ValidateFunction | undefined;

/** What is wrong with the shape of a manifest, each with its place. */
export function manifestProblems(manifest: unknown): string[] {
  manifests ??= new Ajv2020({ allErrors: true, strict: false }).compile(
    JSON.parse(readFileSync(join(packageFolder(), 'spec', 'template.schema.json'), 'utf8')) as object,
  );
  return manifests(manifest) ? [] : told(manifests.errors ?? []);
}

/** What is wrong with the shape of values, by the schema that the manifest has of its parameters alone. */
export function schemaProblems(parameters: Parameters, values: unknown): string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  if (!ajv.validateSchema(parameters)) return told(ajv.errors ?? []);
  const validate = ajv.compile(parameters);
  return validate(values) ? [] : told(validate.errors ?? []);
}

function told(errors: readonly ErrorObject[]): string[] {
  const texts = errors.map(({ instancePath, message, params }) => {
    const more = Object.values(params as Record<string, unknown>).filter((value) => typeof value === 'string');
    return `${instancePath || '/'} ${message ?? ''}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
  });
  return [...new Set(texts)];
}
