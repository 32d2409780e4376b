// This package as the file that `npm pack` would make of it, for projects to install it from: it is in no registry.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bytes } from '../engine/base/bytes.ts';
import { ownPackage } from './version.ts';

/** What npm packs whether it is listed or not. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];
const BLOCK = 512;
const LONGEST_NAME = 100;
/** Seconds since 1970 that npm gives every file: the same files make the same bytes. */
const MADE = 499_162_500;

/** The package of this version, as npm names its file. */
export function packedName(version: string): string {
  return `tallystick-${version}.tgz`;
}

/** The bytes of that file: a tar archive (POSIX.1-1988, ustar) in gzip, every path below `package/`. */
export function packedPackage(): Bytes {
  const { folder, description } = ownPackage();
  const listed = [...ALWAYS, ...description.files];
  // What is left out again is a folder, with all below it.
  const out = listed.filter((path) => path.startsWith('!')).map((path) => `${path.slice(1)}/`);
  const paths = listed.flatMap((path) => filesBelow(folder, path));
  const kept = paths.filter((path) => !out.some((left) => path.startsWith(left)));
  const entries = [...new Set(kept)].sort().flatMap((path) => entryOf(folder, path));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]));
}

function filesBelow(folder: string, path: string): string[] {
  const at = statSync(join(folder, path), { throwIfNoEntry: false });
  if (at === undefined) return [];
  if (!at.isDirectory()) return [path];
  return readdirSync(join(folder, path)).flatMap((name) => filesBelow(folder, `${path}/${name}`));
}

function entryOf(folder: string, path: string): Buffer[] {
  const data = readFileSync(join(folder, path));
  const isProgram = (statSync(join(folder, path)).mode & 0o100) !== 0;
  const rest = (BLOCK - (data.length % BLOCK)) % BLOCK;
  return [headerOf(`package/${path}`, data.length, isProgram ? 0o755 : 0o644), data, Buffer.alloc(rest)];
}

function headerOf(path: string, size: number, mode: number): Buffer {
  if (Buffer.byteLength(path) > LONGEST_NAME) throw new Error(`${path} is too long a path for an archive`);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    header.write(`${value.toString(8).padStart(digits, '0')} `, at);
  header.write(path, 0);
  octal(mode, 100, 6);
  octal(0, 108, 6);
  octal(0, 116, 6);
  octal(size, 124, 11);
  octal(MADE, 136, 11);
  // The sum is taken with blanks in its own place.
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
