// A template as a module: compiled once for each set of structural choices.
import { join } from 'node:path';
import { type BuiltModule, readModule } from '../app/deploy.ts';
import { compileKept } from '../compile/kept.ts';
import { CONTRACT_FOLDER, loadSources, type SourceFiles } from '../compile/sources.ts';
import type { Template } from './folder.ts';
import type { Choices, OptionRow } from './manifest.ts';

const OPTIONS = `${CONTRACT_FOLDER}options.ts`;

/** A module of a template with what it was compiled from. */
export interface BuiltTemplate extends BuiltModule {
  readonly sources: SourceFiles;
}

/** The module for these choices. @throws CompileError; Usage FILE_UNREADABLE, ABI_* */
export async function buildTemplate(template: Template, choices: Choices): Promise<BuiltTemplate> {
  const sources = sourcesFor(template, choices);
  const { wasm } = await compileKept(sources);
  return { ...readModule(wasm), sources };
}

/** The sources with the constants of these choices. */
export function sourcesFor({ folder, manifest }: Template, choices: Choices): SourceFiles {
  const { entry, files } = loadSources(join(folder, manifest.contract));
  if (!files.has(OPTIONS)) return { entry, files };
  return { entry, files: new Map([...files, [OPTIONS, optionsSource(manifest.options, choices)]]) };
}

/** The file of constants that a contract branches on. */
export function optionsSource(options: { readonly [option: string]: OptionRow }, choices: Choices): string {
  const lines = Object.entries(options).flatMap(([option, { values, default: usual }]) => {
    const name = constantOf(option);
    const words = Object.keys(values);
    return [
      ...words.map((value, i) => `export const ${name}_${constantOf(value)}: i32 = ${i};`),
      `export const ${name}: i32 = ${name}_${constantOf(choices[option] ?? usual)};`,
    ];
  });
  return `// What was decided before this contract was compiled.\n${lines.join('\n')}\n`;
}

/** `dayCount` and `act-360` as constants: `DAY_COUNT`, `ACT_360`. */
function constantOf(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();
}

/** All sets of choices. */
export function allChoices(options: { readonly [option: string]: OptionRow }): Choices[] {
  return Object.entries(options).reduce<Choices[]>(
    (sets, [option, { values }]) =>
      sets.flatMap((set) => Object.keys(values).map((value) => ({ ...set, [option]: value }))),
    [{}],
  );
}

/** Sets in which each value of each option comes once: the usual ones, and those that differ from them in one option. */
export function singleChoices(options: { readonly [option: string]: OptionRow }): Choices[] {
  const usual = Object.fromEntries(Object.entries(options).map(([option, row]) => [option, row.default]));
  const others = Object.entries(options).flatMap(([option, { values }]) =>
    Object.keys(values)
      .filter((value) => value !== usual[option])
      .map((value) => ({ ...usual, [option]: value })),
  );
  return [usual, ...others];
}
