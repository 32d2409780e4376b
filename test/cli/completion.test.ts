// Runs the completion script in bash itself: what would the next word be?
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';

const MAIN = fileURLToPath(new URL('../../dist/program/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tally-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(shell: string): string {
  const { stdout, status } = spawnSync(process.execPath, [MAIN, 'completion', shell], { encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout;
}

const ABI = {
  methods: [
    { name: 'payIn', kind: 'mutate', params: [{ name: 'amount', type: 'Amount' }] },
    { name: 'paidBy', kind: 'view', params: [{ name: 'who', type: 'Address' }] },
    { name: 'setup', kind: 'init' },
  ],
};
const FILES = {
  'contracts/purse.ts': '@contract("purse", "1.0.0") export class Purse {}',
  'contracts/shared.ts': 'export const ONE = 1;',
  'build/purse.abi.json': JSON.stringify(ABI, null, 2),
  'build/purse.wasm': '',
  '.tally/names.json': JSON.stringify({ version: 1, chains: { ab: { till: 'tc1qqq' } } }, null, 2),
  '.tally/keys/ann.json': '{}',
};

beforeAll(() => {
  for (const [path, text] of Object.entries({ ...FILES, 'tally.bash': script('bash') })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

/** What bash would offer for the last of the words. */
function offered(...words: string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const lines = `source tally.bash; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _tally; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', lines], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return [...new Set(stdout.split('\n').filter((line) => line !== ''))].sort();
}

describe('bash', () => {
  test('knows that the command is completed by this function', () => {
    const run = spawnSync('bash', ['--norc', '-c', 'source tally.bash; complete -p tally'], { cwd: folder });
    expect(String(run.stdout)).toBe('complete -F _tally tally\n');
  });

  test('offers every command', () => {
    expect(offered('tally', '')).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  test.each([
    [['tally', 'dep'], ['deploy']],
    [
      ['tally', 'key', ''],
      ['export', 'import', 'list', 'new', 'show'],
    ],
    [['tally', 'key', 'sh'], ['show']],
    [['tally', '--json', '--lang', 'zh', 'bui'], ['build']],
    [['tally', 'build', '--so'], ['--source-map']],
    [['tally', 'build', '--q'], ['--quiet']],
    [['tally', 'deploy', '--sa'], ['--salt']],
    [['tally', 'lint', '--s'], ['--strict']],
    [
      ['tally', '--lang', ''],
      ['en', 'zh'],
    ],
    [['tally', 'node', '--tier', 'c'], ['compiled']],
    [
      ['tally', 'completion', ''],
      ['bash', 'fish', 'zsh'],
    ],
    [
      ['tally', 'deploy', ''],
      ['purse', 'till'],
    ],
    [['tally', 'query', 't'], ['till']],
    [['tally', 'query', 'purse', ''], ['paidBy']],
    [
      ['tally', 'call', 'purse', ''],
      ['paidBy', 'payIn'],
    ],
    [['tally', 'call', '--gas', '5', 'purse', 'payI'], ['payIn']],
    [['tally', 'call', 'purse', 'payIn', '--from', ''], ['ann']],
    [['tally', 'call', 'purse', 'payIn', '--', '--a'], []],
    [['tally', 'build', 'contracts/s'], ['contracts/shared.ts']],
    [['tally', 'test', '--min', ''], []],
  ])('%j: %j', (words, wanted) => {
    expect(offered(...words)).toEqual(wanted);
  });
});

test.each(['zsh', 'fish'])(
  '%s: every command and option is there, and the shell reads it if it is installed',
  (shell) => {
    const text = script(shell);
    for (const { name } of COMMANDS) expect(text).toContain(name);
    for (const option of ['source-map', 'strict', 'dry-run']) expect(text).toContain(option);
    const { status, error } = spawnSync(shell, ['-n'], { input: text });
    if (error === undefined) expect(status).toBe(0);
  },
);
