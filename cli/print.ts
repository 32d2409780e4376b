// Output: results on standard output, everything else on standard error; human or one JSON document.
import pc from 'picocolors';
import type { Language, Text } from '../engine/template/text.ts';
import { padded, widthOf } from '../engine/template/width.ts';
import { toJson } from './json.ts';

/** Where text goes. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export type Colours = ReturnType<typeof pc.createColors>;

/** What a command prints with. */
export interface Output {
  readonly json: boolean;
  /** Colours of standard output; they do nothing where it is no terminal. */
  readonly colours: Colours;
  /** The result: the document under `--json`, otherwise the text. To be called once. */
  result(document: object, text: string): void;
  /** A part of a dialogue, on standard output as it goes; nothing under `--json`, where there is one document. */
  say(text: string): void;
  /** Asks for the next words of a dialogue; the line stays open. */
  ask(text: string): void;
  /** Whether the result has been printed. */
  hasResult(): boolean;
  /** Progress and hints, which `--quiet` silences. */
  note(text: string): void;
  /** A line that replaces itself while work goes on; only on a terminal. Empty text wipes it. */
  progress(text: string): void;
  warn(text: string): void;
  /** Text on standard error as it is. */
  complain(text: string): void;
}

export interface PrintOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly language: Language;
  readonly env: NodeJS.ProcessEnv;
}

const WARNING: Text = { en: 'warning', zh: '警告' };

/** An output on two streams. */
export function openOutput(out: Sink, err: Sink, { json, quiet, language, env }: PrintOptions): Output {
  const colours = pc.createColors(inColour(out, env) && !json);
  const muted = pc.createColors(inColour(err, env));
  let printed = false;
  const wipe = () => void (err.isTTY && err.write('\r\u001b[2K'));
  return {
    json,
    colours,
    result: (document, text) => {
      printed = true;
      out.write(json ? toJson(document) : ended(text));
    },
    say: (text) => void (json || out.write(ended(text))),
    ask: (text) => void (json || out.write(text)),
    hasResult: () => printed,
    note: (text) => void (quiet || err.write(ended(muted.dim(text)))),
    progress: (text) => {
      if (quiet || json || !err.isTTY) return;
      wipe();
      err.write(muted.dim(text));
    },
    warn: (text) => void err.write(ended(`${muted.yellow(WARNING[language])} ${text}`)),
    complain: (text) => void err.write(ended(text)),
  };
}

/** NO_COLOR (no-color.org) and a stream that is no terminal both mean: no colours. */
export function inColour(sink: Sink, env: NodeJS.ProcessEnv): boolean {
  return sink.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Lines of labels and values, the values in one column; an undefined value leaves its line out. */
export function fields(rows: readonly (readonly [string, string | undefined])[], colours: Colours): string {
  const shown = rows.filter((row): row is [string, string] => row[1] !== undefined);
  const width = Math.max(...shown.map(([label]) => widthOf(label)));
  const pad = '\n'.padEnd(width + 5);
  return shown
    .map(([label, value]) => `  ${colours.dim(padded(label, width))}  ${value.replaceAll('\n', pad)}`)
    .join('\n');
}

/** A whole number with its digits in groups of three: 1,250,000. */
export function grouped(value: number | bigint): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 block`, `2 blocks`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Bytes in the unit that people read: `812 B`, `6.6 KiB`. */
export function sized(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
  return `${(bytes / 1024 ** power).toFixed(1)} ${units[power - 1]}`;
}
