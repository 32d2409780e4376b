// Command-line tests as text files: files to lay out, commands to run, what they print and end with.
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import loadWabt from 'wabt';

/**
 * A text file holds, in any order:
 * `# words`: a remark; the first one is the title of the test.
 * `=== path` … `===`: a file; with `wat` behind the path the text is assembled to a module.
 * `$ words`: a command for the shell, where `tally` is the program under test. What follows it is expected:
 * `! line` on standard error, `? 3` the exit code (0 if absent), any other line on standard output.
 * `…` stands for any text within a line, and alone on a line for any number of lines.
 */
export interface Script {
  readonly title: string;
  readonly steps: readonly Step[];
}

type Step = FileStep | CommandStep;

interface FileStep {
  readonly kind: 'file';
  readonly path: string;
  readonly isWat: boolean;
  readonly text: string;
}

export interface CommandStep {
  readonly kind: 'command';
  readonly words: string;
  readonly out: string[];
  readonly err: string[];
  exit: number;
}

export interface Ran {
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly exit: number;
}

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const MAIN = process.env['TALLY_MAIN'] ?? join(ROOT, 'dist', 'program', 'main.js');

export function parseScript(text: string): Script {
  const lines = text.split('\n');
  const steps: Step[] = [];
  let title = '';
  let command: CommandStep | undefined;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const file = /^=== (\S+)( wat)?$/.exec(line);
    if (file) {
      const end = lines.indexOf('===', i);
      const body = `${lines.slice(i + 1, end).join('\n')}\n`;
      steps.push({ kind: 'file', path: file[1]!, isWat: file[2] !== undefined, text: body });
      i = end;
      command = undefined;
    } else if (line.startsWith('# ')) title ||= line.slice(2);
    else if (line.startsWith('$ ')) {
      command = { kind: 'command', words: line.slice(2), out: [], err: [], exit: 0 };
      steps.push(command);
    } else if (line === '') command = undefined;
    else if (!command) throw new Error(`line ${i + 1} belongs to no command: ${line}`);
    else if (line.startsWith('? ')) command.exit = Number(line.slice(2));
    else if (line.startsWith('! ')) command.err.push(line.slice(2));
    else command.out.push(line);
  }
  return { title, steps };
}

/** Where the chains of scripts are left, in folders by their names, for whoever wants to look at them. */
const KEPT = process.env['TALLY_KEEP'];

/** Runs a script in a folder of its own with an empty HOME; answers with the first step that came out otherwise. */
export async function runScript(
  { steps }: Script,
  name?: string,
): Promise<{ words: string; wanted: string; got: string } | undefined> {
  const base = mkdtempSync(join(tmpdir(), 'tally-cli-'));
  try {
    const env = surroundings(base);
    const cwd = join(base, 'here');
    mkdirSync(cwd);
    for (const step of steps) {
      if (step.kind === 'file') await layOut(cwd, step);
      else {
        const ran = await run(step.words, cwd, env);
        if (!agrees(step, ran)) return { words: step.words, wanted: transcript(step), got: transcript(ran) };
      }
    }
    if (KEPT && name) cpSync(join(cwd, '.tally', 'chain'), join(KEPT, name), { recursive: true });
    return undefined;
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function surroundings(base: string): NodeJS.ProcessEnv {
  const [home, bin] = [join(base, 'home'), join(base, 'bin')];
  mkdirSync(home);
  mkdirSync(bin);
  const shim = join(bin, 'tally');
  writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(shim, 0o755);
  const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
  // Builds are shared by all scripts: most of them build the same contracts.
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return { PATH: path, HOME: home, XDG_CACHE_HOME: caches, TMPDIR: tmpdir(), LANG: 'C', ROOT };
}

async function layOut(cwd: string, { path, isWat, text }: FileStep): Promise<void> {
  const target = join(cwd, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, isWat ? await assemble(path, text) : text);
}

async function assemble(path: string, text: string): Promise<Uint8Array> {
  const wabt = await loadWabt();
  const module = wabt.parseWat(path, text, { simd: true, threads: true, tail_call: true, exceptions: true });
  try {
    return module.toBinary({ write_debug_names: true }).buffer;
  } finally {
    module.destroy();
  }
}

/** Milliseconds that a command may take on a machine that is busy. */
const LONGEST = 300_000;

function run(words: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
  return new Promise((resolve) => {
    const options = { cwd, env, timeout: LONGEST, maxBuffer: 2 ** 26 };
    const child = execFile('/bin/sh', ['-c', words], options, (error, stdout, stderr) => {
      const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ out: lines(stdout), err: lines(stderr), exit });
    });
    child.stdin?.end();
  });
}

function agrees(step: CommandStep, ran: Ran): boolean {
  return step.exit === ran.exit && matches(step.out, ran.out) && matches(step.err, ran.err);
}

/** Whether lines are as expected; blank lines count nowhere. */
export function matches(wanted: readonly string[], got: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return got.length === 0;
  if (first.trim() === '…') return got.some((_, i) => matches(rest, got.slice(i))) || matches(rest, []);
  return got[0] !== undefined && pattern(first).test(got[0]) && matches(rest, got.slice(1));
}

function pattern(line: string): RegExp {
  const parts = line.trimEnd().split('…');
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
}

/** A run in the form in which a script expects it. */
function transcript({ out, err, exit }: Ran): string {
  return [...out, ...err.map((line) => `! ${line}`), ...(exit === 0 ? [] : [`? ${exit}`])].join('\n');
}
