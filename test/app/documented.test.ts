// The programs that docs/develop.md shows under *Typed clients*: type-checked, and run on the contract that it shows.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typeErrors } from '../abi/program.ts';
import { blocksOf, readPage } from '../cli/page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readPage('develop.md');
const contract = blocksOf(page).find(({ path }) => path === 'contracts/purse.ts')?.text;
const section = page.slice(page.indexOf('\n## Typed clients\n')).split('\n## ')[1]!;
const listings = (language: string) =>
  blocksOf(section)
    .filter((block) => block.language === language)
    .map(({ text }) => text);
const [testing, application] = listings('typescript');
const [printed] = listings('txt');

mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'typed-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr}`);
  return stdout;
}

const tally = (...words: string[]) => run(join(root, 'dist', 'program', 'main.js'), ...words);

/** Writes a program as JavaScript, which every Node runs. */
function transpiled(path: string, text: string): string {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  writeFileSync(join(folder, path), ts.transpileModule(text, { compilerOptions }).outputText);
  return path;
}

/** Milliseconds; a few processes and a compiler, on a machine that may be busy. */
const LONGEST = 600_000;

let client: string;
beforeAll(() => {
  for (const name of ['contracts', 'client', 'tests', 'app', 'node_modules']) mkdirSync(join(folder, name));
  symlinkSync(root, join(folder, 'node_modules', 'tallystick'), 'dir');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'contracts', 'purse.ts'), contract!);
  tally('build');
  tally('deploy', 'purse');
  tally('bindings', 'purse', '--target', 'ts');
  client = readFileSync(join(folder, 'client', 'purse.ts'), 'utf8');
  transpiled('client/purse.js', client);
}, LONGEST);

test(
  'are without fault for the compiler',
  () => {
    const files = [
      ['client/purse.ts', client],
      ['tests/testing.ts', testing!],
      ['app/application.ts', application!],
    ] as const;
    expect(typeErrors(new Map(files))).toEqual([]);
  },
  LONGEST,
);

test(
  'print what stands there, from the package as it is imported',
  () => {
    expect(run(transpiled('app/application.js', application!))).toBe(printed);
    expect(run(transpiled('tests/testing.js', testing!))).toBe("[ 'PaidIn' ] 5n\n");
  },
  LONGEST,
);
