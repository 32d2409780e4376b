// Worked cases: of the template, or of a file of whoever tries it, whose rows are told by their lines.
import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import { nearest } from '../../engine/abi/nearest.ts';
import { CodedError, Usage } from '../../engine/base/errors.ts';
import { checkScenario, readScenario, type Scenario, type Step } from '../../engine/simulate/scenario.ts';
import { fromSpreadsheet } from '../../engine/template/dates.ts';
import type { Template } from '../../engine/template/folder.ts';
import type { Given } from '../../engine/template/manifest.ts';
import { isCalled } from '../../engine/template/path.ts';
import { quoted, type Text, Told } from '../../engine/template/text.ts';
import { type Options, textOption } from '../command.ts';
import { textFile } from './input.ts';

/** A case, and where it comes from. */
export interface Case {
  readonly scenario: Scenario;
  /** Whether its days are those of whoever wrote it, and not of the template. */
  readonly isOwn: boolean;
  /** Lines of the steps, of a table. */
  readonly lines?: readonly number[];
}

/** The case that the options name, otherwise the first of the template. @throws Usage CASE_INVALID, FILE_UNREADABLE, TEMPLATE_INVALID */
export function caseOf(template: Template, options: Options): Case {
  const file = textOption(options, 'scenario');
  const { scenarios } = template.manifest;
  if (file === undefined || scenarios.includes(file))
    return { scenario: readScenario(template, file ?? scenarios[0]!), isOwn: false };
  if (/\.csv$/i.test(file)) return caseFromCsv(template, file, textFile(file, options));
  try {
    return { scenario: checkScenario(parsed(file), file), isOwn: true };
  } catch (error) {
    throw error instanceof Usage && error.id === 'TEMPLATE_INVALID' ? new Usage('CASE_INVALID', error.detail) : error;
  }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Usage('FILE_UNREADABLE', `${path}: ${(error as Error).message}`);
  }
}

/** Runs a case; what is wrong with one's own is told by its row or step. @throws Usage CASE_INVALID */
export async function playing<T>({ isOwn, lines }: Case, play: () => Promise<T>): Promise<T> {
  try {
    return await play();
  } catch (error) {
    const isIts = error instanceof CodedError && (error.id === 'TEMPLATE_INVALID' || error.id === 'METHOD_UNKNOWN');
    if (!isOwn || !isIts) throw error;
    const [, step, detail = error.detail] = /^step (\d+): (.*)$/s.exec(error.detail) ?? [];
    const line = step === undefined ? undefined : lines?.[Number(step) - 1];
    if (line !== undefined) throw new Told('CASE_INVALID', atLine(line, { en: detail, zh: detail }));
    throw new Told('CASE_INVALID', {
      en: error.detail,
      zh: step === undefined ? error.detail : `案例第 ${step} 步：${detail}`,
    });
  }
}

function atLine(line: number, { en, zh }: Text): Text {
  return { en: `line ${line} of the case: ${en}`, zh: `案例第 ${line} 行：${zh}` };
}

/** Heads of the columns that are no arguments. */
const HEADS = [
  ['on', '日期'],
  ['by', '当事方'],
  ['do', '操作'],
  ['refused', '被拒绝'],
] as const;

interface Row {
  readonly line: number;
  readonly cells: { readonly [head: string]: string };
}

/** Steps of a table: columns on, by, do, and the names of parameters. Values are those of the first scenario unless others are given. */
function caseFromCsv(template: Template, path: string, text: string): Case {
  const rows = rowsOf(path, text);
  const first = readScenario(template, template.manifest.scenarios[0]!);
  const steps = rows.map((row) => stepOf(template, first, row));
  const on = rows[0]!.cells['on'] || first.on;
  const scenario = checkScenario({ ...first, title: { en: path, zh: path }, on, steps }, path);
  return { scenario, isOwn: true, lines: rows.map(({ line }) => line) };
}

function rowsOf(path: string, text: string): Row[] {
  let records: readonly { readonly record: string[]; readonly info: { readonly lines: number } }[];
  try {
    const rules = { info: true, skip_empty_lines: true, trim: true, relax_column_count: true } as const;
    records = parseCsv(text, rules) as unknown as typeof records;
  } catch (error) {
    throw new Usage('CASE_INVALID', `${path}: ${(error as Error).message}`);
  }
  const [top, ...rest] = records;
  const head = (top?.record ?? []).map((word) => HEADS.find(([en, zh]) => en === word || zh === word)?.[0] ?? word);
  const missing = ['by', 'do'].filter((word) => !head.includes(word));
  if (missing.length > 0 || rest.length === 0) {
    const has = top?.record ?? [];
    throw new Told('CASE_INVALID', {
      en: `${path}: expected a head with on, by, do and names of arguments, and rows below it; it has ${has.join(', ') || 'nothing'}`,
      zh: `${path}：表头应有 on（日期）、by（当事方）、do（操作）及各参数名，其下为各步；现为：${has.join('、') || '空'}`,
    });
  }
  return rest.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(head.map((word, i) => [word, record[i] ?? ''])),
  }));
}

function stepOf(template: Template, { actors = {} }: Scenario, { line, cells }: Row): Step {
  const { on, by = '', do: method = '', refused, ...more } = cells;
  const given: { readonly [name: string]: Given } = Object.fromEntries(
    Object.entries(more).filter(([, value]) => value !== ''),
  );
  const when = on ? { on: fromSpreadsheet(on) } : {};
  if (by === '' && method === '') return when;
  const who = whoIs(template, actors, line, by);
  const { edges } = template.manifest.states;
  const edge = edges.find((each) => each.method === method || isCalled(each.title, method));
  if (method === '')
    throw new Told('CASE_INVALID', atLine(line, { en: 'it does not say what is done', zh: '未写明操作' }));
  const methods = edges.map((each) => each.method);
  const meant = edge === undefined ? nearest(method, methods) : undefined;
  if (meant !== undefined)
    throw new Told(
      'CASE_INVALID',
      atLine(line, {
        en: `there is no ${quoted(method)}: did you mean ${meant}?`,
        zh: `没有操作 ${quoted(method)}：是否指 ${meant}？`,
      }),
    );
  return { ...when, by: who, do: edge?.method ?? method, ...(refused ? { refused } : {}), with: given };
}

/** A party or an actor by its name or title. */
function whoIs({ manifest }: Template, actors: NonNullable<Scenario['actors']>, line: number, by: string): string {
  const titles = new Map<string, Text>([
    ...Object.entries(manifest.parties).map(([role, { title }]) => [role, title] as const),
    ...Object.entries(actors).map(
      ([name, title]) => [name, typeof title === 'string' ? { en: title, zh: title } : title] as const,
    ),
  ]);
  if (titles.has(by)) return by;
  const titled = [...titles].find(([, title]) => isCalled(title, by));
  if (titled !== undefined) return titled[0];
  const names = [...titles.keys()];
  const text = {
    en: `there is no party ${quoted(by)}; there are ${names.join(', ')}`,
    zh: `当事方 ${quoted(by)} 不存在；可用：${[...titles].map(([name, { zh }]) => `${name}（${zh}）`).join('、')}`,
  };
  throw new Told('CASE_INVALID', atLine(line, text));
}
