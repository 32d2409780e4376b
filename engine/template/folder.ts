// Templates as they stand in folders: those of the package, and those of whoever names a folder.
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { nearest } from '../abi/nearest.ts';
import { Usage } from '../base/errors.ts';
import { packageFolder } from '../compile/sources.ts';
import type { Manifest } from './manifest.ts';
import { type Piece, parseProse } from './prose.ts';
import { manifestProblems } from './schema.ts';
import { type Language, quoted, Told } from './text.ts';

/** A template that was read: its manifest has the right shape. */
export interface Template {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly prose: { readonly [language in Language]: readonly Piece[] };
}

/** Ids of the templates that come with the package, in order. */
export function templateIds(): string[] {
  const root = join(packageFolder(), 'templates');
  return foldersIn(root).flatMap((kind) =>
    foldersIn(join(root, kind))
      .filter((name) => existsSync(join(root, kind, name, 'template.json')))
      .map((name) => `${kind}/${name}`),
  );
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => statSync(join(path, name)).isDirectory())
    .sort();
}

/**
 * The template of an id, of the last part of one, or of a folder.
 * @throws Usage TEMPLATE_UNKNOWN, FILE_UNREADABLE, TEMPLATE_INVALID
 */
export function openTemplate(word: string): Template {
  const ids = templateIds();
  const named = ids.filter((id) => id === word || id.endsWith(`/${word}`));
  if (named.length === 1) return readTemplate(join(packageFolder(), 'templates', named[0]!));
  if (existsSync(join(word, 'template.json'))) return readTemplate(word);
  const meant = nearest(word, ids) ?? nearest(word, ids.map(lastPart));
  throw new Told('TEMPLATE_UNKNOWN', {
    en: `${quoted(word)}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
    zh: `${quoted(word)}${meant === undefined ? '' : `（是否指 ${meant}？）`}`,
  });
}

const lastPart = (id: string): string => id.split('/').at(-1)!;

function readTemplate(folder: string): Template {
  const manifest = readJson(inside(folder, 'template.json')) as Manifest;
  const [problem, ...more] = manifestProblems(manifest);
  if (problem !== undefined) {
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    throw new Usage('TEMPLATE_INVALID', `${join(folder, 'template.json')}: ${problem}${others}`);
  }
  inside(folder, manifest.contract);
  const prose = (language: Language) => proseOf(folder, manifest.prose[language]);
  return { folder, manifest, prose: { en: prose('en'), zh: prose('zh') } };
}

function proseOf(folder: string, file: string): readonly Piece[] {
  try {
    return parseProse(readText(inside(folder, file)));
  } catch (error) {
    if (error instanceof Usage && error.id === 'TEMPLATE_INVALID')
      throw new Usage('TEMPLATE_INVALID', `${join(folder, file)}: ${error.detail}`);
    throw error;
  }
}

/** JSON of a file of a template. @throws Usage FILE_UNREADABLE, TEMPLATE_INVALID */
export function readPart({ folder }: Pick<Template, 'folder'>, file: string): unknown {
  return readJson(inside(folder, file));
}

/** A file below a folder, wherever links lead. @throws Usage TEMPLATE_INVALID if it is outside */
function inside(folder: string, file: string): string {
  const path = resolve(folder, file);
  const root = realpathSync(resolve(folder));
  if (existsSync(path) && !realpathSync(path).startsWith(root + sep))
    throw new Usage('TEMPLATE_INVALID', `${file} is outside of the template's folder`);
  return path;
}

function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Usage('TEMPLATE_INVALID', `${path}: ${(error as Error).message}`);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Usage('FILE_UNREADABLE', `${path} (${(cause as NodeJS.ErrnoException).code})`);
  }
}
