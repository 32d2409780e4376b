// Value types as an author writes them, and as the ABI names them.
import { VALUE_TYPES, type ValueType } from '../abi/types.ts';
import type { Report } from './findings.ts';
import { typeName } from './syntax.ts';
import type { TypeNode } from './tree.ts';

const WRITTEN: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ...VALUE_TYPES.filter((type) => type !== 'bytes').map((type) => [type, type] as const),
  ['boolean', 'bool'],
  ['Uint8Array', 'bytes'],
  ['Bytes', 'bytes'],
]);

/** The ABI type that a written type stands for, or undefined. */
export function valueType(type: TypeNode): ValueType | undefined {
  const { name, args } = typeName(type);
  return args.length === 0 ? WRITTEN.get(name) : undefined;
}

/** The same, with a finding if there is none; `of` says what has the type: `parameter 'x'`. */
export function requireValueType(type: TypeNode, of: string, report: Report): ValueType | undefined {
  const found = valueType(type);
  if (!found)
    report(type, 'unsupported-type', `${of} must be one of ${VALUE_TYPES.join(', ').replace('bytes', 'Bytes')}`);
  return found;
}

/** How the generated entry writes a type. */
export function sourceType(type: ValueType): string {
  return type === 'bytes' ? 'Uint8Array' : type;
}
