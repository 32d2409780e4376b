// Shipped templates as they are opened, and copies of them in which one thing is broken.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fill } from '../../engine/template/fill.ts';
import { openTemplate, readPart, type Template } from '../../engine/template/folder.ts';
import type { Manifest } from '../../engine/template/manifest.ts';
import type { Problem } from '../../engine/template/problem.ts';
import { problemText } from '../../engine/template/problem.ts';
import { readValues } from '../../engine/template/values.ts';

/** Something of JSON that a test changes at will. */
// biome-ignore lint/suspicious/noExplicitAny: tests break what types would forbid
export type Loose = any;

/** Noon of 2026-01-05, the day of the samples. */
export const NOON = Date.parse('2026-01-05T12:00:00Z');
export const CLOCK = { day: NOON / 86_400_000 - 0.5, time: NOON };

/** A copy of the folder of a shipped template, `payment/escrow-milestone`. */
export function copyOf(id: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'tally-template-')), 'copy');
  cpSync(join('templates', id), folder, { recursive: true });
  return folder;
}

/** The same, opened, with pieces of its files replaced: `['book.ts', 'what stands there', 'what stands there now']`. */
export function replaced(id: string, ...changes: readonly (readonly [string, string, string])[]): Template {
  const folder = copyOf(id);
  for (const [file, piece, by] of changes) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(piece).length !== 2) throw new Error(`${file} has not one ${piece}`);
    writeFileSync(
      path,
      text.replace(piece, () => by),
    );
  }
  return openTemplate(folder);
}

/** The manifest of a shipped template, changed. */
export function manifestWith(id: string, change: (manifest: Loose) => void): Manifest {
  const manifest: Loose = structuredClone(openTemplate(id).manifest);
  change(manifest);
  return manifest as Manifest;
}

/** A sample of a template as a document that may be changed. */
export function sampleOf(template: Template, file = 'samples/plain.json'): Loose {
  return structuredClone(readPart(template, file));
}

/** Lawful values of a sample. */
export function fillFrom(template: Template, change: (document: Loose) => void = () => {}, file?: string): Fill {
  const document = sampleOf(template, file);
  change(document);
  const { fill, problems } = readValues(template.manifest, document, CLOCK, { accounts: false });
  if (fill === undefined) throw new Error(told(problems).join('\n'));
  return fill;
}

/** Problems as people read them, in one language. */
export function told(problems: readonly Problem[], language: 'en' | 'zh' = 'en'): string[] {
  return problems.map((problem) => problemText(problem, language));
}
