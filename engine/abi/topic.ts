// Topics of events: indexed fields in at most 32 bytes each, by which an event is found without reading its data.
import type { Bytes } from '../base/bytes.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type { AbiEvent, ValueType } from './types.ts';
import { bytesOf, encodeValue, stringOf, type Value } from './value.ts';

/** Whether a field of this type may be indexed: those that have no parts. */
export function isTopicType(type: ValueType): boolean {
  return typeof type === 'string' || 'enum' in type;
}

/** The topic of a value: its Borsh; of a string or bytes the SHA-256 of its UTF-8 or of the bytes. @throws CodecError */
export function topicOf(type: ValueType, value: Value, sha256: (data: Bytes) => Bytes): Bytes {
  if (type === 'string') return sha256(encodeUtf8(stringOf(value)));
  return type === 'bytes' ? sha256(bytesOf(type, value)) : encodeValue(type, value);
}

/** The topics that an event of these fields has. @throws CodecError */
export function topicsOf(
  { fields, indexed = [] }: AbiEvent,
  values: readonly Value[],
  sha256: (data: Bytes) => Bytes,
): Bytes[] {
  return indexed.map((name) => {
    const at = fields.findIndex((field) => field.name === name);
    return topicOf(fields[at]!.type, values[at]!, sha256);
  });
}
