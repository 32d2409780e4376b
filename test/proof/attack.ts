// Evidence that an attacker might make: trees shown otherwise than they must be, and trees that are none.
import type { Chance } from '../../bench/chance.ts';
import { type Bytes, fromLatin1 } from '../../engine/base/bytes.ts';
import { encoded } from '../../engine/base/codec.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { type Shown, writeShown } from '../../engine/proof/evidence.ts';
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
