// `tally new`: a project with a first contract, in a folder of its own.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Bytes } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { Act, Define } from '../command.ts';
import { writeWhole } from '../files.ts';
import { packedPackage } from '../pack.ts';
import { counted } from '../print.ts';
import { packedPath, projectFiles, TOOLS } from '../scaffold.ts';
import { ownTools, versionText } from '../version.ts';
import { commandLine } from '../words.ts';

export const define: Define = (command, run) => {
  command
    .argument('<dir>', 'a folder that does not exist or is empty')
    .option('-y, --yes', 'ask nothing')
    .action(run(make));
};

const make: Act = async ({ output }, [dir]) => {
  const folder = resolve(dir!);
  const version = versionText();
  const texts = projectFiles(basename(folder), version, ownTools(TOOLS));
  const files = { ...texts, [packedPath(version)]: packedPackage() };
  placeAll(folder, dir!, files);
  const names = Object.keys(files);
  output.result({ folder: dir, files: names }, `${output.colours.green('✓')} ${dir}  ${counted(names.length, 'file')}`);
  output.note(`next: ${commandLine(['cd', dir!])} && tally build && tally deploy counter -- --start 5`);
  output.note('for its tests: npm install && tally test');
  return undefined;
};

/** The files appear together: they are written beside the folder, which is then renamed. @throws Usage FILE_EXISTS */
function placeAll(folder: string, shown: string, files: { readonly [path: string]: string | Bytes }): void {
  if (existsSync(folder) && !isEmptyFolder(folder)) throw new Usage('FILE_EXISTS', `${shown} is not an empty folder`);
  const draft = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`);
  mkdirSync(draft, { recursive: true });
  try {
    for (const [path, text] of Object.entries(files)) writeWhole(join(draft, path), text);
    if (existsSync(folder)) for (const name of readdirSync(draft)) renameSync(join(draft, name), join(folder, name));
    else renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return false;
  }
}
