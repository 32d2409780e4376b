// A file that a process leaves behind about its tests. It is written whenever the process comes to rest and when it ends, because a
// test runner may stop its workers, be they processes or threads, without letting them finish.
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

export interface Report {
  /** What is told is no longer what was written last. */
  changed(): void;
}

/**
 * The record of this process, if an environment variable names a folder for it: `<folder>/<unique>.<kind>.json`, always whole.
 * @param tell what stands in it
 */
export function recordOf(variable: string, kind: string, tell: () => unknown): Report | undefined {
  const folder = process.env[variable];
  if (folder === undefined || folder === '') return undefined;
  const path = join(folder, `${randomUUID()}.${kind}.json`);
  let isWaiting = false;
  const write = (): void => {
    if (!isWaiting) return;
    isWaiting = false;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(tell()));
    renameSync(`${path}.new`, path);
  };
  process.on('exit', write);
  return {
    changed: () => {
      if (isWaiting) return;
      isWaiting = true;
      // A thread may be ended as soon as its runner knows that the last test is over, which it does not before this microtask.
      if (!isMainThread) queueMicrotask(write);
      // Taken from node:timers: a test may have put its own in place of the global one.
      else setImmediate(write).unref();
    },
  };
}
