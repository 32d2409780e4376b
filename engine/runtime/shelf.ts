// Prepared code as bytes, for whoever keeps it from one process to the next: what preparing the module again would make.
import { type Bytes, concat, equal } from '../base/bytes.ts';
import { Decoder, encoding } from '../base/codec.ts';
import { CodecError } from '../base/errors.ts';
import { codeId } from '../base/hash.ts';
import type { Natives } from '../base/natives.ts';
import { specHash } from '../base/spec.ts';
import type { Method, PreparedCode } from '../base/tier.ts';
import { METERING } from '../wasm/meter.ts';
import { methodOf } from '../wasm/surface.ts';

/** Where prepared code is kept: gives what {@link encodePrepared} made, or nothing. */
export type Shelf = (codeId: Bytes) => Bytes | undefined;

/** Bytes of the SHA-256 over code id and everything behind. */
const SUM_BYTES = 8;

function sum(natives: Natives, id: Bytes, body: Bytes): Bytes {
  return natives.sha256(concat(id, body)).subarray(0, SUM_BYTES);
}

/** Rules and rewriting by which the code was prepared. */
function edition(natives: Natives): Bytes {
  return concat(Uint8Array.of(METERING), specHash(natives));
}

/** Checksum, edition, then pages, `_start`, exports and the instrumented module in Borsh; the module itself is kept elsewhere. */
export function encodePrepared(natives: Natives, code: PreparedCode): Bytes {
  const { pages, hasStart, methods, metered } = code;
  return encoding(
    (to) => {
      to.raw(edition(natives));
      to.u32(pages.initial);
      to.u32(pages.maximum);
      to.bool(hasStart);
      to.u32(methods.size);
      for (const { exportName } of methods.values()) to.string(exportName);
      to.vec(metered);
    },
    (body) => concat(sum(natives, code.codeId, body), body),
  );
}

/** What is behind the edition; undefined if that is not this program's. @throws CodecError if the bytes are damaged */
function bodyOf(natives: Natives, id: Bytes, bytes: Bytes): Bytes | undefined {
  const body = bytes.subarray(SUM_BYTES);
  if (!equal(bytes.subarray(0, SUM_BYTES), sum(natives, id, body))) throw new CodecError('checksum');
  const ours = edition(natives);
  return equal(body.subarray(0, ours.length), ours) ? body.subarray(ours.length) : undefined;
}

/** Whether another edition made these bytes, so that they cannot be compared. @throws CodecError if they are damaged */
export function isOfAnotherEdition(natives: Natives, id: Bytes, bytes: Bytes): boolean {
  return bodyOf(natives, id, bytes) === undefined;
}

/**
 * The code of this id, whose module this is; undefined if another edition made the bytes.
 * @throws CodecError if they are damaged, or the module is that of another id
 */
export function decodePrepared(natives: Natives, id: Bytes, module: Bytes, bytes: Bytes): PreparedCode | undefined {
  const body = bodyOf(natives, id, bytes);
  if (body === undefined) return undefined;
  if (!equal(codeId(natives, module), id)) throw new CodecError('the module beside it is another');
  const from = new Decoder(body);
  const pages = { initial: from.u32(), maximum: from.u32() };
  const hasStart = from.bool();
  const methods = readMethods(from);
  const metered = from.vec().slice();
  from.end();
  return { codeId: id, module, metered, pages, methods, hasStart };
}

function readMethods(from: Decoder): Map<string, Method> {
  const methods = new Map<string, Method>();
  for (let left = from.u32(); left > 0; left--) {
    const method = methodOf(from.string());
    if (method === undefined) throw new CodecError('an export that is no method');
    methods.set(method.name, method);
  }
  return methods;
}
