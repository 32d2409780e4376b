// docs/develop.md: its commands run in their order in one project, and print what the page shows.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type Block, blocksOf, Reader, readPage, type Step, shortened, shows, stepsOf, writePage } from './page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BLESS = process.env['BLESS'] === '1';
const LONGEST = 600_000;

/** Blocks that are not run, by their first line, and why. */
const NOT_RUN: { readonly [first: string]: string } = {
  'npm install': 'install.test.ts installs a project; here links stand in the place of its packages',
};

const base = mkdtempSync(join(tmpdir(), 'tally-develop-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A folder above the project: with `tally` on the path, an empty home, and the package where Node looks for it. */
function reader(): Reader {
  const [bin, home, here] = ['bin', 'home', 'here'].map((name) => join(base, name)) as [string, string, string];
  for (const folder of [bin, home, here, join(here, 'node_modules')]) mkdirSync(folder);
  writeFileSync(join(bin, 'tally'), `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'dist/cli/main.js')}' "$@"\n`);
  chmodSync(join(bin, 'tally'), 0o755);
  symlinkSync(ROOT, join(here, 'node_modules', 'tallystick'));
  symlinkSync(join(ROOT, 'node_modules', 'vitest'), join(here, 'node_modules', 'vitest'));
  const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return new Reader(here, { PATH: path, HOME: home, XDG_CACHE_HOME: caches, TMPDIR: tmpdir(), LANG: 'C.UTF-8' });
}

const first = ({ text }: Block) => text.split('\n')[0]!;
const page = readPage();
const blocks = blocksOf(page);
const steps = stepsOf(blocks);
const outputs = new Map<Step, string>();

describe('docs/develop.md', () => {
  const shell = reader();
  const run = steps.filter(({ commands }) => NOT_RUN[first(commands)] === undefined);

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
    writePage(lines.join('\n'));
  });

  test('what is left out is still there, and shows nothing', () => {
    const left = steps.filter(({ commands }) => NOT_RUN[first(commands)] !== undefined);
    expect(left.map(({ commands }) => first(commands))).toEqual(Object.keys(NOT_RUN));
    expect(left.flatMap(({ shown }) => shown)).toEqual([]);
  });

  test('commands stand in no other block', () => {
    for (const { language, text, line } of blocks)
      if (language !== 'sh') expect(text, `line ${line}`).not.toMatch(/^(\$|tally|npm|npx|node) /m);
  });
});

describe('what a page is read as', () => {
  const read = (text: string) => stepsOf(blocksOf(text));
  const shown = (text: string) => read(`\`\`\`sh\nx\n\`\`\`\n\`\`\`text\n${text}\n\`\`\`\n`)[0]!.shown[0]!.text;

  test('files, commands and output in their order', () => {
    const [step] = read('a\n```ts a/b.ts\nlet x;\n```\n\n```sh\nls\n```\n```text\nb.ts\n```\n');
    expect(step).toEqual({
      files: [{ language: 'ts', path: 'a/b.ts', text: 'let x;\n', line: 3 }],
      commands: { language: 'sh', path: undefined, text: 'ls\n', line: 7 },
      shown: [{ language: 'text', path: undefined, text: 'b.ts\n', line: 10 }],
    });
    expect(() => read('```text\nx\n```\n')).toThrow('line 2: output of no command');
  });

  test('ids and addresses differ, and any other difference counts', () => {
    const id = 'ab'.repeat(32);
    expect(shows(shown('tx 1234abcd…  gas 7'), `tx ${id}  gas 7\n`)).toBe(true);
    expect(shows(shown('at tc1abc…'), `at tc1${'q'.repeat(58)}\n`)).toBe(true);
    expect(shows(shown('tx 1234abcd…  gas 7'), `tx ${id}  gas 8\n`)).toBe(false);
    expect(shows(shown('a'), 'a\nb\n')).toBe(false);
    expect(shows(shown('a\n…'), 'a\nb\n')).toBe(true);
  });

  test('a session is looked for from its first prompt on', () => {
    const output = 'before\n(tally) n\nstep 2\n(tally) locals\n  a  1\n';
    expect(shows(shown('(tally) locals\n  a  1'), output)).toBe(true);
    expect(shows(shown('(tally) n\nstep 2\n(tally) locals\n  a  2'), output)).toBe(false);
  });
});
