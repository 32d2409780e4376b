// Columns of a table: which value each of them is, and everything that does not fit, told at once.
import { nearest } from '../../engine/abi/nearest.ts';
import type { Template } from '../../engine/template/folder.ts';
import { columnPath, isAsked, pathTitles } from '../../engine/template/path.ts';
import { quoted, type Text, Told } from '../../engine/template/text.ts';

/** Heads of columns that a file of errors has more than the table that it was made from. */
export const PROBLEM = { en: 'problem', zh: '问题' } as const;
export const LINE = { en: 'original line', zh: '原行号' } as const;
const OURS: readonly string[] = [...Object.values(PROBLEM), ...Object.values(LINE)];

/** Columns and what they stand for, a path or a title; one that stands for nothing is for people. */
export type ColumnMap = { readonly [column: string]: string };

/** Paths of columns by their heads, with those that a map names. @throws Usage TABLE_HEAD with all that does not fit */
export function pathsOf(template: Template, head: readonly string[], map: ColumnMap): (string | undefined)[] {
  const { manifest } = template;
  const target = (column: string) => (Object.hasOwn(map, column) ? map[column]! : OURS.includes(column) ? '' : column);
  const paths = head.map((column) => (target(column) === '' ? undefined : columnPath(manifest, target(column))));
  const problems = [
    ...Object.keys(map).flatMap((column) => (head.includes(column) ? [] : [missingText(column, head)])),
    ...head.flatMap((column, i) => {
      const path = paths[i];
      if (path === undefined || isAsked(manifest, path)) return [];
      const meant = meantBy(template, target(column));
      return [Object.hasOwn(map, column) ? targetText(column, map[column]!, meant) : strangeText(column, meant)];
    }),
  ];
  if (problems.length === 0) return paths;
  throw new Told('TABLE_HEAD', {
    en: problems.map(({ en }) => en).join('\n'),
    zh: problems.map(({ zh }) => zh).join('\n'),
  });
}

/** What a word may be meant as: the name of a value or its title. */
function meantBy({ manifest }: Template, word: string): string | undefined {
  const titles = [...pathTitles(manifest)];
  return (
    nearest(
      word,
      titles.map(([path]) => path),
    ) ??
    nearest(
      word,
      titles.flatMap(([, { en, zh }]) => [en, zh]),
    )
  );
}

function maybe(meant: string | undefined): Text {
  return meant === undefined ? { en: '', zh: '' } : { en: ` (did you mean ${meant}?)`, zh: `（是否指 ${meant}？）` };
}

function missingText(column: string, head: readonly string[]): Text {
  return {
    en: `the map names the column ${quoted(column)}; there are ${head.join(', ')}`,
    zh: `对照表中的列 ${quoted(column)} 不存在；表中有：${head.join('、')}`,
  };
}

function targetText(column: string, target: string, meant: string | undefined): Text {
  return {
    en: `the map has ${quoted(column)} stand for ${quoted(target)}, which the template does not ask for${maybe(meant).en}`,
    zh: `对照表中${quoted(column)}指向的 ${quoted(target)} 不是模板的项${maybe(meant).zh}`,
  };
}

function strangeText(column: string, meant: string | undefined): Text {
  return {
    en: `the template asks for nothing that is called ${quoted(column)}${maybe(meant).en}; a line \`${column}: ""\` in the file of --map leaves the column out`,
    zh: `模板没有名为 ${quoted(column)} 的项${maybe(meant).zh}；在 --map 文件中写 \`${column}: ""\` 可忽略该列`,
  };
}
