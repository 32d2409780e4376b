// Graphs of states: shortest ways, and states from which nothing good can be come to.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lost, type Move, type Node, pathTo } from '../../engine/simulate/graph.ts';

const wait = (text: string): Move => ({ kind: 'wait', time: 0, text });

const node = (state: string, parent?: Node, isExpanded = true): Node => ({
  place: undefined as unknown as Node['place'],
  state,
  isFinal: false,
  held: 0n,
  parent,
  move: parent && wait(state),
  next: new Set(),
  isExpanded,
});

test('the path to a state is the moves from the beginning, and none to the beginning itself', () => {
  const a = node('a');
  const c = node('c', node('b', a));
  expect(pathTo(c)).toEqual([wait('b'), wait('c')]);
  expect(pathTo(a)).toEqual([]);
});

/** Nodes with ways between them: `{ a: 'bc', b: '' }`. */
function graph(ways: { readonly [name: string]: string }, unexpanded = ''): Node[] {
  const nodes = Object.keys(ways).map((name) => node(name, undefined, !unexpanded.includes(name)));
  for (const each of nodes) for (const to of ways[each.state]!) each.next.add(nodes.find(({ state }) => state === to)!);
  return nodes;
}

const good = ({ state }: Node) => state === 'g';

test.each<[string, { readonly [name: string]: string }, string, string | undefined]>([
  ['everything leads to it', { a: 'b', b: 'g', g: '' }, '', undefined],
  ['a dead end', { a: 'bg', b: '', g: '' }, '', 'b'],
  ['a circle that nothing leads out of', { a: 'bg', b: 'c', c: 'b', g: '' }, '', 'b'],
  ['a circle that something leads out of', { a: 'b', b: 'c', c: 'bg', g: '' }, '', undefined],
  ['nothing is good', { a: 'b', b: 'a' }, '', 'a'],
  ['a dead end that was not looked at', { a: 'bg', b: '', g: '' }, 'b', undefined],
  ['what leads only to what was not looked at', { a: 'b', b: 'c', c: '' }, 'c', undefined],
  ['good itself need not lead on', { g: '' }, '', undefined],
  ['the first met of two', { a: 'bcg', b: '', c: '', g: '' }, '', 'b'],
])('%s', (_, ways, unexpanded, first) => {
  expect(lost(graph(ways, unexpanded), good)?.state).toBe(first);
});

test('what is lost is what a walk from it never finds good, in any graph', () => {
  const names = [...'abcdefg'];
  const ways = fc.record(
    Object.fromEntries(names.map((name) => [name, fc.subarray(names).map((all) => all.join(''))])),
  );
  fc.assert(
    fc.property(
      ways,
      fc.subarray(names).map((all) => all.join('')),
      (all, unexpanded) => {
        const nodes = graph(all, unexpanded);
        const found = lost(nodes, good);
        const hopeful = (from: Node): boolean => {
          const seen = new Set([from]);
          for (const each of seen) for (const next of each.next) seen.add(next);
          return [...seen].some((each) => good(each) || !each.isExpanded);
        };
        expect(found).toBe(nodes.find((each) => !hopeful(each)));
      },
    ),
  );
});
