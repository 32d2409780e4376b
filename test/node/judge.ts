// A process that looks at damaged folders, and another one when that has died of them.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./judge.mjs', import.meta.url));

export type Asked =
  | { readonly job: 'look' | 'replay'; readonly folder: string }
  | { readonly job: 'repair'; readonly folder: string; readonly from: string };

export interface Judged {
  /** How far a look came: `open`, `check` or `scan`. */
  readonly stage?: string;
  /** What is wrong. */
  readonly said?: string;
  /** SHA-256 over all rows, if nothing is. */
  readonly rows?: string;
}

type Told = { readonly stage: string } | { readonly end: Omit<Judged, 'stage'> };

export class Judge {
  private child: ChildProcess | undefined;

  /** One question at a time. */
  ask(asked: Asked): Promise<Judged> {
    const child = this.child ?? this.start();
    child.send(asked);
    return new Promise((resolve) => {
      let stage: { stage?: string } = {};
      const onExit = (code: number | null, signal: string | null) => {
        this.child = undefined;
        resolve({ ...stage, said: `process ended: ${signal ?? code}` });
      };
      const onMessage = (told: Told) => {
        if ('stage' in told) stage = told;
        else {
          child.off('message', onMessage).off('exit', onExit);
          resolve({ ...stage, ...told.end });
        }
      };
      child.on('message', onMessage).once('exit', onExit);
    });
  }

  private start(): ChildProcess {
    const child = fork(PROGRAM, [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    // Between two questions it may die too.
    child.once('exit', () => {
      if (this.child === child) this.child = undefined;
    });
    this.child = child;
    return child;
  }

  close(): void {
    this.child?.kill();
  }
}
