// When two states of a contract count as the same: if all that they store is alike but for how much.
import type { Abi, AbiField, ValueType } from '../abi/types.ts';
import { decodeArguments, type Struct, type Value } from '../abi/value.ts';
import { type Bytes, fromHex, fromLatin1, toHex, toLatin1 } from '../base/bytes.ts';
import { STORAGE_PREFIX_LENGTH } from '../state/key.ts';

/** What tells the states of a contract apart. */
export class Likeness {
  private readonly prefix: string;
  /** The type of what stands under each slot. */
  private readonly types = new Map<string, ValueType>();
  /** Values that were read before, by slot and bytes. */
  private readonly known = new Map<string, string>();

  /** `prefix` is that of the contract's storage. */
  constructor(prefix: string, abi: Abi) {
    this.prefix = prefix;
    for (const field of abi.storage) this.types.set(toLatin1(fromHex(field.slot)!), typeOf(field));
  }

  /** A text that is the same for states that are alike. */
  of(writes: Iterable<readonly [string, Bytes | null]>): string {
    const entries: string[] = [];
    for (const [key, value] of writes)
      if (value !== null && key.startsWith(this.prefix))
        entries.push(this.entry(key.slice(STORAGE_PREFIX_LENGTH), value));
    return entries.sort().join('\n');
  }

  private entry(key: string, value: Bytes): string {
    const at = `${key}\u0000${toLatin1(value)}`;
    const known = this.known.get(at);
    if (known !== undefined) return known;
    const type = this.types.get(key.slice(0, SLOT));
    const text = `${toHex(fromLatin1(key))}=${type === undefined ? toHex(value) : shape(type, value)}`;
    this.known.set(at, text);
    return text;
  }
}

/** Bytes of a slot at the beginning of a key. */
const SLOT = 8;

function typeOf({ types }: AbiField): ValueType {
  return types.at(-1)!;
}

function shape(type: ValueType, bytes: Bytes): string {
  try {
    const [value] = decodeArguments([{ name: 'value', type }], bytes);
    return JSON.stringify(shapeOf(type, value!));
  } catch {
    // The length of a Vec stands under its own slot.
    return toHex(bytes);
  }
}

function shapeOf(type: ValueType, value: Value): unknown {
  if (type === 'Amount') return value === 0n ? 'none' : 'some';
  if (typeof type === 'string') return value instanceof Uint8Array ? toHex(value) : String(value);
  if ('enum' in type) return value;
  if ('option' in type) return value === null ? null : shapeOf(type.option, value);
  if ('list' in type) return (value as readonly Value[]).map((item) => shapeOf(type.list, item));
  return type.fields.map((field) => shapeOf(field.type, (value as Struct)[field.name]!));
}
