// Measures a group of figures in a process of its own, so that no measurement finds the heap or the machine code of another.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { V8_FLAGS } from '../engine/node/flags.ts';

/** What the measuring process sends. */
export type Said = { readonly id: string; readonly value: number } | { readonly note: string };

/** Values of all runs by figure. */
export type Samples = ReadonlyMap<string, readonly number[]>;

/** Measures these ids of a group. */
export type Measure = (name: string, ids: readonly string[], note: (text: string) => void) => Promise<Samples>;

/** A measurement that came to nothing; what was wrong stands on standard error already. */
export class MeasureError extends Error {
  override name = 'MeasureError';
}

/** {@link Measure} by a child process. @throws MeasureError if it ends badly */
export const measureApart: Measure = (name, ids, note) =>
  new Promise((resolve, reject) => {
    const samples = new Map<string, number[]>();
    const child = fork(fileURLToPath(new URL('./child.js', import.meta.url)), [name, ...ids], {
      // As the processes that run contracts are started.
      execArgv: [...V8_FLAGS],
      // Standard output belongs to the result.
      stdio: ['ignore', 2, 'inherit', 'ipc'],
    });
    child.on('message', (said: Said) => {
      if ('note' in said) return note(said.note);
      const values = samples.get(said.id) ?? [];
      samples.set(said.id, [...values, said.value]);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(samples);
      else reject(new MeasureError(`${name} ended with ${signal ?? code}`));
    });
  });
