// Links of the pages that are packed: each leads to a file of the package, and to a title that stands there.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ownPackage } from '../../cli/version.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const packed = ['README.md', 'LICENSE', 'package.json', ...ownPackage().description.files];
const isPacked = (path: string) => packed.some((part) => path === part || path.startsWith(`${part}/`));

const below = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`);
const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...below('docs')].filter((path) => path.endsWith('.md'));
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Where titles are found, as GitHub makes it of them. */
const anchorsIn = (text: string): string[] =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What is wrong with the links of a page that stands at this path. */
function broken(path: string, text: string): string[] {
  const links = [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to!);
  return links.flatMap((to) => {
    if (/^https?:/.test(to)) return [];
    const [file, anchor] = to.split('#') as [string, string?];
    const target = file === '' ? path : posix.normalize(posix.join(dirname(path), file)).replace(/\/$/, '');
    if (!isPacked(target) || !existsSync(join(ROOT, target))) return [`${path}: ${to} is not in the package`];
    if (anchor === undefined || statSync(join(ROOT, target)).isDirectory()) return [];
    const known = anchorsIn(target === path ? text : textOf(target));
    return known.includes(anchor) ? [] : [`${path}: no title for ${to}`];
  });
}

test('every link of a page leads into the package', () => {
  expect(pages).toContain('docs/reference/client.md');
  expect(pages.filter((page) => !isPacked(page))).toEqual([]);
  expect(pages.flatMap((page) => broken(page, textOf(page)))).toEqual([]);
});

test('a link to what is not packed, or to a title that is not there, is found', () => {
  const text =
    '# One title\n[a](../test/cli) [b](develop.md#no-such) [c](#one-title) [d](develop.md#testing) [e](x.md)\n';
  expect(broken('docs/audit.md', text)).toEqual([
    'docs/audit.md: ../test/cli is not in the package',
    'docs/audit.md: no title for develop.md#no-such',
    'docs/audit.md: x.md is not in the package',
  ]);
});
