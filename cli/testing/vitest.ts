// Vitest of the project in a process of its own: finding it, running it, and leaving nothing of it behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Usage } from '../../engine/base/errors.ts';

const TOOL = 'vitest';
const PATIENCE_MILLISECONDS = 3_000;

/** How Vitest is run. */
export interface Order {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Whether standard output is kept for a document; what Vitest prints then goes to standard error. */
  readonly quietOut: boolean;
  /** Ends the run early. */
  readonly signal: AbortSignal;
}

/** The file that starts the project's own Vitest. @throws Usage TOOL_MISSING */
export function findVitest(folder: string): string {
  try {
    const description = createRequire(join(resolve(folder), 'package.json')).resolve(`${TOOL}/package.json`);
    const { bin } = JSON.parse(readFileSync(description, 'utf8')) as { bin: Record<string, string> };
    const file = join(dirname(description), bin[TOOL]!);
    if (existsSync(file)) return file;
  } catch {}
  const isListed = existsSync('package.json') && readFileSync('package.json', 'utf8').includes(`"${TOOL}"`);
  const how = isListed ? 'package.json names it: npm install' : 'npm install --save-dev vitest';
  throw new Usage('TOOL_MISSING', `${TOOL} is not installed for ${resolve(folder)}; ${how}`);
}

/** Runs Vitest to its end, or to that of `signal`; answers with its exit code. */
export async function runVitest(file: string, { args, env, quietOut, signal }: Order): Promise<number> {
  // A group of its own, so that its workers end with it.
  const child = spawn(process.execPath, [file, ...args], {
    env,
    stdio: ['ignore', quietOut ? 2 : 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<number>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
  const atOnce = () => kill(child, 'SIGKILL');
  const hungUp = () => {
    atOnce();
    process.exit(129);
  };
  const asked = () => void end(child, ended);
  process.once('exit', atOnce);
  process.once('SIGHUP', hungUp);
  signal.addEventListener('abort', asked, { once: true });
  if (signal.aborted) asked();
  try {
    return await ended;
  } finally {
    signal.removeEventListener('abort', asked);
    process.off('SIGHUP', hungUp);
    process.off('exit', atOnce);
    // Whatever a test started and left.
    atOnce();
  }
}

async function end(child: ChildProcess, ended: Promise<number>): Promise<void> {
  kill(child, 'SIGTERM');
  await Promise.race([ended, wait(PATIENCE_MILLISECONDS, undefined, { ref: false })]);
  kill(child, 'SIGKILL');
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended already.
  }
}
