// Pages of docs/ whose commands run in their order in one folder, and print what the page shows.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type Block, blocksOf, Reader, readPage, type Step, shortened, shows, stepsOf, writePage } from './page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BLESS = process.env['BLESS'] === '1';
const LONGEST = 600_000;

const base = mkdtempSync(join(tmpdir(), 'tally-page-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A folder above the project: with `tally` on the path, an empty home, and the package where Node looks for it. */
function reader(page: string): Reader {
  const [bin, home, here] = ['bin', 'home', 'here'].map((name) => join(base, page, name)) as [string, string, string];
  for (const folder of [bin, home, join(here, 'node_modules')]) mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(bin, 'tally'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'dist/program/main.js')}' "$@"\n`,
  );
  chmodSync(join(bin, 'tally'), 0o755);
  symlinkSync(ROOT, join(here, 'node_modules', 'tallystick'));
  symlinkSync(join(ROOT, 'node_modules', 'vitest'), join(here, 'node_modules', 'vitest'));
  const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return new Reader(here, { PATH: path, HOME: home, XDG_CACHE_HOME: caches, TMPDIR: tmpdir(), LANG: 'C.UTF-8' });
}

const first = ({ text }: Block) => text.split('\n')[0]!;

/** Runs a page; `notRun` are blocks that are left out, by their first line, and why. */
export function testPage(name: string, notRun: { readonly [first: string]: string } = {}): void {
  const page = readPage(name);
  const blocks = blocksOf(page);
  const steps = stepsOf(blocks);
  const outputs = new Map<Step, string>();
  describe(`docs/${name}`, () => {
    const shell = reader(name);
    const run = steps.filter(({ commands }) => notRun[first(commands)] === undefined);

    test.each(run.map((step) => [step.commands.line, first(step.commands), step] as const))(
      'line %i: %s',
      (_line, _first, step) => {
        const output = shell.run(step);
        outputs.set(step, output);
        for (const block of BLESS ? [] : step.shown)
          expect(shows(block.text, output), `line ${block.line} shows\n${block.text}\nand there is\n${output}`).toBe(
            true,
          );
      },
      LONGEST,
    );

    // Sessions and outputs with gaps are mended by hand.
    test.runIf(BLESS)('what the page shows is written anew', () => {
      const lines = page.split('\n');
      const alone = [...outputs].flatMap(([{ shown }, output]) =>
        shown.map((block) => [block, output, shown.length] as const),
      );
      // From the end, so that lines above stay where they are.
      for (const [{ text, line }, output, count] of alone.reverse()) {
        if (count > 1 || /^…$|^\(tally\) /m.test(text) || shows(text, output)) continue;
        lines.splice(line - 1, text.split('\n').length - 1, ...shortened(output).trimEnd().split('\n'));
      }
      writePage(name, lines.join('\n'));
    });

    test('what is left out is still there, and shows nothing', () => {
      const left = steps.filter(({ commands }) => notRun[first(commands)] !== undefined);
      expect(left.map(({ commands }) => first(commands))).toEqual(Object.keys(notRun));
      expect(left.flatMap(({ shown }) => shown)).toEqual([]);
    });

    test('commands stand in no other block', () => {
      for (const { language, text, line } of blocks)
        if (language !== 'sh') expect(text, `line ${line}`).not.toMatch(/^(\$|tally|npm|npx|node) /m);
    });
  });
}
