// Peers side by side: what is made of the runs, and what is asked of the command. How quick anybody is, is not tested.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chartOf } from '../../bench/peers/chart.ts';
import { advantage, type Settings } from '../../bench/peers/contest.ts';
import { figuresOf, idOf } from '../../bench/peers/figures.ts';
import { pageOf } from '../../bench/peers/page.ts';
import type { Limits, Player } from '../../bench/peers/player.ts';
import { type Contest, runPeers } from '../../bench/peers/program.ts';
import { parseStat } from '../../bench/peers/usage.ts';
import {
  absence,
  FULL,
  OURS,
  type Outcome,
  PEERS,
  QUICK,
  type Results,
  WORKS,
  type Work,
} from '../../bench/peers/works.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const FOLDER = join(ROOT, 'bench', 'peers');
const PLAYERS = [OURS, ...PEERS];
const SIGNED = WORKS.find(({ id }) => id === 'transfer.signed.tps')!;
const EXECUTION = WORKS.find(({ id }) => id === 'transfer.execution.us')!;

const none = { cores: undefined, memory: undefined, missing: undefined };

/** Player number `i` took so much; Tallystick is number 0. */
function outcome(work: Work, i: number, missing?: string): Outcome {
  if (missing !== undefined) return { ...none, values: [], ratios: [], missing };
  const scale = work.unit === 'tx/s' ? 10_000 / (i + 1) : 10 * (i + 1);
  const ratios = i === 0 ? [] : [i, i + 1, i + 2];
  return { ...none, values: [0.9 * scale, scale, 1.1 * scale], ratios, cores: 1.26, memory: 345.6 };
}

/** Everybody did what they do. */
function resultsOf(works: readonly Work[] = WORKS): Results {
  const outcomes = PLAYERS.map((peer, i) => [
    peer.id,
    Object.fromEntries(works.map((work) => [work.id, outcome(work, i, absence(peer, work))])),
  ]);
  return { outcomes: Object.fromEntries(outcomes), versions: { tallystick: '0.0.1', edr: '0.22.0' } };
}

describe('figures', () => {
  const figures = figuresOf(resultsOf());
  const figure = (id: string) => figures.find((figure) => figure.id === id)?.value;

  test('each player has a figure for each work that it does', () => {
    for (const work of WORKS)
      for (const [i, peer] of PLAYERS.entries()) {
        const expected = absence(peer, work) === undefined ? outcome(work, i).values[1] : undefined;
        expect(figure(idOf(peer, work)), idOf(peer, work)).toBe(expected && Math.round(expected * 1000) / 1000);
      }
    expect(figure('peer.edr.transfer.execution.us')).toBe(30);
    expect(figure('peer.litesvm.transfer.signed.tps')).toBe(5_000);
  });

  test('a ratio is the median of neighbouring runs, and that of Ethereum is over the best of its machines', () => {
    expect(figure('ledger.transfer.litesvm_ratio')).toBe(2);
    // EDR is player 2, Anvil 3, EthereumJS 4.
    expect(figure('ledger.transfer.evm_ratio')).toBe(3);
    expect(figure('call.transfer.litesvm_ratio')).toBe(2);
    expect(figure('call.transfer.evm_ratio')).toBe(3);
  });

  test('there is no ratio over a peer that has no figure', () => {
    const { outcomes, versions } = resultsOf();
    const without = { ...outcomes, litesvm: { [SIGNED.id]: outcome(SIGNED, 1, 'it fell over') } };
    const ids = figuresOf({ outcomes: without, versions }).map(({ id }) => id);
    expect(ids).not.toContain('ledger.transfer.litesvm_ratio');
    expect(ids).toContain('ledger.transfer.evm_ratio');
  });

  test('more is better for rates, less for times', () => {
    expect(advantage(SIGNED, 10_000, 5_000)).toBe(2);
    expect(advantage(EXECUTION, 10, 25)).toBe(2.5);
  });
});

describe('the page', () => {
  const page = pageOf(resultsOf(), 'a machine');

  test('tells machine, versions, values with their span, ratios, cores and memory', () => {
    expect(page).toMatch(/^a machine\n/);
    expect(page).toContain('| EDR (revm, Hardhat’s engine) | 0.22.0 |');
    expect(page).toContain(
      '| litesvm | 20.0 | 18.0 | 22.0 | 3 | 2.00 × | 1.3 | 346 | `peer.litesvm.transfer.execution.us` |',
    );
    expect(page).toContain('| `ledger.transfer.litesvm_ratio` | 2.00 | 1.00 | 3.00 | 3 |');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('tells why there is no figure', () => {
    for (const peer of PEERS) for (const reason of Object.values(peer.absent)) expect(page).toContain(reason);
  });

  test('is a table of as many cells in every row', () => {
    for (const block of page.split('\n\n').filter((part) => part.startsWith('|'))) {
      const counts = new Set(
        block
          .trimEnd()
          .split('\n')
          .map((row) => row.split('|').length),
      );
      expect(counts.size, block).toBe(1);
    }
  });
});

/** Checks that tags open and close in order and attributes are quoted; returns the texts. */
function textsOf(svg: string): string[] {
  const open: string[] = [];
  const texts: string[] = [];
  for (const [, close, name, attributes, alone, text] of svg.matchAll(/<(\/?)([a-z]+)((?:\s[^<>]*?)?)(\/?)>([^<]*)/g)) {
    expect(attributes).toMatch(/^(\s[\w:-]+="[^"<>]*")*$/);
    if (close) expect(open.pop()).toBe(name);
    else if (!alone) open.push(name!);
    if (name === 'text' && !close) texts.push(text!);
    expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
  }
  expect(open).toEqual([]);
  return texts;
}

describe('the picture', () => {
  const svg = chartOf(resultsOf(), 'a <machine> & more');

  test('is well-formed, and has no number that is none', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    expect(textsOf(svg)).toContainEqual(expect.stringContaining('a &lt;machine&gt; &amp; more'));
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('names everybody, every kernel and the units', () => {
    const texts = textsOf(svg);
    for (const { title } of PLAYERS) expect(texts).toContain(title.replace(/ \(.*/, ''));
    for (const name of ['fibonacci', 'sieve', 'digest', 'sort', 'matrix']) expect(texts).toContain(name);
    expect(texts).toContain('100,000 tx/s');
    expect(texts).toContain('10 ms');
  });

  test('nothing stands outside of it', () => {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
    for (const [, x, w] of svg.matchAll(/<rect[^>]* x="([\d.-]+)"[^>]* width="([\d.-]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(w)).toBeGreaterThan(0);
      expect(Number(x) + Number(w)).toBeLessThanOrEqual(width!);
    }
    for (const [, x] of svg.matchAll(/ (?:cx|x1|x2)="([\d.-]+)"/g)) expect(Number(x)).toBeLessThanOrEqual(width!);
    expect(height).toBeGreaterThan(500);
  });

  test('is in order when nobody was measured', () => {
    const empty = chartOf({ outcomes: {}, versions: {} }, 'a machine');
    expect(textsOf(empty)).toContain('not measured');
    expect(empty).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  const [page, chart] = [join(folder, 'performance.md'), join(folder, 'peers.svg')];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(...args: string[]) {
    const played: { work: string; peers: string[]; settings: Settings }[] = [];
    const said = { out: '', err: '' };
    const sink = (to: 'out' | 'err') => ({ write: (text: string) => (said[to] += text) });
    const contest: Contest = async (work, peers, settings) => {
      played.push({ work: work.id, peers: peers.map(({ id }) => id), settings });
      const { outcomes } = resultsOf([work]);
      const present = Object.entries(outcomes).filter(([id]) => id === OURS.id || peers.some((peer) => peer.id === id));
      return { outcomes: Object.fromEntries(present.map(([id, of]) => [id, of[work.id]!])), versions: {} };
    };
    const code = await runPeers(args, { out: sink('out'), err: sink('err'), contest, page, chart });
    return { code, played, ...said };
  }

  test('without arguments everybody plays everything, five times', async () => {
    const { code, played } = await run();
    expect(code).toBe(0);
    expect(played.map(({ work }) => work)).toEqual(WORKS.map(({ id }) => id));
    expect(played[0]).toMatchObject({ peers: PEERS.map(({ id }) => id), settings: { turns: 5, scale: FULL } });
  });

  test('works are chosen by id or by how they begin, peers by name', async () => {
    const one = await run('transfer.execution.us', '--peers', 'edr,litesvm', '--turns', '9');
    expect(one.played).toMatchObject([
      { work: 'transfer.execution.us', peers: ['litesvm', 'edr'], settings: { turns: 9 } },
    ]);
    const some = await run('kernel.s', '--quick');
    expect(some.played.map(({ work }) => work)).toEqual(['kernel.sieve.ms', 'kernel.sort.ms']);
    expect(some.played[0]!.settings.scale).toBe(QUICK);
    expect(some.out).toContain('quick: worth nothing');
  });

  test.each([
    [['nothing'], 'no work nothing'],
    [['kernel', 'nothing'], 'no work nothing'],
    [['--peers', 'fabric'], 'no peer fabric'],
    [['--turns', '0'], '--turns takes a number from 1'],
    [['--json', '--markdown'], 'exclude each other'],
    [['kernel', '--write'], '--write writes everything'],
    [['--quick', '--write'], '--write writes everything'],
    [['--fast'], "Unknown option '--fast'"],
  ])('%j is refused', async (args, why) => {
    const { code, played, err } = await run(...args);
    expect([code, played]).toEqual([2, []]);
    expect(err).toContain(why);
    expect(err).toContain('usage: npm run bench:peers');
  });

  test('--json prints one document', async () => {
    const { out } = await run('transfer', '--json');
    const { figures, outcomes, quick } = JSON.parse(out);
    expect(quick).toBe(false);
    expect(figures).toContainEqual(expect.objectContaining({ id: 'ledger.transfer.evm_ratio', unit: '×', value: 3 }));
    expect(outcomes.cosmwasm['transfer.signed.tps'].missing).toContain('no transactions');
  });

  test('a terminal gets columns, and whoever cannot take part is named with the reason', async () => {
    const { out } = await run('transfer.signed');
    expect(out).toMatch(/^litesvm +5,000 +4,500 +5,500 +3 +2\.00 ×$/m);
    expect(out).toMatch(/^cosmwasm-vm-js +– +it has no transactions, signatures or blocks$/m);
    expect(out).toMatch(/^ledger\.transfer\.litesvm_ratio +2\.00 +1\.00 +3\.00 +3$/m);
  });

  test('a peer that should have a figure and has none is told loudly', async () => {
    const sink = { text: '', write: (text: string) => (sink.text += text) };
    const contest: Contest = async (work) => ({ outcomes: { edr: outcome(work, 2, 'it fell over') }, versions: {} });
    await runPeers(['transfer.signed'], { out: { write: () => true }, err: sink, contest, page, chart });
    expect(sink.text).toContain('NO FIGURE of EDR (revm, Hardhat’s engine) in transfer.signed.tps: it fell over\n');
  });

  test('nothing is written unless it is asked for', async () => {
    await run('--markdown');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('--write writes the picture, and the page between its marks', async () => {
    writeFileSync(page, 'before\n<!-- peers -->\nold\n<!-- /peers -->\nafter\n');
    const { out } = await run('--write', '--markdown');
    const text = readFileSync(page, 'utf8');
    expect(text).toBe(`before\n<!-- peers -->\n${out}<!-- /peers -->\nafter\n`);
    textsOf(readFileSync(chart, 'utf8'));
  });
});

describe('what is installed', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
  const KINDS = ['dependencies', 'optionalDependencies'];

  test('exact versions are pinned, in the lock as well', () => {
    const own = read('package.json');
    for (const kind of KINDS) {
      for (const version of Object.values(own[kind])) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(read('package-lock.json').packages[''][kind]).toEqual(own[kind]);
    }
  });

  test('what exists for one platform only may be missing', () => {
    const { dependencies, optionalDependencies } = read('package.json');
    expect(Object.keys(dependencies).filter((name) => /linux|darwin|win32/.test(name))).toEqual([]);
    expect(Object.keys(optionalDependencies)).toEqual(expect.arrayContaining([expect.stringContaining('linux')]));
  });

  test('every peer has a driver', () => {
    const drivers = readdirSync(join(FOLDER, 'drivers'));
    for (const { id } of PEERS) expect(drivers).toContain(`${id}.mjs`);
  });

  test('the page of docs has what a run wrote: the marks, the picture, and every figure that came out', () => {
    const page = readFileSync(join(ROOT, 'docs', 'performance.md'), 'utf8');
    const written = /<!-- peers -->\n([\s\S]*)<!-- \/peers -->/.exec(page)![1]!;
    const ids = ['ledger.transfer.litesvm_ratio', 'ledger.transfer.evm_ratio', 'call.transfer.litesvm_ratio'];
    for (const id of [...ids, ...WORKS.filter(({ unit }) => unit === 'ms').map(({ id }) => id)])
      expect(written).toContain(`\`${id}\``);
    expect(page).toContain('](peers.svg)');
    expect(textsOf(readFileSync(join(ROOT, 'docs', 'peers.svg'), 'utf8'))).toContain('Tallystick');
  });
});

test('memory and processor time are read whatever the process is called', () => {
  const rest = 'S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 11 0 1234 987654321 2560 18446744073709551615';
  expect(parseStat(`42 (a) name (x) ${rest}`)).toEqual({ memory: 2560 * 4096, cpu: 3 });
});

describe('a player', () => {
  const folder = mkdtempSync(join(tmpdir(), 'player-'));
  const built = join(ROOT, 'dist', 'bench', 'peers', 'player.js');
  const limits: Limits = { heap: 512, memory: 400, setUp: 60, turn: 60 };
  let PlayerClass: typeof Player;
  beforeAll(async () => {
    ({ Player: PlayerClass } = (await import(built)) as { Player: typeof Player });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A player whose driver has this function for a run. */
  function playerOf(turn: string, own: Partial<Limits> = {}): Player {
    const path = join(folder, `${readdirSync(folder).length}.mjs`);
    writeFileSync(
      path,
      `export const version = '1.2.3';\nexport const works = { kernel: () => ({ turn: ${turn} }) };\n`,
    );
    return new PlayerClass(path, { id: 'kernel.any.ms', unit: 'ms', text: '' }, QUICK, { ...limits, ...own });
  }

  async function lost(player: Player): Promise<unknown> {
    await player.ready();
    try {
      return await player.turn();
    } catch (error) {
      return (error as Error).message;
    } finally {
      await player.end();
    }
  }

  test('tells its version and its runs', async () => {
    const player = playerOf(`() => ({ value: 5, result: 'x' })`);
    await player.ready();
    expect(player.version).toBe('1.2.3');
    expect((await player.turn()).turn).toEqual({ value: 5, result: 'x' });
    await player.end();
  });

  test('is lost when its work goes wrong or its process ends', async () => {
    expect(await lost(playerOf(`() => { throw new Error('a transfer failed'); }`))).toBe('a transfer failed');
    expect(await lost(playerOf('() => process.exit(3)'))).toBe('its process ended with 3');
  });

  test('is ended when a run takes too long', async () => {
    expect(await lost(playerOf('() => { for (;;); }', { turn: 1 }))).toBe('one run took more than 1 s');
  });

  test.runIf(process.platform === 'linux')('is ended when it, or what it started, takes too much memory', async () => {
    const grow =
      'const kept = []; for (let i = 0; i < 100; i++) kept.push(Buffer.alloc(1e7, 1)); setTimeout(() => kept, 1e5)';
    const below = `() => new Promise(() => child.spawn(process.execPath, ['-e', ${JSON.stringify(grow)}]))`;
    const player = playerOf(below.replace('child', `process.getBuiltinModule('node:child_process')`));
    expect(await lost(player)).toBe('ended at 400 MiB of memory');
    expect(player.memory).toBeGreaterThan(400);
  });
});
