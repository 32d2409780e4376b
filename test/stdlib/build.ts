// Small contracts around the library, built from text and run on the small host.
import { compileKept } from '../../engine/compile/kept.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { address, FakeChain } from '../contracts/fake.ts';
import type { Value } from '../contracts/values.ts';

export const AT = address(0x70);
export const CALLER = address(1);

/** A chain with one contract of these members, and a function that calls it. */
export async function contractWith(members: string) {
  const names = [
    'Address, ALLOW_REENTRY, Amount, Bytes, call, callOrRevert, Context, log, Map, Map2, Reader',
    'require, revert, sha256, keccak256, blake2b256, sm3, Status, Value, verifyEd25519, verifySecp256k1, verifyP256, Writer',
    'verifySm2, verifyMerkle, mulDiv128, mulDiv256, Rounding, Day, DayCount, Rate, Decimal, Option',
  ].join(', ');
  const text = `import { ${names} } from "tally";\n@contract("test", "1.0.0") export class Test {\n${members}\n}`;
  const built = await compileKept(singleSource(text));
  const chain = new FakeChain();
  chain.deploy(AT, built);
  const run = (method: string, ...args: Value[]) => chain.call(CALLER, AT, method, ...args);
  return { chain, run, built };
}
