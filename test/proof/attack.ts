// Evidence that an attacker might make: trees shown otherwise than they must be, and trees that are none.
import type { Chance } from '../../bench/chance.ts';
import { type Bytes, fromLatin1 } from '../../engine/base/bytes.ts';
import { encoded } from '../../engine/base/codec.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { type Shown, writeShown } from '../../engine/proof/evidence.ts';
import type { Question } from '../../engine/proof/question.ts';
import { leafHash, nodeHash } from '../../engine/state/tree.ts';
import { randomKey } from './trees.ts';

export const bytesOf = (shown: Shown | undefined): Bytes => encoded((to) => writeShown(to, shown));

/** Whatever is wrong with it. */
export function hashOf(shown: Shown): string {
  if (shown.kind === 'pruned') return shown.hash;
  if (shown.kind === 'leaf') return leafHash(nodeNatives, shown.key, shown.value);
  return nodeHash(nodeNatives, shown.bit, hashOf(shown.left), hashOf(shown.right));
}

export const pruned = (shown: Shown): Shown => ({ kind: 'pruned', hash: hashOf(shown) });

/** Every way to show a tree with parts of it pruned. */
export function* forms(shown: Shown): Generator<Shown> {
  yield pruned(shown);
  if (shown.kind === 'leaf') yield shown;
  if (shown.kind !== 'branch') return;
  const rights = [...forms(shown.right)];
  for (const left of forms(shown.left)) for (const right of rights) yield { ...shown, left, right };
}

/** Another tree: one node is replaced, moved, or said to be what it is not. Its root is its own. */
export function otherTree(random: Chance, shown: Shown): Shown {
  switch (shown.kind) {
    case 'pruned':
      return { kind: 'leaf', key: randomKey(random), value: fromLatin1('v') };
    case 'leaf':
      return random(2) === 0 ? pruned(shown) : { ...shown, key: otherKey(random, shown.key) };
    case 'branch':
      if (random(3) === 0) return otherBranch(random, shown);
      if (random(2) === 0) return { ...shown, left: otherTree(random, shown.left) };
      return { ...shown, right: otherTree(random, shown.right) };
  }
}

function otherBranch(random: Chance, shown: Shown & { kind: 'branch' }): Shown {
  const { left, right, bit } = shown;
  const ways: (() => Shown)[] = [
    () => ({ ...shown, left: right, right: left }),
    () => ({ ...shown, bit: Math.max(0, bit - 3 + random(7)) }),
    () => ({ ...shown, bit: bit + 9 * random(3) }),
    () => ({ ...shown, left: pruned(left) }),
    () => ({ ...shown, right: pruned(right) }),
    () => ({ ...shown, left: pruned(left), right: pruned(right) }),
    () => ({ ...shown, right: left }),
    () => pruned(shown),
    () => left,
  ];
  return ways[random(ways.length)]!();
}

function otherKey(random: Chance, key: string): string {
  const at = random(key.length + 1);
  const byte = String.fromCharCode(random(256));
  const ways = [key.slice(0, at), key.slice(0, at) + byte, key.slice(0, at) + byte + key.slice(at + 1), `${key}\0`];
  return ways[random(ways.length)]!;
}

const leaf = (key: string) => ({ kind: 'leaf', key, value: fromLatin1('v') }) as const;
const branch = (bit: number, left: Shown, right: Shown) => ({ kind: 'branch', bit, left, right }) as const;
const hidden = { kind: 'pruned', hash: 'h'.repeat(32) } as const;
const ALL = { kind: 'prefix', prefix: '' } as const;
const KEY_A = { kind: 'key', key: 'a' } as const;
const UP_TO_A = { kind: 'range', from: '`', to: 'a' } as const;
const LONG = 'a'.repeat(257);

/** What no tree is, to be refused under the root that it would have. */
export const NO_TREES: [what: string, Shown, Question][] = [
  ['children on the side of each other', branch(7, leaf('b'), leaf('`')), ALL],
  ['a left key on the right, beside a hash', branch(7, hidden, leaf('a')), KEY_A],
  ['a right key on the left, beside a hash', branch(7, leaf('b'), hidden), KEY_A],
  ['a branch behind the end of the key beside a hash', branch(15, leaf('a'), hidden), KEY_A],
  ['a branch before the bit at which its keys part', branch(6, leaf('a'), leaf('b')), ALL],
  ['a branch behind the bit at which its keys part', branch(8, leaf('d'), leaf('a')), ALL],
  ['keys below a branch that part above it', branch(8, branch(9, leaf('`'), leaf('b\0')), leaf('a')), ALL],
  ['a bit smaller than the one above it', branch(8, branch(1, leaf('`'), hidden), leaf('a')), UP_TO_A],
  ['a key twice', branch(9, leaf('a'), leaf('a')), ALL],
  ['a bit that no key has', branch(2304, leaf(LONG), leaf(`${LONG}\0`)), ALL],
  ['two hashes', branch(9, hidden, hidden), KEY_A],
  ['two hashes aside', branch(7, leaf('a'), branch(9, hidden, hidden)), KEY_A],
  ['a hash', hidden, KEY_A],
  ['a hash of zeros', { kind: 'pruned', hash: '\0'.repeat(32) }, KEY_A],
  ['a leaf beside what was asked for', branch(7, leaf('a'), leaf('b')), KEY_A],
  ['what begins with the prefix as a hash', branch(9, leaf('a'), hidden), { kind: 'prefix', prefix: 'a' }],
  ['what is in the range as a hash', branch(9, leaf('a'), hidden), { kind: 'range', from: 'a', to: 'b' }],
  ['what is behind `from` as a hash', branch(7, leaf('a'), hidden), { kind: 'range', from: 'a', to: undefined }],
];

/** Questions that have no answer, to be refused of a tree with the one key `a`. */
export const UNASKABLE: Question[] = [
  { kind: 'key', key: '' },
  { kind: 'range', from: 'b', to: 'a' },
  { kind: 'range', from: 'a', to: 'a' },
];
export const ONE_KEY: Shown = leaf('a');
