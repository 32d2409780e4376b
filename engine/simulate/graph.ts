// States that a search has met, and the ways between them: which of them lead somewhere.
import type { Given } from '../template/manifest.ts';
import type { Place } from './world.ts';

/** One thing that is done, or time that is let pass. */
export type Move =
  | {
      readonly kind: 'act';
      readonly by: string;
      readonly method: string;
      readonly given: { readonly [parameter: string]: Given };
      /** Arguments as they are sent; undefined if some of them are asked of views where it is done. */
      readonly input: Uint8Array | undefined;
    }
  | { readonly kind: 'wait'; readonly time: number; readonly text: string };

/** A state that was met, and how it was first come to. */
export interface Node {
  readonly place: Place;
  readonly state: string;
  readonly isFinal: boolean;
  /** What is in assets that must be able to leave, in minor units. */
  readonly held: bigint;
  readonly parent: Node | undefined;
  readonly move: Move | undefined;
  /** States that one move leads to. */
  readonly next: Set<Node>;
  /** Whether every move was tried from here. */
  isExpanded: boolean;
}

/** The moves that first led to a state; none of the ways there is shorter. */
export function pathTo(node: Node): Move[] {
  const moves: Move[] = [];
  for (let at: Node | undefined = node; at?.move !== undefined; at = at.parent) moves.unshift(at.move);
  return moves;
}

/**
 * The first met of the states from which no state that is `well` can be come to. What was not looked at to the end counts as well:
 * nobody knows where it leads.
 */
export function lost(nodes: readonly Node[], well: (node: Node) => boolean): Node | undefined {
  const back = new Map<Node, Node[]>();
  for (const node of nodes) for (const next of node.next) back.set(next, [...(back.get(next) ?? []), node]);
  const queue = nodes.filter((node) => !node.isExpanded || well(node));
  const reached = new Set(queue);
  for (const node of queue) {
    for (const before of back.get(node) ?? []) {
      if (reached.has(before)) continue;
      reached.add(before);
      queue.push(before);
    }
  }
  return nodes.find((node) => !reached.has(node));
}
