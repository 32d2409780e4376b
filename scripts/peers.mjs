// Runs the peers side by side: sets up and builds, installs the peers from their own lock when that is new, and starts the comparison.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const peers = join(root, 'bench', 'peers');
const lock = join(peers, 'package-lock.json');
const stamp = join(peers, 'node_modules', '.tally-lock.json');

function run(command, args, options) {
  return spawnSync(command, args, { cwd: root, ...options }).status ?? 1;
}

function must(...command) {
  const status = run(...command);
  if (status !== 0) process.exit(status);
}

/** No peer needs its install script: what they compile ships as packages for each platform. Who is missing is told and skipped. */
function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lock, 'utf8')) return;
  console.error('installing the peers …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  const status = run(npm, args, { cwd: peers, stdio: ['ignore', 2, 2] });
  if (status === 0) copyFileSync(lock, stamp);
  else console.error(`THE PEERS ARE NOT INSTALLED: npm ended with ${status}. Whoever is not there is skipped.`);
}

must(process.execPath, [join(root, 'scripts', 'setup.mjs')], { stdio: ['ignore', 2, 2] });
install();
must(process.execPath, [join(root, 'dist', 'bench', 'peers', 'main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
