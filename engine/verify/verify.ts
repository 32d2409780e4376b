// What whoever holds a proof needs and nothing more: the proof, and the hash of a block that they trust. Runs in browsers as well.
import { type Bytes, equal, toHex } from '../base/bytes.ts';
import { decode, type Receipt } from '../base/records.ts';
import { portableNatives } from '../crypto/portable.ts';
import { checkProof, type Proved } from '../proof/proof.ts';
import { lawful, refuse } from '../proof/refuse.ts';

/**
 * What a proof proves. Without `block` it is true of the block with the hash that comes back, whatever chain that is of.
 * @param block hash of a block, 32 bytes, that the proof must be of
 * @throws Usage PROOF_INVALID
 */
export function verifyProof(proof: Bytes, block?: Bytes): Proved {
  const proved = checkProof(portableNatives, proof);
  if (block !== undefined && !equal(block, proved.blockHash))
    refuse(`it is of block ${toHex(proved.blockHash)} (height ${proved.header.height}), not of ${toHex(block)}`);
  return proved;
}

/** The receipt that was proved, whose events are proved with it. @throws Usage PROOF_INVALID if it is of something else */
export function receiptOf({ subject }: Proved): Receipt {
  if (subject.kind !== 'receipt') refuse(`it is of a ${subject.kind}, not of a receipt`);
  return lawful(() => decode('Receipt', subject.bytes));
}
