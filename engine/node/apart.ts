// Replay in a process of its own: the store's library ends its process on some damaged files, and that must be a finding too.
import { fork } from 'node:child_process';
import { Fault } from '../base/errors.ts';
import { builtPath } from './built.ts';
import { V8_FLAGS } from './flags.ts';
import type { ReplayOptions, ReplayReport } from './replay.ts';
import type { Told } from './replaying.ts';
import { SETTINGS, toArguments } from './settings.ts';
import { fromWire } from './wire.ts';

/** Like replayFolder, and survives whatever reading the folder does to a process. @throws Fault STORE_CORRUPT if that ends it */
export function replayApart(folder: string, options: ReplayOptions = {}): Promise<ReplayReport> {
  const given = [folder, String(options.skipSignatures === true), ...toArguments(options.settings ?? SETTINGS)];
  const child = fork(builtPath('replaying'), given, {
    execArgv: [...V8_FLAGS],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { PATH: process.env['PATH'] ?? '' },
  });
  return new Promise((resolve, reject) => {
    child.on('message', (told: Told) => {
      if ('report' in told) resolve(told.report);
      else if ('error' in told) reject(fromWire(told.error));
      else options.onProgress?.(told.height, told.of);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const how = signal ? `signal ${signal}` : `exit code ${code}`;
      reject(new Fault('STORE_CORRUPT', `${folder}: the process that read the store ended with ${how}`));
    });
  });
}
