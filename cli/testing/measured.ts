// What test processes measured and left in a folder: reading the files of one ending, each checked for its form.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Usage } from '../../engine/base/errors.ts';
import { readBytes } from '../files.ts';

/** Numbers of one file of measurements, by name and again by name: hits by line by file, or gas by method. */
export type Measured = readonly (readonly [string, unknown])[];

/** The entries of the object `key` in every file `*.ending` of a folder, one after the other. @throws Usage TOOL_FAILED */
export function readMeasured(folder: string, ending: string, key: string): Measured {
  const names = readdirSync(folder).filter((name) => name.endsWith(`.${ending}`));
  return names.sort().flatMap((name) => {
    try {
      const document = JSON.parse(new TextDecoder().decode(readBytes(join(folder, name)))) as Record<string, unknown>;
      const entries = document[key];
      if (typeof entries === 'object' && entries !== null) return Object.entries(entries);
    } catch {}
    return malformed(name);
  });
}

/** A whole number from 0 on. @throws Usage TOOL_FAILED */
export function wholeIn(value: unknown, where: string): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : malformed(where);
}

/** @throws Usage TOOL_FAILED */
export function malformed(where: string): never {
  throw new Usage('TOOL_FAILED', `${where}: what the tests measured is not of the form that is read`);
}
