// Overlays against plain maps, one on top of the other: reads, ordered reads with what they pass over, commit and discard.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstAfter, firstFrom, Overlay } from '../../engine/state/overlay.ts';
import type { Reader } from '../../engine/state/reader.ts';
import { nextIn, readerSuite, shortKey } from '../suites/reader.ts';

/** Committed values, and then each overlay from the lowest up: what it names, null where it removes. */
type Layers = readonly (readonly (readonly [string, number | null])[])[];
const changes = fc.array(fc.tuple(shortKey, fc.option(fc.nat({ max: 9 }), { nil: null })), { maxLength: 8 });
const layers: fc.Arbitrary<Layers> = fc.array(changes, { minLength: 1, maxLength: 5 });

class Sorted implements Reader {
  readonly values = new Map<string, Uint8Array>();
  get(key: string) {
    return this.values.get(key);
  }
  next(prefix: string, after: string) {
    return nextIn([...this.values.keys()].sort(), prefix, after);
  }
}

function stack(given: Layers): { overlays: Overlay[]; committed: Sorted } {
  const committed = new Sorted();
  for (const [key, value] of given[0]!) if (value !== null) committed.values.set(key, Uint8Array.of(value));
  const overlays: Overlay[] = [];
  for (const changed of given.slice(1)) {
    const overlay = new Overlay(overlays.at(-1) ?? committed);
    overlays.push(overlay);
    write(overlay, changed);
  }
  return { overlays: overlays.length > 0 ? overlays : [new Overlay(committed)], committed };
}

function write(to: Overlay, changed: Layers[number]): void {
  for (const [key, value] of changed) {
    if (value === null) to.remove(key);
    else to.set(key, Uint8Array.of(value));
  }
}

/** The same layers flattened into one map; keys that an overlay removed stay in it as null. */
function flat(given: Layers): Map<string, number | null> {
  const [committed, ...above] = given;
  const kept = committed!.filter(([, value]) => value !== null);
  const model = new Map<string, number | null>();
  for (const [key, value] of [...kept, ...above.flat()]) model.set(key, value);
  return model;
}

const visible = (model: Map<string, number | null>) => [...model.keys()].filter((k) => model.get(k) !== null).sort();

describe('nested overlays', () => {
  test('read what one map would hold', () => {
    fc.assert(
      fc.property(layers, shortKey, (given, key) => {
        const top = stack(given).overlays.at(-1)!;
        const model = flat(given);
        for (const k of [key, ...model.keys()]) expect(top.get(k)?.[0]).toBe(model.get(k) ?? undefined);
      }),
    );
  });

  test('next finds the smallest key left, and each removed key that it passes over is told once', () => {
    fc.assert(
      fc.property(layers, shortKey, shortKey, (given, prefix, after) => {
        const model = flat(given);
        let passed = 0;
        const found = stack(given)
          .overlays.at(-1)!
          .next(prefix, after, () => passed++);
        expect(found).toBe(nextIn(visible(model), prefix, after));
        const removed = [...model.keys()].filter((k) => model.get(k) === null);
        const between = removed.filter((k) => nextIn([k], prefix, after) && (found === undefined || k < found));
        expect(passed).toBe(between.length);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what passing over costs does not depend on how many overlays the removals stand in', () => {
    const one = stack([
      [['a', 1]],
      [
        ['a', null],
        ['b', null],
      ],
    ]);
    const two = stack([
      [['a', 1]],
      [['a', null]],
      [
        ['b', null],
        ['a', null],
      ],
    ]);
    for (const { overlays } of [one, two]) {
      let passed = 0;
      overlays.at(-1)!.next('', '', () => passed++);
      expect(passed).toBe(2);
    }
  });

  test('a search that stops to pay stops where it is', () => {
    const { overlays } = stack([[['a', 1]], [['a', null]]]);
    const pay = () => {
      throw new Error('no gas');
    };
    expect(() => overlays[0]!.next('', '', pay)).toThrow('no gas');
    expect(overlays[0]!.next('', '')).toBeUndefined();
  });

  test('ordered reads see what is written after the first of them', () => {
    fc.assert(
      fc.property(changes, changes, (before, later) => {
        const { overlays } = stack([[], before]);
        const [overlay] = overlays;
        overlay!.next('', '');
        write(overlay!, later);
        expect(walkAll(overlay!)).toEqual(visible(flat([[], before, later])).filter((k) => k !== ''));
      }),
    );
  });
});

function walkAll(overlay: Overlay): string[] {
  const keys: string[] = [];
  for (let key = overlay.next('', ''); key !== undefined; key = overlay.next('', key)) keys.push(key);
  return keys;
}

describe('a child', () => {
  test('that is committed leaves in its parent what it held', () => {
    fc.assert(
      fc.property(changes, changes, changes, (committed, parent, child) => {
        const { overlays } = stack([committed, parent, child]);
        const [below, above] = overlays as [Overlay, Overlay];
        below.next('', '');
        above.commitInto(below);
        const model = flat([committed, parent, child]);
        for (const [key, value] of model) expect(below.get(key)?.[0]).toBe(value ?? undefined);
        expect(walkAll(below)).toEqual(visible(model).filter((k) => k !== ''));
      }),
    );
  });

  test('that is discarded leaves no trace', () => {
    fc.assert(
      fc.property(changes, changes, changes, (committed, parent, child) => {
        const { overlays, committed: base } = stack([committed, parent, child]);
        const untouched = stack([committed, parent]);
        expect(new Map(overlays[0]!.writes())).toEqual(new Map(untouched.overlays[0]!.writes()));
        expect(base.values).toEqual(untouched.committed.values);
      }),
    );
  });
});

test('places in a sorted list are found by halving', () => {
  const list = fc.uniqueArray(shortKey).map((keys) => keys.sort());
  fc.assert(
    fc.property(list, shortKey, (order, key) => {
      expect(firstAfter(order, key)).toBe(order.filter((k) => k <= key).length);
      expect(firstFrom(order, key)).toBe(order.filter((k) => k < key).length);
    }),
  );
});

const uncommitted = (entries: ReadonlyMap<string, Uint8Array>) => {
  const overlay = new Overlay(new Sorted());
  for (const [key, value] of entries) overlay.set(key, value);
  return { reader: overlay };
};
readerSuite('an overlay over nothing', uncommitted);

readerSuite('an overlay over another, each with half of the keys, and removals in between', (entries) => {
  const lower = new Overlay(new Sorted());
  const upper = new Overlay(lower);
  for (const [i, [key, value]] of [...entries].entries()) {
    (i % 2 ? lower : upper).set(key, value);
    lower.set(`${key}\x01gone`, value);
    upper.remove(`${key}\x01gone`);
  }
  return { reader: upper };
});
