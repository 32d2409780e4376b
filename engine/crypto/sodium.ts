// Ed25519 checks by libsodium, which takes half the time of OpenSSL's, where the package is installed.

import { SCHEMES } from '../../spec/records.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Natives } from '../base/natives.ts';
import { nodeNatives } from './node.ts';
import { isStrict } from './strict.ts';

/** The part of sodium-native that is used: RFC 8032 without cofactor, which also refuses what the strict form refuses before. */
interface Sodium {
  crypto_sign_verify_detached(signature: Bytes, message: Bytes, key: Bytes): boolean;
}

// Not a literal, so that the type checker does not look for it: whoever installs Tallystick may leave it out.
const PACKAGE: string = 'sodium-native';

/** node:crypto with the checks of libsodium; undefined where that cannot be loaded. Both take exactly the same signatures. */
export async function sodiumNatives(): Promise<Natives | undefined> {
  const sodium = await load();
  if (sodium === undefined) return undefined;
  const verify = (scheme: number, key: Bytes, message: Bytes, signature: Bytes) =>
    scheme === SCHEMES.ed25519 &&
    isStrict(key, signature) &&
    sodium.crypto_sign_verify_detached(signature, message, key);
  return { ...nodeNatives, verify };
}

/** Not there, or not for this system: node:crypto does as well, and takes longer. */
async function load(): Promise<Sodium | undefined> {
  try {
    const { default: sodium } = (await import(PACKAGE)) as { readonly default: Sodium };
    return sodium;
  } catch {
    return undefined;
  }
}
