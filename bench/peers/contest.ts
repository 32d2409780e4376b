// One work by everybody, in turns: Tallystick before each peer, so that a ratio is that of two runs next to each other.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../../engine/compile/sources.ts';
import { median } from '../figure.ts';
import type { Turn } from './driver.ts';
import { Lost, Player } from './player.ts';
import { absence, OURS, type Outcome, type Peer, type Scale, type Work } from './works.ts';

export interface Settings {
  readonly scale: Scale;
  readonly turns: number;
  readonly note: (text: string) => void;
}

/** A peer at its place, and what it did so far. */
interface Seat {
  readonly peer: Peer;
  readonly player: Player | undefined;
  readonly values: number[];
  readonly ratios: number[];
  readonly cores: number[];
  missing: string | undefined;
  /** One run took so long that there are no more. */
  slow: boolean;
}

/** Seconds of such a run; transfers are few enough never to be one. */
const SLOW = 5;

/** Path of the module that drives a peer. */
function driverOf({ id }: Peer): string {
  if (id === OURS.id) return fileURLToPath(new URL('./ours.js', import.meta.url));
  return join(packageFolder(), 'bench', 'peers', 'drivers', `${id}.mjs`);
}

/** What everybody did, by peer, ours included; and the versions of who was there. @throws Lost if Tallystick fails itself */
export async function contest(work: Work, peers: readonly Peer[], settings: Settings) {
  const seats: Seat[] = [];
  const versions: Record<string, string> = {};
  try {
    await sitAll([OURS, ...peers], work, settings, seats);
    await playAll(work, seats, settings);
  } finally {
    for (const { player } of seats) await player?.end();
  }
  for (const { peer, player } of seats) if (player?.version) versions[peer.id] = player.version;
  return { outcomes: Object.fromEntries(seats.map((seat) => [seat.peer.id, outcomeOf(seat)])), versions };
}

/** Two set up at a time, since nothing is measured meanwhile. */
async function sitAll(peers: readonly Peer[], work: Work, settings: Settings, seats: Seat[]): Promise<void> {
  const waiting = peers.entries();
  const lane = async () => {
    for (const [i, peer] of waiting) {
      const seat = newSeat(peer, work, settings);
      seats[i] = seat;
      await settle(seat, work, settings);
    }
  };
  await Promise.all([lane(), lane()]);
}

function newSeat(peer: Peer, work: Work, { scale }: Settings): Seat {
  const missing = absence(peer, work);
  const player = missing === undefined ? new Player(driverOf(peer), work, scale) : undefined;
  return { peer, player, values: [], ratios: [], cores: [], missing, slow: false };
}

async function settle(seat: Seat, work: Work, { note }: Settings): Promise<void> {
  const { peer, player, missing } = seat;
  const say = noteOf(work, note);
  if (!player) return say(`${peer.title} does not take part: ${missing}`);
  const begin = performance.now();
  await guarded(seat, say, () => player.ready());
  say(`${peer.title} took ${Math.round((performance.now() - begin) / 1000)} s to set up`);
}

const noteOf = (work: Work, note: Settings['note']) => (text: string) => note(`${work.id}: ${text}`);

/** Notes why the seat has no figure, if `act` loses its player. @throws Lost if that is Tallystick */
async function guarded(seat: Seat, note: (text: string) => void, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Lost) || seat.peer.id === OURS.id) throw error;
    seat.missing = error.message;
    note(`${seat.peer.title} is out: ${error.message}`);
  }
}

async function playAll(work: Work, seats: readonly Seat[], { turns, note }: Settings): Promise<void> {
  const [ours, ...others] = seats as [Seat, ...Seat[]];
  const say = noteOf(work, note);
  for (let round = 0; round < turns; round++) {
    say(`round ${round + 1} of ${turns}`);
    const present = others.filter(({ missing, slow }) => missing === undefined && !slow);
    if (present.length === 0) await play(ours, work);
    for (const seat of present) {
      const mine = await play(ours, work);
      await guarded(seat, say, async () => {
        const theirs = await play(seat, work);
        if (theirs.result !== mine.result) throw new Lost(`it computed ${theirs.result} instead of ${mine.result}`);
        seat.ratios.push(advantage(work, mine.value, theirs.value));
      });
    }
  }
}

/** How many times faster ours is than theirs. */
export function advantage({ unit }: Work, ours: number, theirs: number): number {
  return unit === 'tx/s' ? ours / theirs : theirs / ours;
}

async function play(seat: Seat, work: Work): Promise<Turn> {
  const { player, values, cores } = seat;
  const begin = performance.now();
  const { turn, cores: busy } = await player!.turn();
  seat.slow = work.unit === 'ms' && performance.now() - begin > SLOW * 1000;
  values.push(turn.value);
  if (busy !== undefined) cores.push(busy);
  return turn;
}

function outcomeOf({ player, values, ratios, cores, missing }: Seat): Outcome {
  const memory = player?.memory;
  if (missing !== undefined) return { values: [], ratios: [], cores: undefined, memory, missing };
  return { values, ratios, cores: median([...cores].sort((a, b) => a - b)), memory, missing };
}
