// The program: which commands there are, how a command line becomes a run of one of them, and how a run ends.
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { Usage } from '../engine/base/errors.ts';
import type { Language } from '../engine/template/text.ts';
import type { Act } from './command.ts';
import { COMMANDS } from './commands.ts';
import { describeError, errorDocument, errorText } from './errors.ts';
import { EXIT } from './exit.ts';
import type { Interrupt } from './interrupt.ts';
import { toJson } from './json.ts';
import { languageOf } from './language.ts';
import { inColour, type Output, openOutput, type Sink } from './print.ts';
import { type Connect, type GlobalOptions, Session } from './session.ts';
import { versionText } from './version.ts';

/** What a run needs of the process around it. */
export interface Surroundings {
  readonly out: Sink;
  readonly err: Sink;
  readonly env: NodeJS.ProcessEnv;
  readonly interrupt: Interrupt;
  readonly connect: Connect;
}

/** Options of the program that take a value, which is not the name of a command. */
const VALUED = ['--lang', '--chain', '--from'];

/** Runs one command line (without node and script) and gives its exit code. Never throws. */
export async function runTally(argv: readonly string[], around: Surroundings): Promise<number> {
  const split = argv.indexOf('--');
  const [ours, rest] = split < 0 ? [argv, []] : [argv.slice(0, split), argv.slice(split + 1)];
  const language = languageOf(langOf(ours), around.env);
  const asked: Asked = { command: 'tally' };
  const output = openOutput(around.out, around.err, {
    json: ours.includes('--json'),
    quiet: ours.includes('--quiet') || ours.includes('-q'),
    language,
    env: around.env,
  });
  try {
    const state: { exit: number } = { exit: EXIT.done };
    const program = await buildProgram(ours, { around, output, language, rest, state });
    asked.command = commandText(program, ours);
    await program.parseAsync([...ours], { from: 'user' });
    return state.exit;
  } catch (error) {
    return fail(error, around, { output, language, ...asked });
  }
}

/** The command that a line names, as far as it does: `tally key new`. */
interface Asked {
  command: string;
}

interface Running {
  readonly around: Surroundings;
  readonly output: Output;
  readonly language: Language;
  readonly rest: readonly string[];
  readonly state: { exit: number };
}

async function buildProgram(ours: readonly string[], running: Running): Promise<Command> {
  const { around, language } = running;
  const program = newProgram(around, language);
  const named = commandIn(ours);
  for (const { name, group, summary, load } of COMMANDS) {
    const command = program
      .command(name)
      .summary(summary[language])
      .description(summary[language])
      .helpGroup(group[language]);
    // The script for a shell tells of all commands.
    if (name === named || named === 'completion')
      (await load()).define(command, (act) => runner(act, running), around.interrupt, language);
  }
  return program;
}

/** Headings of help in Chinese. */
const HEADINGS: { readonly [heading: string]: string } = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Global Options:': '通用选项：',
  'Commands:': '命令：',
};

function newProgram(around: Surroundings, language: Language): Command {
  const zh = language === 'zh';
  const program = new Command('tally')
    .description(zh ? '构建、部署、调用并重放智能合约' : 'builds, deploys, calls and replays smart contracts')
    .version(versionText(), '-V, --version', zh ? '显示版本' : 'print the version')
    .helpOption('-h, --help', zh ? '显示帮助' : 'show help')
    .option('--json', zh ? '在标准输出打印一个 JSON 文档' : 'print exactly one JSON document on standard output')
    .option('--chain <dir>', zh ? '链文件夹（默认 .tally/chain）' : 'chain folder (default .tally/chain)')
    .option('--from <key>', zh ? '签名所用的密钥（默认 dev）' : 'key that signs (default dev)')
    .option('--lang <language>', zh ? '语言：en 或 zh' : 'language of messages: en or zh')
    .option('--no-input', zh ? '从不提问' : 'never ask')
    .option('-q, --quiet', zh ? '不显示进度与提示' : 'no progress, no hints')
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      styleTitle: (title) => (zh ? HEADINGS[title] : undefined) ?? title,
    })
    .configureOutput({
      writeOut: (text) => void around.out.write(text),
      writeErr: (text) => void around.err.write(text),
      outputError: () => {},
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    .helpCommand(false)
    .exitOverride();
  return program;
}

// Parsed words come as positional arguments, then options, then the command; act gets them apart.
function runner(act: Act, { around, output, language, rest, state }: Running): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<GlobalOptions & Record<string, unknown>>();
    if (options.lang !== undefined && !/^(en|zh)/i.test(options.lang)) throw new Usage('USAGE', '--lang is en or zh');
    const session = new Session(options, { output, language, rest, connect: around.connect });
    try {
      const code = await Promise.race([act(session, command.args, options), around.interrupt.asked]);
      state.exit = code ?? EXIT.done;
    } finally {
      await session.close();
    }
  };
}

/** The first word that is no option: the command. */
function commandIn(words: readonly string[]): string | undefined {
  return wordsIn(words)[0];
}

/** What is no option of the program and no value of one. */
function wordsIn(words: readonly string[]): string[] {
  return words.filter((word, i) => !word.startsWith('-') && !VALUED.includes(words[i - 1] ?? ''));
}

/** `tally key new`: as many words as are names of commands within each other. */
function commandText(program: Command, words: readonly string[]): string {
  let [command, text] = [program, 'tally'];
  for (const word of wordsIn(words)) {
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) break;
    [command, text] = [next, `${text} ${word}`];
  }
  return text;
}

function langOf(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  if (at < 0) return undefined;
  return words[at]!.includes('=') ? words[at]!.slice('--lang='.length) : words[at + 1];
}

function fail(
  caught: unknown,
  { out, err, env }: Surroundings,
  { output, language, command }: Asked & Pick<Running, 'output' | 'language'>,
): number {
  output.progress('');
  if (caught instanceof CommanderError && caught.exitCode === 0) return EXIT.done;
  const described = describeError(caught instanceof CommanderError ? usageOf(caught) : caught, language, command);
  // Help was asked for by saying nothing: it stands on standard error already.
  if (isBare(caught) && !output.json) return described.exit;
  if (output.json && !output.hasResult()) out.write(toJson(errorDocument(described)));
  else output.complain(errorText(described, language, pc.createColors(inColour(err, env))));
  if (env['TALLY_DEBUG'] && caught instanceof Error) output.complain(caught.stack ?? '');
  return described.exit;
}

function isBare(caught: unknown): boolean {
  return caught instanceof CommanderError && caught.code === 'commander.help';
}

function usageOf(caught: CommanderError): Usage {
  if (isBare(caught)) return new Usage('USAGE', 'which command?');
  return new Usage('USAGE', caught.message.replace(/^error: /, ''));
}
