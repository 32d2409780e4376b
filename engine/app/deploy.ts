// What a deployment is made of: the module with its ids and ABI, and the contract to be.
import { randomBytes } from 'node:crypto';
import type { Abi } from '../abi/types.ts';
import type { Bytes } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import { contractClient, hookOf } from '../client/contract.ts';
import { type Args, valuesOf } from '../client/given.ts';
import { type BodyOf, soleAdmin } from '../client/transaction.ts';
import type { From } from './contract.ts';
import type { Signer } from './keys.ts';
import { describeModule, type Module, readFile } from './module.ts';

/** What a contract is made from. */
export interface Deployment {
  /** Who deploys and may upgrade it; the chain's own signer without it. */
  readonly from?: From;
  /** For its `@init`. */
  readonly args?: Args;
  /** 32 bytes that choose its address; random without it. */
  readonly salt?: Bytes;
}

/** A module that tells how it is called. */
export interface BuiltModule extends Module {
  readonly abi: Abi;
}

/** A module of a file or of bytes. @throws ModuleReject; Usage FILE_UNREADABLE, ABI_MISSING, ABI_INVALID */
export function readModule(module: string | Bytes): BuiltModule {
  const described = describeModule(typeof module === 'string' ? readFile(module) : module);
  const { abi } = described;
  if (abi === undefined) throw new Usage('ABI_MISSING', typeof module === 'string' ? module : 'the module');
  return { ...described, abi };
}

/** The body of the transaction that makes the contract. @throws Usage ARGUMENT_*; Reject NO_INIT */
export function instantiation(
  signer: Pick<Signer, 'address'>,
  { abi, codeId, metaId }: Omit<BuiltModule, 'wasm'>,
  { args = {}, salt = new Uint8Array(randomBytes(32)) }: Deployment,
): BodyOf<'instantiate'> {
  const input = contractClient(abi).init(valuesOf(hookOf(abi, 'init')?.params ?? [], args));
  return { codeId, metaId, salt, admin: soleAdmin(signer.address), holds: false, invariant: '', template: null, input };
}
