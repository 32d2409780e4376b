// Files on disk: read with an error of the table, written whole or not at all.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Bytes } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';

/** @throws Usage FILE_UNREADABLE */
export function readBytes(path: string): Bytes {
  try {
    const file = readFileSync(path);
    return new Uint8Array(file.buffer, file.byteOffset, file.length);
  } catch (error) {
    throw new Usage('FILE_UNREADABLE', `${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

/**
 * Puts a file in place in one step: whoever looks sees the old one or the new one, after a crash too.
 * The folder is made if it is missing.
 */
export function writeWhole(path: string, data: Bytes | string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = openSync(draft, 'w');
    try {
      writeAll(file, typeof data === 'string' ? Buffer.from(data) : data);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function writeAll(file: number, data: Bytes): void {
  for (let at = 0; at < data.length; ) at += writeSync(file, data, at);
}
