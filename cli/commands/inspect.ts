// `tally inspect`: what a module is, whether it is lawful, and if not, every reason.
import { basename } from 'node:path';
import type { Problem } from '../../engine/wasm/problems.ts';
import { ERRORS } from '../../spec/errors.ts';
import type { Act, Define } from '../command.ts';
import { EXIT } from '../exit.ts';
import { readBytes } from '../files.ts';
import { type ModuleFacts, moduleFacts } from '../module.ts';
import { type Colours, counted, fields, grouped, sized } from '../print.ts';
import { table } from '../table.ts';

export const define: Define = (command, run) => {
  command.argument('<file>', 'a module, x.wasm').action(run(inspect));
};

const inspect: Act = async ({ output }, [file]) => {
  const facts = moduleFacts(readBytes(file!));
  output.result({ file, ...facts }, textOf(file!, facts, output.colours));
  return facts.lawful ? undefined : EXIT.build;
};

function textOf(file: string, facts: ModuleFacts, colours: Colours): string {
  const { lawful, problems } = facts;
  const verdict = lawful
    ? `${colours.green('✓')} lawful`
    : `${colours.red('✗')} ${counted(problems.length, 'problem')}`;
  const head = `${verdict}  ${basename(file)}`;
  const about = fields(aboutRows(facts), colours);
  return [head, about, ...(lawful ? [] : [`\n${problemTable(problems, colours)}`])].join('\n');
}

function aboutRows({ codeId, metaId, sizes, functions, pages, methods, imports, customSections, gas }: ModuleFacts) {
  const { module, code, custom, metered } = sizes;
  const most = pages?.maximum === null ? 'no maximum' : `at most ${pages?.maximum}`;
  return [
    ['code id', codeId ?? undefined],
    ['meta id', metaId ?? undefined],
    [
      'size',
      code === null ? sized(module) : `${sized(module)}: code ${sized(code)}, custom sections ${sized(custom!)}`,
    ],
    ['metered', metered === null ? undefined : sized(metered)],
    ['functions', code === null ? undefined : grouped(functions)],
    ['memory', pages ? `${counted(pages.initial, 'page')}, ${most}` : undefined],
    [
      'methods',
      methods.length === 0 ? undefined : lines(methods.map(({ name, flags }) => (flags ? `${name}#${flags}` : name))),
    ],
    ['imports', imports.length === 0 ? undefined : lines(imports)],
    [
      'custom',
      customSections.length === 0
        ? undefined
        : lines(customSections.map(({ name, bytes }) => `${name} ${sized(bytes)}`)),
    ],
    ['gas', gas ? `${grouped(gas.frame)} a frame, ${grouped(gas.upload)} to upload` : undefined],
  ] as const;
}

/** Words with commas between them, in lines of at most 64 characters. */
function lines(words: readonly string[]): string {
  const out: string[] = [];
  for (const word of words) {
    const last = out.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= 64) out[out.length - 1] = `${last}, ${word}`;
    else out.push(word);
  }
  return out.join(',\n');
}

function problemTable(problems: readonly Problem[], colours: Colours): string {
  const rows = problems.map(({ code, message, function: where, offset }) => [
    `T${ERRORS[code].code}`,
    code,
    where ?? '',
    grouped(offset),
    message,
  ]);
  return table(['', 'reason', 'function', 'byte', 'what'], rows, colours, [3]);
}
