// The README: its shell blocks run verbatim from the packed package, and its tables say what the program says.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { EXIT } from '../../cli/exit.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
const expected = readExpected(readFileSync(new URL('readme.txt', import.meta.url), 'utf8'));
const work = mkdtempSync(join(tmpdir(), 'tally-readme-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Milliseconds; npm may have to fetch what the package depends on. */
const LONGEST = 600_000;

interface Expected {
  readonly first: string;
  readonly pieces: readonly string[];
}

function readExpected(text: string): Expected[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const parts: { first: string; pieces: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('block ')) parts.push({ first: line.slice('block '.length), pieces: [] });
    else parts.at(-1)!.pieces.push(line.slice(2));
  }
  return parts;
}

/** What a person's shell has after a fresh start: nothing at home, and where npm puts commands on the path. */
function freshShell(): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  const [cwd, home, prefix] = ['empty', 'home', 'prefix'].map((name) => join(work, name)) as [string, string, string];
  for (const folder of [cwd, home, prefix]) mkdirSync(folder, { recursive: true });
  const npm = (key: string) => spawnSync('npm', ['config', 'get', key], { encoding: 'utf8' }).stdout.trim();
  // Where packages come from, and whom to trust there, is the machine's affair and not the README's. With another prefix npm
  // no longer reads the machine's own settings.
  const cafile = npm('cafile');
  const source = {
    ...(cafile !== '' && cafile !== 'null' ? { npm_config_cafile: cafile } : {}),
    npm_config_fetch_retries: '1',
    npm_config_registry: npm('registry'),
    npm_config_cache: npm('cache'),
    npm_config_prefer_offline: 'true',
  };
  const kept = Object.entries(process.env).filter(([key]) =>
    /^(PATH|NODE_EXTRA_CA_CERTS|SSL_CERT_.*|.*_proxy)$/i.test(key),
  );
  const path = `${join(prefix, 'bin')}${delimiter}${process.env['PATH']}`;
  const own = { PATH: path, HOME: home, npm_config_prefix: prefix, TMPDIR: work, LANG: 'C.UTF-8' };
  return { cwd, env: { ...Object.fromEntries(kept), ...source, ...own } };
}

function pack(into: string): void {
  const packed = spawnSync('npm', ['pack', '--pack-destination', work], { cwd: root, encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(packed.stderr);
  const name = packed.stdout.trim().split('\n').at(-1)!;
  copyFileSync(join(work, name), join(into, name));
}

/** All blocks in one shell; the output of each. The rest is missing if one fails. */
function runBlocks(): { readonly status: number | null; readonly outputs: string[] } {
  const shell = freshShell();
  pack(shell.cwd);
  const mark = '@@ block @@';
  const script = ['set -e', ...blocks.map((block) => `echo '${mark}'\n${block}`)].join('\n');
  const run = spawnSync('sh', ['-c', `exec 2>&1\n${script}`], { ...shell, encoding: 'utf8', maxBuffer: 1 << 26 });
  return { status: run.status, outputs: run.stdout.split(`${mark}\n`).slice(1) };
}

describe('in an empty folder with an empty HOME, from the packed package', () => {
  let status: number | null = null;
  let outputs: readonly string[] = [];
  beforeAll(() => {
    ({ status, outputs } = runBlocks());
  }, LONGEST);

  test.each(blocks.map((block, i) => [block.split('\n')[0]!, i] as const))('%s …', (first, i) => {
    expect(first).toBe(expected[i]?.first);
    const output = outputs[i] ?? `(not reached; the block before printed:\n${outputs.at(-1)})`;
    let at = 0;
    for (const piece of expected[i]!.pieces) {
      const found = output.indexOf(piece, at);
      expect(found, `${JSON.stringify(piece)} is missing in:\n${output.slice(at)}`).toBeGreaterThanOrEqual(0);
      at = found + piece.length;
    }
  });

  test('all blocks end well, and there are no others', () => {
    expect(status).toBe(0);
    expect(outputs).toHaveLength(expected.length);
    expect(blocks).toHaveLength(expected.length);
  });
});

test('the table of commands is that of the program', () => {
  const rows = [...readme.matchAll(/^\| `tally (\w+)` \| (.+) \|$/gm)].map(([, name, summary]) => [name, summary]);
  expect(rows).toEqual(COMMANDS.map(({ name, summary }) => [name, summary.en]));
});

test('the table of exit codes is that of the program', () => {
  const codes = [...readme.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(Object.values(EXIT));
});
