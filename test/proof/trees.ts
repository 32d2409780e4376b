// Random trees and questions, and the answers that a list of all keys gives.
import { type Chance, randomBytes } from '../../bench/chance.ts';
import { type Bytes, fromLatin1 } from '../../engine/base/bytes.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { isSound, type Question } from '../../engine/proof/question.ts';
import { Tree } from '../../engine/state/tree.ts';

export interface Sample {
  readonly tree: Tree;
  readonly values: ReadonlyMap<string, Bytes>;
}

/** Short keys over a few letters, so that many begin each other and share bits; now and then a long one. */
export function randomKey(random: Chance): string {
  const letters = ['\0', '\x01', '\x80', '\xff', 'a', 'b'];
  const length = random(12) === 0 ? 33 : 1 + random(5);
  return Array.from({ length }, () => letters[random(letters.length)]).join('');
}

export function randomTree(random: Chance): Sample {
  const values = new Map<string, Bytes>();
  const tree = new Tree(nodeNatives);
  for (let n = random(random(4) === 0 ? 60 : 12); n > 0; n--) {
    const key = randomKey(random);
    const value = randomBytes(random, random(40));
    values.set(key, value);
    tree.set(key, value);
  }
  for (const key of [...values.keys()]) {
    if (random(5) > 0) continue;
    values.delete(key);
    tree.remove(key);
  }
  return { tree, values };
}

export function randomQuestion(random: Chance, { values }: Sample): Question {
  const some = () => {
    const known = [...values.keys()];
    return known.length > 0 && random(2) === 0 ? known[random(known.length)]! : randomKey(random);
  };
  for (;;) {
    const key = some();
    const question = (
      [
        { kind: 'key', key },
        { kind: 'prefix', prefix: key.slice(0, random(key.length + 1)) },
        { kind: 'range', from: random(4) === 0 ? '' : key, to: random(4) === 0 ? undefined : some() },
      ] as const
    )[random(3)]!;
    if (isSound(question)) return question;
  }
}

/** The answer by looking at every key. */
export function answer({ values }: Sample, question: Question): { key: Bytes; value: Bytes }[] {
  const asked = (key: string) => {
    if (question.kind === 'key') return key === question.key;
    if (question.kind === 'prefix') return key.startsWith(question.prefix);
    return key >= question.from && (question.to === undefined || key < question.to);
  };
  const keys = [...values.keys()].filter(asked).sort();
  return keys.map((key) => ({ key: fromLatin1(key), value: values.get(key)! }));
}

/** The same bytes with one of them another. */
export function* mutations(bytes: Bytes, random: Chance): Generator<Bytes> {
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at]! ^= 1 + random(255);
    yield changed;
  }
}
