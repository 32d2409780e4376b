// Compiles the TypeScript sources to dist/, and joins the program's, when any of them is newer than the last build.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const SOURCES = ['spec', 'engine', 'cli', 'bench'];
const CONFIG = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'scripts/bundle.mjs'];

function* files(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

function newest(root) {
  const paths = [...SOURCES.flatMap((s) => [...files(join(root, s))]), ...CONFIG.map((c) => join(root, c))];
  return { time: Math.max(...paths.map((p) => statSync(p).mtimeMs)), count: paths.length };
}

/** Builds dist/ under `root` unless it is up to date; ends the process with tsc's exit code on an error. */
export async function build(root) {
  const stamp = join(root, 'dist', '.built');
  const { time, count } = newest(root);
  const mark = `${count} ${time}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === mark) return;
  console.error('building …');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (run.status !== 0) process.exit(run.status ?? 1);
  await bundle(root);
  chmodSync(join(root, 'dist', 'program', 'main.js'), 0o755);
  writeFileSync(stamp, mark);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(dirname(dirname(fileURLToPath(import.meta.url))));
