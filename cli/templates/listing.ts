// `tally template list` and `show`: which templates there are, and what one asks for.

import { diagramLines } from '../../engine/template/diagram.ts';
import { openTemplate, templateIds } from '../../engine/template/folder.ts';
import { isList, isNeeded } from '../../engine/template/manifest.ts';
import { pathTitles } from '../../engine/template/path.ts';
import { widthOf } from '../../engine/template/width.ts';
import type { Act } from '../command.ts';
import { table } from '../table.ts';
import { WORDS } from './words.ts';

export const list: Act = async ({ output, language }) => {
  const templates = templateIds().map((id) => openTemplate(id).manifest);
  const rows = templates.map(({ id, version, title }) => [id, version, title[language]]);
  const [head = '', ...lines] = table(
    [WORDS.id[language], WORDS.version[language], WORDS.title[language]],
    rows,
    output.colours,
  ).split('\n');
  const told = lines.flatMap((line, i) => [
    line,
    output.colours.dim(`  ${shortened(templates[i]!.summary[language])}`),
  ]);
  const documents = templates.map(({ id, version, title, summary }) => ({ id, version, title, summary }));
  output.result({ templates: documents }, [head, ...told].join('\n'));
  output.note(
    language === 'en' ? '`tally template show ID` tells what one asks for' : '用 `tally template show ID` 查看所需内容',
  );
  return undefined;
};

/** Columns of a terminal that a summary may take, behind two spaces. */
const WIDTH = 98;

/** The first sentence, cut if it is wider than a line. */
function shortened(summary: string): string {
  const [sentence = summary] = /^.*?(?:\.(?= )|。|$)/s.exec(summary) ?? [];
  if (widthOf(sentence) <= WIDTH) return sentence;
  let cut = '';
  for (const char of sentence) {
    if (widthOf(`${cut}${char}…`) > WIDTH) break;
    cut += char;
  }
  return `${cut.replace(/[\s,，、：]+$/, '')}…`;
}

export const show: Act = async ({ output, language }, [word]) => {
  const template = openTemplate(word!);
  const { manifest } = template;
  const { colours } = output;
  const heading = (text: string) => `\n${colours.bold(text)}`;
  const choices = Object.entries(manifest.options).flatMap(([option, { title, values, default: usual }]) => [
    `  options.${option}  ${title[language]}`,
    ...Object.entries(values).map(([value, text]) => `    ${value}${value === usual ? ' *' : ''}  ${text[language]}`),
  ]);
  const asked = [...pathTitles(manifest)]
    .filter(([path]) => !path.startsWith('options.'))
    .map(([path, title]) => [path, title[language], noteOf(manifest, path, language)]);
  const text = [
    `${colours.bold(manifest.title[language])}  ${manifest.id} ${manifest.version}`,
    manifest.summary[language],
    heading(WORDS.asks[language]),
    table(['', '', ''], asked, colours)
      .split('\n')
      .slice(1)
      .map((line) => `  ${line}`)
      .join('\n'),
    ...(choices.length > 0 ? [heading(WORDS.choices[language]), ...choices] : []),
    heading(WORDS.states[language]),
    ...diagramLines(manifest, defaults(manifest), language).map((line) => `  ${line}`),
    heading(WORDS.holds[language]),
    ...manifest.invariants.list.map((row) => `  ${row[language]}`),
    heading(WORDS.samples[language]),
    `  ${manifest.samples.join('  ')}`,
  ];
  output.result(manifest, text.join('\n'));
  return undefined;
};

type Manifest = ReturnType<typeof openTemplate>['manifest'];

function defaults(manifest: Manifest): { readonly [option: string]: string } {
  return Object.fromEntries(Object.entries(manifest.options).map(([option, row]) => [option, row.default]));
}

/** Whether it may be left out, or what form it has. */
function noteOf(manifest: Manifest, path: string, language: 'en' | 'zh'): string {
  const [head = '', role = ''] = path.split('.');
  if (head === 'parties') return manifest.parties[role]!.optional ? WORDS.optional[language] : '';
  const name = head.replace(/\[.*/, '');
  const field = manifest.parameters.properties[name]!;
  const row = isList(field) ? field.items.properties[role]! : field;
  const isAsked = isList(field) ? field.items.required.includes(role) : isNeeded(manifest.parameters, name);
  const example = row['x-example'] ?? row.default;
  const shown = example === undefined ? '' : String(example);
  return isAsked ? shown : [WORDS.optional[language], shown].filter(Boolean).join('  ');
}
