// A player: one peer at one work in a process of its own, watched, and ended when it takes more than it may.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { V8_FLAGS } from '../../engine/node/flags.ts';
import type { Said, Turn } from './driver.ts';
import { familyOf, usageOf } from './usage.ts';
import type { Scale, Work } from './works.ts';

/** What a player may take. */
export interface Limits {
  /** MiB of the heap of V8, and of resident memory of the process with all that it starts. */
  readonly heap: number;
  readonly memory: number;
  /** Seconds until it is ready, and for one run. */
  readonly setUp: number;
  readonly turn: number;
}

export const LIMITS: Limits = { heap: 3_072, memory: 4_096, setUp: 900, turn: 180 };

const MEBIBYTE = 2 ** 20;
/** Milliseconds between two looks at its memory. */
const LOOK = 50;

/** Why a player has no figure. */
export class Lost extends Error {
  override name = 'Lost';
}

export class Player {
  version = '';
  /** Largest resident memory seen, in MiB. */
  memory: number | undefined;
  private readonly child: ChildProcess;
  private readonly watch: NodeJS.Timeout;
  private readonly limits: Limits;
  private answer: ((said: Said) => void) | undefined;

  constructor(driver: string, work: Work, scale: Scale, limits: Limits = LIMITS) {
    this.limits = limits;
    const script = fileURLToPath(new URL('./child.js', import.meta.url));
    this.child = fork(script, [driver, work.id, JSON.stringify(scale)], {
      execArgv: [...V8_FLAGS, `--max-old-space-size=${limits.heap}`],
      stdio: ['ignore', 2, 'inherit', 'ipc'],
    });
    this.child.on('message', (said: Said) => this.take(said));
    this.child.once('error', (error) => this.take({ failed: error.message }));
    this.child.once('close', (code, signal) => this.take({ failed: `its process ended with ${signal ?? code}` }));
    this.watch = setInterval(() => this.look(), LOOK);
  }

  /** Waits until it has set up its work. @throws Lost */
  async ready(): Promise<void> {
    const said = await this.hear(this.limits.setUp, 'the set-up');
    if ('ready' in said) this.version = said.ready;
  }

  /** Has it do one run. @throws Lost */
  async turn(): Promise<{ turn: Turn; cores: number | undefined }> {
    const heard = this.hear(this.limits.turn, 'one run');
    this.child.send('turn');
    const said = await heard;
    if (!('turn' in said)) throw new Lost('its driver spoke out of turn');
    return said;
  }

  /** Ends it, whatever it is doing. */
  async end(): Promise<void> {
    clearInterval(this.watch);
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('close', resolve));
    if (this.child.connected) this.child.send('end');
    const late = setTimeout(() => this.kill(), 5_000);
    await gone;
    clearTimeout(late);
  }

  private take(said: Said): void {
    this.answer?.(said);
    this.answer = undefined;
  }

  private async hear(seconds: number, what: string): Promise<Exclude<Said, { failed: string }>> {
    const said = await new Promise<Said>((resolve) => {
      const late = setTimeout(() => this.lose(`${what} took more than ${seconds} s`), seconds * 1000);
      this.answer = (said) => {
        clearTimeout(late);
        resolve(said);
      };
    });
    if ('failed' in said) throw new Lost(said.failed);
    return said;
  }

  private look(): void {
    const usage = this.child.pid === undefined ? undefined : usageOf(this.child.pid);
    if (!usage) return;
    const memory = usage.memory / MEBIBYTE;
    this.memory = Math.max(this.memory ?? 0, memory);
    if (memory > this.limits.memory) this.lose(`ended at ${this.limits.memory} MiB of memory`);
  }

  private lose(why: string): void {
    this.kill();
    this.take({ failed: why });
  }

  private kill(): void {
    clearInterval(this.watch);
    if (this.child.pid === undefined) return;
    for (const pid of familyOf(this.child.pid)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
  }
}
