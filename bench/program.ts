// The bench command: reads what is asked, has it measured group by group, and prints it once.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pc from 'picocolors';
import { EXIT, type ExitCode } from '../cli/exit.ts';
import { toJson } from '../cli/json.ts';
import { inColour, type Sink } from '../cli/print.ts';
import { type Figure, type Figures, type Measured, summarize } from './figure.ts';
import type { Measure } from './measure.ts';
import { intoPage, intoRows, machine, markdownTable, textTable } from './report.ts';

/** What the command works with. */
export interface World {
  readonly out: Sink;
  readonly err: Sink;
  readonly env: NodeJS.ProcessEnv;
  readonly claims: { readonly [name: string]: Figures };
  readonly measure: Measure;
  /** Path of the page that `--markdown` writes into. */
  readonly page: string;
}

const USAGE = `usage: npm run bench -- [ID...] [--json | --markdown]
  ID          only these figures
  --json      one document on standard output
  --markdown  the figures are written into docs/performance.md too`;

interface Asked {
  readonly ids: readonly string[];
  readonly isAll: boolean;
  readonly json: boolean;
  readonly markdown: boolean;
}

/** Runs the command; returns its exit code. @throws MeasureError if a measurement fails */
export async function runBench(args: readonly string[], world: World): Promise<ExitCode> {
  const { err, claims } = world;
  const all = Object.values(claims).flatMap(({ list }) => list);
  const asked = readArguments(args, all);
  if (typeof asked === 'string') {
    err.write(`${asked}\n${USAGE}\nfigures:\n${all.map(({ id }) => `  ${id}`).join('\n')}\n`);
    return EXIT.usage;
  }
  if (asked.markdown) {
    // Measuring takes long, so what would come of it in vain is told before.
    const vain = refused(() => written(world, asked, [], all));
    if (vain !== undefined) {
      err.write(`${vain}; without an id, --markdown writes all figures anew\n`);
      return EXIT.usage;
    }
  }
  const measured = await measureAll(world, asked.ids);
  print(world, asked, measured, all);
  return EXIT.done;
}

function readArguments(args: readonly string[], all: readonly Figure[]): Asked | string {
  const asked = parsed(args);
  if (typeof asked === 'string') return asked;
  const { ids, json, markdown } = asked;
  const unknown = ids.filter((id) => !all.some((figure) => figure.id === id));
  if (unknown.length > 0) return `no figure ${unknown.join(', ')}`;
  if (json && markdown) return '--json and --markdown exclude each other';
  const isAll = ids.length === 0;
  return { json, markdown, isAll, ids: isAll ? all.map(({ id }) => id) : ids };
}

function parsed(args: readonly string[]): Omit<Asked, 'isAll'> | string {
  const boolean = { type: 'boolean', default: false } as const;
  try {
    const options = { json: boolean, markdown: boolean };
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { ids: positionals, json: values.json === true, markdown: values.markdown === true };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Each group in turn, never two at a time: they would measure each other. */
async function measureAll({ claims, measure, err }: World, ids: readonly string[]): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const [name, { list }] of Object.entries(claims)) {
    const wanted = list.filter(({ id }) => ids.includes(id));
    if (wanted.length === 0) continue;
    const samples = await measure(
      name,
      wanted.map(({ id }) => id),
      (text) => void err.write(`${name}: ${text}\n`),
    );
    for (const figure of wanted) measured.push(summarize(figure, samples.get(figure.id) ?? []));
  }
  return measured;
}

/** What a RangeError says that this throws; undefined if it throws none. */
function refused(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** The page with these figures in it. @throws RangeError */
function written({ page }: World, { isAll }: Asked, figures: readonly Measured[], all: readonly Figure[]): string {
  const text = readFileSync(page, 'utf8');
  return isAll ? intoPage(text, markdownTable(figures, all, machine())) : intoRows(text, figures, all, machine());
}

function print(world: World, asked: Asked, figures: readonly Measured[], all: readonly Figure[]): void {
  const { out, err, env, page } = world;
  if (asked.json) return void out.write(toJson({ figures }));
  out.write(`${textTable(figures, pc.createColors(inColour(out, env)), machine())}\n`);
  if (!asked.markdown) return;
  writeFileSync(page, written(world, asked, figures, all));
  err.write(`wrote ${page}\n`);
}
