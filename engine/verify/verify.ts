// What whoever holds a proof needs and nothing more: the proof, and the hash of a block that they trust. Runs in browsers as well.
import { type Bytes, equal, toHex } from '../base/bytes.ts';
import { decode, type Receipt } from '../base/records.ts';
import { portableNatives } from '../crypto/portable.ts';
import { checkProof, type Proved } from '../proof/proof.ts';
import { lawful, refuse } from '../proof/refuse.ts';

/**
 * What a proof proves of a block.
 * @param block hash of a block that is trusted, 32 bytes
 * @throws Usage PROOF_INVALID, also if the proof is of another block
 */
export function verifyProof(proof: Bytes, block: Bytes): Proved {
  const isHash = block instanceof Uint8Array && block.length === 32;
  if (!isHash) refuse('the hash of a block is 32 bytes; `readProof` does without one');
  const proved = readProof(proof);
  if (equal(block, proved.blockHash)) return proved;
  return refuse(`it is of block ${toHex(proved.blockHash)} (height ${proved.header.height}), not of ${toHex(block)}`);
}

/**
 * What a proof proves of the block with the hash that comes back, whatever block that is: somebody must compare it with one that is trusted.
 * @throws Usage PROOF_INVALID
 */
export function readProof(proof: Bytes): Proved {
  return checkProof(portableNatives, proof);
}

/** The receipt that was proved, whose events are proved with it. @throws Usage PROOF_INVALID if it is of something else */
export function receiptOf({ subject }: Proved): Receipt {
  if (subject.kind !== 'receipt') refuse(`it is of a ${subject.kind}, not of a receipt`);
  return lawful(() => decode('Receipt', subject.bytes));
}
