// What a deployment is made of: the module with its ids and ABI, and the contract to be.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ABI_SECTION, checkExports, readAbi } from '../abi/abi.ts';
import type { Abi } from '../abi/types.ts';
import type { Bytes } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import { metaId } from '../base/hash.ts';
import { contractClient, hookOf } from '../client/contract.ts';
import { valuesOf } from '../client/given.ts';
import { type BodyOf, soleAdmin } from '../client/transaction.ts';
import { nodeNatives } from '../crypto/node.ts';
import { prepare } from '../wasm/prepare.ts';
import type { Args, From } from './contract.ts';
import type { Signer } from './keys.ts';
import type { Module } from './send.ts';

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
  const wasm = typeof module === 'string' ? readWasm(module) : module;
  const { code, meta } = prepare(nodeNatives, wasm);
  const section = meta.find(({ name }) => name === ABI_SECTION);
  if (section === undefined) throw new Usage('ABI_MISSING', typeof module === 'string' ? module : 'the module');
  const abi = readAbi(section.bytes);
  checkExports(abi, code.methods);
  return { wasm, codeId: code.codeId, metaId: metaId(nodeNatives, meta), abi };
}

function readWasm(path: string): Bytes {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new Usage('FILE_UNREADABLE', `${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** The body of the transaction that makes the contract. @throws Usage ARGUMENT_*; Reject NO_INIT */
export function instantiation(
  signer: Signer,
  { abi, codeId, metaId }: BuiltModule,
  { args = {}, salt = new Uint8Array(randomBytes(32)) }: Deployment,
): BodyOf<'instantiate'> {
  const input = contractClient(abi).init(valuesOf(hookOf(abi, 'init')?.params ?? [], args));
  return { codeId, metaId, salt, admin: soleAdmin(signer.address), invariant: '', template: null, input };
}
