// The parent's side of the executor: forks it without secrets, asks it, and notices its death.
import { type ChildProcess, fork } from 'node:child_process';
import { constants } from 'node:os';
import { Fault } from '../base/errors.ts';
import type { Operation } from './answers.ts';
import { builtPath } from './built.ts';
import { STOPPING } from './desk.ts';
import { V8_FLAGS } from './flags.ts';
import { SETTINGS, toArguments } from './settings.ts';
import { type Ask, fromWire, type Reply } from './wire.ts';

interface Pending {
  readonly operation: Ask['operation'] | 'open';
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Codes of errors by which a channel tells that its other end is gone. */
const BROKEN: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_IPC_CHANNEL_CLOSED']);

export class Executor {
  readonly process: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private next = 1;
  /** Why nothing can be asked any more. */
  dead: Fault | undefined;

  private constructor(child: ChildProcess) {
    this.process = child;
    child.on('message', (reply: Reply) => this.settle(reply));
    child.on('error', (error) => this.bury(new Fault('EXECUTOR_DIED', error.message)));
    child.on('exit', (code, signal) => this.bury(new Fault('EXECUTOR_DIED', lastWords(code, signal))));
  }

  /** Starts an executor on a chain folder, with more flags of V8 if there are any. @throws Fault what opening the folder throws */
  static async start(folder: string, flags: readonly string[] = [], settings = SETTINGS): Promise<Executor> {
    const child = fork(builtPath('executor'), [folder, ...toArguments(settings)], {
      execArgv: [...V8_FLAGS, ...flags],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    const executor = new Executor(child);
    await executor.expect(0, 'open');
    return executor;
  }

  ask(operation: Operation | 'close', ...args: unknown[]): Promise<unknown> {
    if (this.dead) return Promise.reject(this.dead);
    const id = this.next++;
    const answer = this.expect(id, operation);
    const ask: Ask = { id, operation, args };
    this.process.send(ask, (error) => {
      // A channel that broke is followed by the end of the process, which says what happened.
      if (error && !BROKEN.has((error as NodeJS.ErrnoException).code ?? ''))
        this.settle({ id, ok: false, error: { row: 'EXECUTOR_DIED', detail: error.message } });
    });
    return answer;
  }

  private expect(id: number, operation: Pending['operation']): Promise<unknown> {
    return new Promise((resolve, reject) => this.pending.set(id, { operation, resolve, reject }));
  }

  private settle(reply: Reply): void {
    const waiting = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (reply.ok) {
      waiting?.resolve(reply.value);
      return;
    }
    const error = fromWire(reply.error);
    // The executor ends after such a fault; whoever asks later is told of that fault and not of the end.
    if (waiting && STOPPING.has(waiting.operation) && error instanceof Fault) this.dead ??= error;
    waiting?.reject(error);
  }

  private bury(fault: Fault): void {
    this.dead ??= fault;
    for (const { reject } of this.pending.values()) reject(fault);
    this.pending.clear();
  }

  /** Lets the executor finish, close its store and end. */
  async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
    await this.ask('close').catch(() => undefined);
    if (this.process.connected) this.process.disconnect();
    await ended;
  }
}

/** What the signals mean by which V8 and the system end a process; a shell tells them as an exit code of 128 and their number. */
const ENDS: { readonly [signal: string]: string } = {
  SIGTRAP: 'V8 stopped itself, mostly for want of memory',
  SIGABRT: 'no memory was left, or a check in Node.js or a library failed',
  SIGSEGV: 'a crash in Node.js or a library, or a stack larger than `ulimit -s`',
  SIGKILL: 'ended from outside, by a user or by the system for want of memory',
};

function lastWords(code: number | null, signal: NodeJS.Signals | null): string {
  const name = signal ?? Object.keys(ENDS).find((known) => 128 + constants.signals[known as NodeJS.Signals] === code);
  if (name === undefined) return `exit code ${code}`;
  return name in ENDS ? `${name}: ${ENDS[name]}` : name;
}
