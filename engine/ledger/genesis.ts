// Genesis: the record that names a chain, the state it begins with, and block 0.
import { DEFAULT_BLOCK_GAS, LIMITS } from '../../spec/limits.ts';
import { RECORD_VERSION } from '../../spec/records.ts';
import { ROLES, type Role } from '../../spec/roles.ts';
import { VERSION } from '../../spec/version.ts';
import { type Bytes, equal, toHex, ZERO32 } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import { accountAddress, blockHash, genesisId } from '../base/hash.ts';
import type { Natives } from '../base/natives.ts';
import { encode, type Genesis, type Header } from '../base/records.ts';
import { specHash } from '../base/spec.ts';
import { firstRecord } from '../runtime/account.ts';
import { writeTop } from '../runtime/records.ts';
import type { Forest } from '../state/forest.ts';
import { roleKey } from '../state/key.ts';
import { Overlay } from '../state/overlay.ts';
import type { Reader, Writes } from '../state/reader.ts';
import { type Block, receiptRoot, transactionRoot } from './block.ts';
import type { Head } from './chain.ts';

/** What somebody who starts a chain chooses. */
export interface Founding {
  readonly name: string;
  readonly salt: Bytes;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly blockGas?: number;
  readonly accounts: readonly { scheme: number; key: Bytes }[];
  /** Roles of the chain; with any, it is governed and asks for them. */
  readonly roles?: readonly { account: Bytes; role: Role }[];
}

/** The genesis record of a chain under this build's rules. */
export function makeGenesis(natives: Natives, founding: Founding): Genesis {
  return {
    version: RECORD_VERSION,
    name: founding.name,
    salt: founding.salt,
    time: founding.time,
    protocol: VERSION.protocol,
    specHash: specHash(natives),
    blockGas: founding.blockGas ?? DEFAULT_BLOCK_GAS,
    accounts: [...founding.accounts],
    roles: [...(founding.roles ?? [])],
  };
}

/** @throws Fault SPEC_MISMATCH if the chain runs under rules that this build does not have */
export function checkRules(natives: Natives, genesis: Genesis): void {
  const ours = specHash(natives);
  if (genesis.protocol === VERSION.protocol && equal(genesis.specHash, ours)) return;
  const theirs = `protocol ${genesis.protocol}, spec ${toHex(genesis.specHash)}`;
  throw new Fault(
    'SPEC_MISMATCH',
    `the chain has ${theirs}; this build has protocol ${VERSION.protocol}, spec ${toHex(ours)}`,
  );
}

/** State of block 0, brought into the (empty) forest, and the block. */
export function applyGenesis(
  natives: Natives,
  genesis: Genesis,
  forest: Forest,
): { block: Block; head: Head; writes: Writes } {
  if (genesis.blockGas > LIMITS.blockGas.max) throw new Fault('SPEC_MISMATCH', `block gas ${genesis.blockGas}`);
  checkRoles(genesis);
  const overlay = new Overlay(NOTHING);
  const { protocol, specHash: rules, blockGas } = genesis;
  writeTop(overlay, 'protocol', undefined, {
    version: RECORD_VERSION,
    protocol,
    specHash: rules,
    blockGas,
    governed: genesis.roles.length > 0,
    next: null,
  });
  for (const account of genesis.accounts) {
    writeTop(overlay, 'account', accountAddress(natives, account.scheme, account.key), firstRecord(account));
  }
  for (const { account, role } of genesis.roles) {
    const record = { version: RECORD_VERSION, scope: ZERO32, account, role, grantedBy: account, height: 0 };
    overlay.set(roleKey(ZERO32, account, role), encode('RoleRecord', record));
  }
  const writes = forest.apply(overlay.writes(), NOTHING);
  const header = firstHeader(natives, genesis, forest.root());
  return { block: { header, transactions: [] }, head: { header, hash: blockHash(natives, header) }, writes };
}

/** @throws Fault SPEC_MISMATCH if a role is none of the table, or nobody could give roles */
function checkRoles({ roles }: Genesis): void {
  for (const { role } of roles) if (!Object.hasOwn(ROLES, role)) throw new Fault('SPEC_MISMATCH', `role ${role}`);
  if (roles.length > 0 && !roles.some(({ role }) => role === 'admin'))
    throw new Fault('SPEC_MISMATCH', 'a genesis with roles names an admin');
}

const NOTHING: Reader = { get: () => undefined, next: () => undefined };

function firstHeader(natives: Natives, genesis: Genesis, stateRoot: Bytes): Header {
  return {
    version: RECORD_VERSION,
    protocol: genesis.protocol,
    specHash: genesis.specHash,
    chain: genesisId(natives, genesis),
    height: 0,
    time: genesis.time,
    parent: ZERO32,
    txRoot: transactionRoot(natives, []),
    receiptRoot: receiptRoot(natives, []),
    stateRoot,
    gasUsed: 0,
  };
}
