// Runs the timing process once for each compiler of V8.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { settled, type Table, type Timed } from './report.ts';

export const COMPILERS = { turbofan: '--no-liftoff', liftoff: '--liftoff-only' } as const;
export type Compiler = keyof typeof COMPILERS;

/** Times the workloads whose ids contain one of the words, or all. @throws Error if the process fails */
export async function timeAll(
  compiler: Compiler,
  words: readonly string[],
  note: (text: string) => void,
): Promise<Table> {
  const script = fileURLToPath(new URL('./child.js', import.meta.url));
  const child = spawn(process.execPath, [COMPILERS[compiler], script, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const rows: Timed[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const row = JSON.parse(line) as Timed;
    rows.push(row);
    note(`${compiler}: ${row.id}: ${row.nanosPerGas.toPrecision(3)} ns for a unit`);
  }
  if (child.exitCode === null) await new Promise((done) => child.once('exit', done));
  if (child.exitCode !== 0) throw new Error(`timing ended with ${child.exitCode ?? child.signalCode}`);
  return { compiler, rows: settled(rows) };
}
