// Files on disk: read with an error of the table, written whole or not at all.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Bytes } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';

/** Bytes of the largest file that is read whole. */
const LARGEST = 256 * 1024 * 1024;

/** @throws Usage FILE_UNREADABLE */
export function readBytes(path: string): Bytes {
  try {
    // Devices and pipes tell no size; reading them might never end.
    const size = statSync(path).isFile() ? statSync(path).size : LARGEST + 1;
    if (size > LARGEST) throw new Usage('FILE_UNREADABLE', `${path} is no file, or larger than ${LARGEST} bytes`);
    const file = readFileSync(path);
    return new Uint8Array(file.buffer, file.byteOffset, file.length);
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Usage('FILE_UNREADABLE', `${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

/**
 * Puts a file in place in one step: whoever looks sees the old one or the new one, after a crash too.
 * The folder is made if it is missing.
 * @throws Usage FILE_UNREADABLE if the place refuses it
 */
export function writeWhole(path: string, data: Bytes | string): void {
  const folder = dirname(path);
  makeFolder(folder);
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
    throw refused(error) ? new Usage('FILE_UNREADABLE', `${path} cannot be written (${error.code})`) : error;
  }
}

// Not recursive: on a file system that refuses new folders with ENOENT, such as /proc, Node's own recursion never ends.
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return;
    throw new Usage('FILE_EXISTS', `${folder} is no folder`);
  }
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process may have been first.
    if (code !== 'EEXIST') throw new Usage('FILE_UNREADABLE', `${folder} cannot be made (${code})`);
  }
}

function refused(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    /^(EACCES|EPERM|EISDIR|ENOTDIR|EROFS|ENOENT)$/.test((error as { code?: string }).code ?? '')
  );
}

function writeAll(file: number, data: Bytes): void {
  for (let at = 0; at < data.length; ) at += writeSync(file, data, at);
}
