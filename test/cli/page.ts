// The blocks of a page in Markdown, and running those that a reader would type.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matches } from './script.ts';

/** What stands between two fences. */
export interface Block {
  readonly language: string;
  /** Behind the language, as in `ts contracts/purse.ts`: the file that a reader makes of it. */
  readonly path: string | undefined;
  readonly text: string;
  /** Line of the page that its text begins in, from 1 on. */
  readonly line: number;
}

const pathOf = (page: string) => fileURLToPath(new URL(`../../docs/${page}`, import.meta.url));

export const readPage = (page: string): string => readFileSync(pathOf(page), 'utf8');
export const writePage = (page: string, text: string): void => writeFileSync(pathOf(page), text);

export function blocksOf(page: string): Block[] {
  const lines = page.split('\n');
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const fence = /^```(\w*) ?(\S*)$/.exec(lines[i]!);
    if (!fence) continue;
    const end = lines.indexOf('```', i + 1);
    const text = lines
      .slice(i + 1, end)
      .map((line) => `${line}\n`)
      .join('');
    blocks.push({ language: fence[1]!, path: fence[2] || undefined, text, line: i + 2 });
    i = end;
  }
  return blocks;
}

/** A block of commands, with the files that are to be there before and the output that is shown behind it. */
export interface Step {
  readonly files: readonly Block[];
  readonly commands: Block;
  readonly shown: readonly Block[];
}

/** The page as steps in their order. @throws Error for output that no command stands before */
export function stepsOf(blocks: readonly Block[]): Step[] {
  const steps: { files: Block[]; commands: Block; shown: Block[] }[] = [];
  let files: Block[] = [];
  for (const block of blocks) {
    if (block.path !== undefined) files.push(block);
    else if (block.language === 'sh') {
      steps.push({ files, commands: block, shown: [] });
      files = [];
    } else if (block.language === 'text') {
      const last = steps.at(-1);
      if (!last) throw new Error(`line ${block.line}: output of no command`);
      last.shown.push(block);
    }
  }
  return steps;
}

/** What is typed behind the prompt of `--step`, in the order of the page. */
export const typedIn = (shown: readonly Block[]): string =>
  shown.map(({ text }) => [...text.matchAll(/^\(tally\) (.*)$/gm)].map(([, words]) => `${words}\n`).join('')).join('');

/** A reader at a shell: remembers the folder and the last transaction. */
export class Reader {
  private folder: string;
  private readonly env: NodeJS.ProcessEnv;
  private transaction = 'ID';

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.env = env;
  }

  /** What the terminal shows. @throws Error with it if the commands fail */
  run({ files, commands, shown }: Step): string {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(this.folder, path!)), { recursive: true });
      writeFileSync(join(this.folder, path!), text);
    }
    // `ID` stands for the transaction that was told of last.
    const words = commands.text.replaceAll(/\bID\b/g, this.transaction);
    const mark = '@@ folder @@';
    const { stdout, status } = spawnSync('sh', ['-c', `exec 2>&1; set -e\n${words}echo '${mark}'; pwd`], {
      cwd: this.folder,
      env: this.env,
      input: typedIn(shown),
      encoding: 'utf8',
    });
    const [output, folder] = stdout.split(`${mark}\n`);
    if (status !== 0 || folder === undefined) throw new Error(`line ${commands.line} ended with ${status}:\n${stdout}`);
    this.folder = folder.trim();
    this.transaction = [...output!.matchAll(/^ {2}tx +([0-9a-f]{64})$/gm)].at(-1)?.[1] ?? this.transaction;
    return output!;
  }
}

const ID = /\b[0-9a-f]{64}\b|\b[0-9a-f]{4,}…|(?<=\bproposal[ =]+|(?:approve|activate) receivable )[0-9a-f]{8}\b/g;
const ADDRESS = /\bt[ac]1[0-9a-z]{58}\b|\bt[ac]1[0-9a-z]+…/g;

/** Keys are made by chance and blocks have a time, so ids and addresses differ from run to run: nothing else does. */
const linesOf = (text: string): string[] =>
  text
    .replaceAll(ID, '<id>')
    .replaceAll(ADDRESS, '<address>')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trimEnd());

/** Whether a page shows this output: all of it, or what `…` leaves; of a session, the lines from its first prompt on. */
export function shows(text: string, output: string): boolean {
  const wanted = linesOf(text);
  const got = linesOf(output);
  if (!text.startsWith('(tally) ')) return matches(wanted, got);
  return got.some((line, i) => line === wanted[0] && matches(wanted, got.slice(i, i + wanted.length)));
}

/** Output as the page shows it: ids and addresses cut short. */
export const shortened = (output: string): string =>
  output.replaceAll(/\b([0-9a-f]{8})[0-9a-f]{56}\b/g, '$1…').replaceAll(/\b(t[ac]1[0-9a-z]{8})[0-9a-z]{50}\b/g, '$1…');
