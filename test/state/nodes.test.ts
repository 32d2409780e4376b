// Branches as rows: a tree that is loaded path by path is the tree in memory, and a row has one form.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decoder, Encoder } from '../../engine/base/codec.ts';
import { CodecError } from '../../engine/base/errors.ts';
import { decodeBranch, encodeBranch, readNode, writeNode } from '../../engine/state/nodes.ts';
import { Tree } from '../../engine/state/tree.ts';
import { hashing } from '../base/sha.ts';
import { shortKey } from '../suites/reader.ts';

const key = shortKey.filter((k) => k !== '');
const entries = fc.uniqueArray(fc.tuple(key, fc.uint8Array({ maxLength: 2 })), { selector: ([k]) => k, maxLength: 25 });

/** Rows of a tree by position, as a store keeps them. */
class Rows {
  readonly branches = new Map<string, Uint8Array>();
  loads = 0;

  take(tree: Tree): void {
    for (const [at, node] of tree.takeChanged()) {
      if (node) this.branches.set(at, encodeBranch(node));
      else this.branches.delete(at);
    }
    const top = tree.topNode();
    if (!top) this.branches.delete('top');
    else {
      const to = new Encoder();
      writeNode(to, top);
      this.branches.set('top', to.finish());
    }
  }

  open(): Tree {
    const children = (at: string) => {
      this.loads++;
      return decodeBranch(this.branches.get(at)!);
    };
    const top = this.branches.get('top');
    return new Tree(hashing, { children }, top && readNode(new Decoder(top)));
  }
}

function treeOf(list: readonly (readonly [string, Uint8Array])[]): Tree {
  const tree = new Tree(hashing);
  for (const [k, v] of list) tree.set(k, v);
  return tree;
}

describe('a tree opened from rows', () => {
  test('has its root without loading anything', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const [tree, rows] = [treeOf(list), new Rows()];
        rows.take(tree);
        expect(rows.open().root()).toEqual(tree.root());
        expect(rows.loads).toBe(0);
      }),
    );
  });

  test('changes and answers like the tree in memory, through any number of openings', () => {
    const change = fc.tuple(key, fc.option(fc.uint8Array({ maxLength: 2 }), { nil: null }), shortKey);
    fc.assert(
      fc.property(entries, fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 4 }), (list, rounds) => {
        const [memory, rows] = [treeOf(list), new Rows()];
        rows.take(treeOf(list));
        for (const changes of rounds) {
          const opened = rows.open();
          for (const [k, v, prefix] of changes) {
            for (const tree of [memory, opened]) {
              if (v) tree.set(k, v);
              else tree.remove(k);
            }
            expect(opened.next(prefix, k)).toBe(memory.next(prefix, k));
          }
          expect(opened.root()).toEqual(memory.root());
          rows.take(opened);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a search loads one path', () => {
    const keys = Array.from({ length: 512 }, (_, i) => String.fromCharCode(i >> 8, i & 0xff));
    const rows = new Rows();
    rows.take(treeOf(keys.map((k) => [k, Uint8Array.of(1)])));
    expect(rows.open().next('', keys[300]!)).toBe(keys[301]);
    expect(rows.loads).toBeLessThanOrEqual(2 * 9);
  });
});

describe('a row', () => {
  test('is refused with bytes too many or too few', () => {
    const rows = new Rows();
    rows.take(
      treeOf([
        ['a', Uint8Array.of(1)],
        ['b', Uint8Array.of(2)],
      ]),
    );
    const [row] = rows.branches.values();
    expect(decodeBranch(row!)).toHaveLength(2);
    expect(() => decodeBranch(row!.subarray(1))).toThrow(CodecError);
    expect(() => decodeBranch(Uint8Array.of(...row!, 0))).toThrow(CodecError);
  });
});
