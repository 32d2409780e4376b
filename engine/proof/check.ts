// Checking evidence against the root of a tree: what it shows, and that nothing that was asked for is hidden.
import { type Bytes, fromLatin1, toLatin1, ZERO32 } from '../base/bytes.ts';
import type { Natives } from '../base/natives.ts';
import { bitOf, firstDifference } from '../state/bits.ts';
import { leafHash, nodeHash } from '../state/tree.ts';
import { readShown, type Shown } from './evidence.ts';
import { bitsOf, endsOf, isInside, isSound, type Question } from './question.ts';
import { lawful, refuse } from './refuse.ts';

/** A key of a tree with its value. */
export interface Entry {
  readonly key: Bytes;
  readonly value: Bytes;
}

/** A node that was checked: its hash, and a key below it that is shown. */
interface Checked {
  readonly hash: string;
  /** Undefined of what is pruned. */
  readonly key: string | undefined;
}

/**
 * The complete answer to a question, in the order of keys: no key of the tree that it asks for is missing. Evidence that shows more
 * or less than it must is refused, so that there is exactly one for each tree and question.
 * @throws Usage PROOF_INVALID
 */
export function checkEvidence(natives: Natives, root: Bytes, question: Question, evidence: Bytes): Entry[] {
  if (!isSound(question)) refuse('the question of a proof has no answer');
  const shown = lawful(() => readShown(evidence));
  const check = new Check(natives, question);
  const found = shown === undefined ? toLatin1(ZERO32) : check.node(shown, endsOf(question)).hash;
  if (found !== toLatin1(root)) refuse('it has another root than the tree that it is to be from');
  return check.entries;
}

class Check {
  readonly entries: Entry[] = [];
  private readonly natives: Natives;
  private readonly question: Question;

  constructor(natives: Natives, question: Question) {
    this.natives = natives;
    this.question = question;
  }

  /** @param ends those ends of the question that a search takes through this node */
  node(shown: Shown, ends: readonly string[]): Checked {
    switch (shown.kind) {
      case 'pruned':
        if (ends.length > 0) refuse('it does not show where an end of what was asked would stand');
        return { hash: shown.hash, key: undefined };
      case 'leaf':
        return this.leaf(shown, ends);
      case 'branch':
        return this.branch(shown, ends);
    }
  }

  private leaf({ key, value }: Shown & { kind: 'leaf' }, ends: readonly string[]): Checked {
    if (isInside(this.question, { key, bits: bitsOf(key) })) this.entries.push({ key: fromLatin1(key), value });
    else if (ends.length === 0) refuse('it shows a key that was not asked for');
    return { hash: leafHash(this.natives, key, value), key };
  }

  private branch({ bit, left, right }: Shown & { kind: 'branch' }, ends: readonly string[]): Checked {
    const endsAt = (side: number) => ends.filter((end) => bitOf(end, bit) === side);
    const [low, high] = [this.node(left, endsAt(0)), this.node(right, endsAt(1))];
    const key = low.key ?? high.key ?? refuse('it shows a branch and nothing below');
    if (low.key !== undefined && high.key !== undefined) {
      if (firstDifference(low.key, high.key) !== bit || bitOf(low.key, bit) === 1)
        refuse(`keys below a branch do not part at its bit ${bit}`);
    } else this.hidden(key, bit, low.key === undefined ? 0 : 1);
    return { hash: nodeHash(this.natives, bit, low.hash, high.hash), key };
  }

  /** What is pruned beside a key may hold nothing that was asked for. */
  private hidden(key: string, bit: number, side: number): void {
    if (bitOf(key, bit) === side) refuse(`a key stands on the wrong side of bit ${bit}`);
    if (bit >= bitsOf(key)) refuse(`no key can part from a shorter one at bit ${bit}`);
    if (isInside(this.question, { key: beside(key, bit), bits: bit + 1 })) refuse('it hides keys that were asked for');
  }
}

/** A key with the same bits before this one, and the other one here. */
function beside(key: string, bit: number): string {
  const whole = Math.floor(bit / 9);
  const within = bit - 9 * whole;
  const head = key.slice(0, whole);
  if (within > 0) return head + String.fromCharCode(key.charCodeAt(whole) ^ (1 << (8 - within)));
  // The bit says whether there is another byte.
  return key.length > whole ? head : `${head}\0`;
}
