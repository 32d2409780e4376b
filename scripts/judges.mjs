// Has a runtime that is not V8 run random metered modules, and compares how they end, the gas and memory with V8 and the
// interpreter. usage: node scripts/judges.mjs [COUNT]   needs Python 3, and installs wasmtime from PyPI in a folder of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const WASMTIME = '50.0.1';

function must(command, args, env = {}) {
  const run = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (run.status !== 0) process.exit(run.status || 1);
}

/** Python with the package in it. */
function python() {
  const folder = join(root, 'build', 'judges');
  const binary = join(folder, 'bin', 'python');
  if (existsSync(binary)) return binary;
  mkdirSync(dirname(folder), { recursive: true });
  must('python3', ['-m', 'venv', folder]);
  must(binary, ['-m', 'pip', 'install', '--quiet', `wasmtime==${WASMTIME}`]);
  return binary;
}

const [count = '1000'] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'tally-judges-'));
try {
  const judge = python();
  must('npx', ['vitest', 'run', 'test/interpreter/judges.test.ts'], { TALLY_JUDGES: work, TALLY_COUNT: count });
  must(judge, [join('scripts', 'judges.py'), work]);
} finally {
  rmSync(work, { recursive: true, force: true });
}
