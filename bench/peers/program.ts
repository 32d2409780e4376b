// The command that compares: reads what is asked, has everybody play every work, and prints or writes what came out.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pc from 'picocolors';
import { EXIT, type ExitCode } from '../../cli/exit.ts';
import { toJson } from '../../cli/json.ts';
import { inColour, type Sink } from '../../cli/print.ts';
import { middle } from '../figure.ts';
import { between, machine, readable } from '../report.ts';
import { chartOf } from './chart.ts';
import type { Settings } from './contest.ts';
import { figuresOf, outcomeOf } from './figures.ts';
import { pageOf, textOf } from './page.ts';
import {
  absence,
  FULL,
  type Outcome,
  PEERS,
  type Peer,
  QUICK,
  QUICK_TURNS,
  type Results,
  TURNS,
  WORKS,
  type Work,
} from './works.ts';

/** Has these play one work. */
export type Contest = (
  work: Work,
  peers: readonly Peer[],
  settings: Settings,
) => Promise<{ outcomes: { readonly [peer: string]: Outcome }; versions: { readonly [peer: string]: string } }>;

/** What the command works with. */
export interface World {
  readonly out: Sink;
  readonly err: Sink;
  readonly contest: Contest;
  /** Paths that `--write` writes to. */
  readonly page: string;
  readonly chart: string;
}

const USAGE = `usage: npm run bench:peers -- [WORK...] [--peers A,B] [--turns N] [--quick] [--json | --markdown] [--write]
  WORK        only these works, or all that begin with it: transfer, kernel.sieve
  --peers     only these peers
  --turns     runs of each, ${TURNS} by default
  --quick     little of everything: shows that it runs, its figures are worth nothing
  --json      one document on standard output
  --markdown  tables in Markdown, with how each works and what it took
  --write     everything, and the tables of docs/performance.md and docs/peers.svg written anew`;

interface Asked {
  readonly works: readonly Work[];
  readonly peers: readonly Peer[];
  readonly turns: number;
  readonly quick: boolean;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly write: boolean;
}

/** Runs the command; returns its exit code. @throws Lost if Tallystick itself fails */
export async function runPeers(args: readonly string[], world: World): Promise<ExitCode> {
  const asked = readArguments(args);
  if (typeof asked === 'string') {
    const ids = [...WORKS, ...PEERS].map(({ id }) => `  ${id}`).join('\n');
    world.err.write(`${asked}\n${USAGE}\nworks and peers:\n${ids}\n`);
    return EXIT.usage;
  }
  print(world, asked, await playAll(asked, world));
  return EXIT.done;
}

/** An id means itself; what is none means all works that begin with it. */
function isMeant(part: string, { id }: Work): boolean {
  return WORKS.some((work) => work.id === part) ? id === part : id.startsWith(part);
}

function readArguments(args: readonly string[]): Asked | string {
  const boolean = { type: 'boolean', default: false } as const;
  const string = { type: 'string' } as const;
  const options = { json: boolean, markdown: boolean, write: boolean, quick: boolean, peers: string, turns: string };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { json, markdown, write, quick } = values;
    const turns = Number(values.turns ?? (quick ? QUICK_TURNS : TURNS));
    const works = WORKS.filter((work) => positionals.length === 0 || positionals.some((part) => isMeant(part, work)));
    const names = values.peers?.split(',');
    const peers = PEERS.filter(({ id }) => names === undefined || names.includes(id));
    const unknown = names?.find((name) => !PEERS.some(({ id }) => id === name));
    if (unknown !== undefined) return `no peer ${unknown}`;
    const odd = positionals.find((part) => !WORKS.some((work) => isMeant(part, work)));
    if (odd !== undefined) return `no work ${odd}`;
    if (!Number.isSafeInteger(turns) || turns < 1) return '--turns takes a number from 1';
    if (json && markdown) return '--json and --markdown exclude each other';
    const all = works.length === WORKS.length && peers.length === PEERS.length;
    if (write && (!all || quick)) return '--write writes everything, so it takes no work, --peers or --quick';
    return { works, peers, turns, quick, json, markdown, write };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Each work in turn, never two at a time. */
async function playAll({ works, peers, turns, quick }: Asked, { contest, err }: World): Promise<Results> {
  const outcomes: Record<string, Record<string, Outcome>> = {};
  const versions: Record<string, string> = {};
  const note = (text: string) => void err.write(`${text}\n`);
  for (const work of works) {
    const played = await contest(work, peers, { scale: quick ? QUICK : FULL, turns, note });
    Object.assign(versions, played.versions);
    for (const [peer, outcome] of Object.entries(played.outcomes)) {
      outcomes[peer] = { ...outcomes[peer], [work.id]: outcome };
      // A run is long, and what is told so far survives its end.
      if (outcome.values.length > 0) note(`${work.id}: ${peer} ${readable(middle(outcome.values))} ${work.unit}`);
    }
  }
  return { outcomes, versions };
}

const BEGIN = '<!-- peers -->';
const END = '<!-- /peers -->';

function print({ out, err, page, chart }: World, asked: Asked, results: Results): void {
  const where = asked.quick ? `${placeAndTime()} · quick: worth nothing` : placeAndTime();
  if (asked.json) out.write(toJson({ machine: where, quick: asked.quick, ...results, figures: figuresOf(results) }));
  else if (asked.markdown) out.write(pageOf(results, where));
  else out.write(textOf(results, where, pc.createColors(inColour(out, process.env))));
  for (const line of lostOf(results)) err.write(`${line}\n`);
  if (!asked.write) return;
  writeFileSync(page, between(readFileSync(page, 'utf8'), [BEGIN, END], pageOf(results, where)));
  writeFileSync(chart, chartOf(results, where));
  err.write(`wrote ${page} and ${chart}\n`);
}

/** The machine, the day, and how many processes wanted its cores lately; what is compared takes one or two. */
function placeAndTime(): string {
  const day = new Date().toISOString().slice(0, 10);
  return `${machine()} · ${day} · load of the last 15 minutes ${loadavg()[2]!.toFixed(1)}`;
}

/** Whoever could not do what it should have done, loudly. */
function lostOf(results: Results): string[] {
  return PEERS.flatMap((peer) =>
    WORKS.flatMap((work) => {
      const missing = outcomeOf(results, peer, work)?.missing;
      return missing === undefined || absence(peer, work) !== undefined
        ? []
        : [`NO FIGURE of ${peer.title} in ${work.id}: ${missing}`];
    }),
  );
}
