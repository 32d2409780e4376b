// A short mark of what a client was written from, by which one that is stale is known. It guards against slips and not against attackers.
import type { Abi } from './types.ts';

/** What is called: comments and versions do not count. */
export function callMark({ contract, methods }: Abi): string {
  const called = methods.filter(({ kind, name }) => (kind === 'view' || kind === 'mutate') && name !== 'fallback');
  return markOf([contract, called]);
}

/** What is called, reported and refused, and what hooks take. */
export function wholeMark({ contract, methods, events, errors }: Abi): string {
  return markOf([contract, methods, events, errors]);
}

/** FNV-1a of 64 bits over the JSON, in hexadecimal. */
function markOf(what: unknown): string {
  const text = JSON.stringify(what, (key, value) => (key === 'doc' ? undefined : value));
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

/** What the first line of a client says, as `tally bindings` writes it: the contract's name, and the mark. */
export const WRITTEN = /^\/\/ Written by `tally bindings` from (.+) \S+ \(([0-9a-f]{16})\):/;
