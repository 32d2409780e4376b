// Small modules from text, for tests.
import wabt from 'wabt';
import type { PreparedCode } from '../../engine/base/tier.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { hashing } from '../base/sha.ts';

const toolkit = await wabt();

/** Bytes of a module in text form. */
export function assemble(text: string): Uint8Array {
  const module = toolkit.parseWat('test.wat', text, { bulk_memory: true, sign_extension: true });
  try {
    return new Uint8Array(module.toBinary({ write_debug_names: true }).buffer);
  } finally {
    module.destroy();
  }
}

/** The text form of a module, whatever features it uses. */
export function disassemble(bytes: Uint8Array): string {
  const module = toolkit.readWasm(bytes, { readDebugNames: false });
  try {
    return module.toText({ foldExprs: false, inlineExport: false });
  } finally {
    module.destroy();
  }
}

/** Prepared code of a module in text form. */
export function prepared(text: string): PreparedCode {
  return prepare(hashing, assemble(text)).code;
}
