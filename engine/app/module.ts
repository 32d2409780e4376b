// A module by what it says of itself: its ids, and the ABI that it came with.
import { readFileSync } from 'node:fs';
import { abiAmong, checkExports } from '../abi/abi.ts';
import type { Abi } from '../abi/types.ts';
import type { Bytes } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import { metaId } from '../base/hash.ts';
import { nodeNatives } from '../crypto/node.ts';
import { prepare } from '../wasm/prepare.ts';

/** What is to be uploaded, and the ids that it will have. */
export interface Module {
  readonly wasm: Bytes;
  readonly codeId: Bytes;
  readonly metaId: Bytes;
  readonly abi: Abi | undefined;
}

/** @throws ModuleReject; Usage ABI_INVALID if its ABI cannot be read or tells of other methods */
export function describeModule(wasm: Bytes): Module {
  const { code, meta } = prepare(nodeNatives, wasm);
  const abi = abiAmong(meta);
  if (abi !== undefined) checkExports(abi, code.methods);
  return { wasm, codeId: code.codeId, metaId: metaId(nodeNatives, meta), abi };
}

/** The bytes of a file. @throws Usage FILE_UNREADABLE */
export function readFile(path: string): Bytes {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new Usage('FILE_UNREADABLE', `${path} (${(cause as NodeJS.ErrnoException).code})`);
  }
}
