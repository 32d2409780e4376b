// The figures of a comparison: one for each peer and work, and how many times faster Tallystick is where that is told elsewhere.
import { type Figure, type Measured, middle, summarize } from '../figure.ts';
import { OURS, type Outcome, PEERS, type Peer, type Results, WORKS, type Work } from './works.ts';

export const idOf = (peer: Peer, work: Work) => `peer.${peer.id}.${work.id}`;

/** Figures that compare with one rival, or with the best of several. */
const RATIOS = [
  { id: 'ledger.transfer.litesvm_ratio', work: 'transfer.signed.tps', rivals: ['litesvm'] },
  { id: 'ledger.transfer.evm_ratio', work: 'transfer.signed.tps', rivals: evmPeers() },
  { id: 'call.transfer.litesvm_ratio', work: 'transfer.execution.us', rivals: ['litesvm'] },
  { id: 'call.transfer.evm_ratio', work: 'transfer.execution.us', rivals: evmPeers() },
] as const;

function evmPeers(): string[] {
  return PEERS.filter(({ evm }) => evm).map(({ id }) => id);
}

/** All figures that came of it, in the order of works and peers. */
export function figuresOf(results: Results): Measured[] {
  const own = WORKS.flatMap((work) => [OURS, ...PEERS].map((peer) => measuredOf(results, peer, work)));
  return [...own, ...RATIOS.map((ratio) => ratioOf(results, ratio))].filter((figure) => figure !== undefined);
}

export function outcomeOf({ outcomes }: Results, peer: Peer, work: Work): Outcome | undefined {
  return outcomes[peer.id]?.[work.id];
}

function measuredOf(results: Results, peer: Peer, work: Work): Measured | undefined {
  const values = outcomeOf(results, peer, work)?.values ?? [];
  return values.length > 0 ? summarize({ id: idOf(peer, work), unit: work.unit, text: '' }, values) : undefined;
}

/** Over the best rival: the one over which the ratio is smallest. */
function ratioOf(results: Results, { id, work, rivals }: (typeof RATIOS)[number]): Measured | undefined {
  const lists = rivals.map((rival) => results.outcomes[rival]?.[work]?.ratios ?? []).filter((list) => list.length > 0);
  const [best] = lists.sort((a, b) => middle(a) - middle(b));
  const figure: Figure = { id, unit: '×', text: '' };
  return best ? summarize(figure, best) : undefined;
}
