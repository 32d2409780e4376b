// What reads a whole store runs in a process of its own: the store's library ends its process on some damaged files, and that must be
// a finding too.
import { fork } from 'node:child_process';
import { Fault } from '../base/errors.ts';
import type { ScrubSlice } from '../client/connection.ts';
import { builtPath } from './built.ts';
import { V8_FLAGS } from './flags.ts';
import type { Repaired, RepairOptions } from './repair.ts';
import type { ReplayOptions, ReplayReport } from './replay.ts';
import { fromWire, type WireError } from './wire.ts';

/** What runs apart, by name: its options without functions, and what it comes to. */
export interface Jobs {
  readonly replay: { readonly options: Omit<ReplayOptions, 'onProgress'>; readonly result: ReplayReport };
  readonly check: { readonly options: object; readonly result: ScrubSlice };
  readonly repair: { readonly options: Omit<RepairOptions, 'onProgress'>; readonly result: Repaired };
}

export interface Job<K extends keyof Jobs = keyof Jobs> {
  readonly name: K;
  readonly folder: string;
  readonly options: Jobs[K]['options'];
}

/** What the process tells. */
export type Told =
  | { readonly progress: number; readonly of: number }
  | { readonly result: unknown }
  | { readonly error: WireError };

export type OnProgress = (progress: number, of: number) => void;

/** Like replayFolder. @throws Fault STORE_CORRUPT if reading the folder ends the process, and what it throws */
export function replayApart(folder: string, { onProgress, ...options }: ReplayOptions = {}): Promise<ReplayReport> {
  return apart({ name: 'replay', folder, options }, onProgress);
}

/** One whole pass over a store: see {@link Connection.scrub}. Progress is in rows, of which nobody knows how many there are. */
export function checkApart(folder: string, onProgress?: OnProgress): Promise<ScrubSlice> {
  return apart({ name: 'check', folder, options: {} }, onProgress);
}

/** Like repairFolder. @throws Fault as {@link replayApart} does */
export function repairApart(folder: string, { onProgress, ...options }: RepairOptions = {}): Promise<Repaired> {
  return apart({ name: 'repair', folder, options }, onProgress);
}

function apart<K extends keyof Jobs>(job: Job<K>, onProgress: OnProgress | undefined): Promise<Jobs[K]['result']> {
  const child = fork(builtPath('working'), [], {
    execArgv: [...V8_FLAGS],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { PATH: process.env['PATH'] ?? '' },
  });
  child.send(job);
  return new Promise((resolve, reject) => {
    child.on('message', (told: Told) => {
      if ('result' in told) resolve(told.result as Jobs[K]['result']);
      else if ('error' in told) reject(fromWire(told.error));
      else onProgress?.(told.progress, told.of);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const how = signal ? `signal ${signal}` : `exit code ${code}`;
      reject(new Fault('STORE_CORRUPT', `${job.folder}: the process that read the store ended with ${how}`));
    });
  });
}
