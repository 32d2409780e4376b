// The words of a dialogue: debuggers' usual ones. Each moves, or tells something of the place at hand.

import { didYouMean } from '../../engine/abi/nearest.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { Language } from '../../engine/template/text.ts';
import { wholeNumber } from '../session.ts';
import { breakAt, goTo, moving, remove, running, selecting } from './moves.ts';
import type { Answer, Scene } from './scene.ts';
import { storage } from './stored.ts';
import { changes, locals, print } from './variables.ts';

export interface Word {
  readonly name: string;
  /** Another, shorter name. */
  readonly short: string;
  /** What follows, each in brackets if it may be left out. */
  readonly takes: readonly string[];
  readonly summary: Record<Language, string>;
  act(scene: Scene, words: readonly string[]): Promise<Answer> | Answer;
}

type Row = readonly [name: string, short: string, takes: string, en: string, zh: string, act: Word['act']];

/** A count that may follow a word. */
const several = (word: string | undefined) =>
  word === undefined ? undefined : wholeNumber(word, 'the number', 100_000);

// Answered by the dialogue itself, which knows the language and when to end.
const nothing = (): Answer => ({ document: {}, text: '' });

const ROWS: readonly Row[] = [
  ['step', 's', '[N]', 'next line, into functions', '下一行，进入被调用的函数', moving((at) => at.step())],
  ['next', 'n', '[N]', 'next line, over functions', '下一行，越过被调用的函数', moving((at) => at.next())],
  [
    'finish',
    'f',
    '[N]',
    'to the line behind the call of this function',
    '运行到本函数返回之后',
    moving((at) => at.finish()),
  ],
  ['continue', 'c', '[N]', 'to the next breakpoint, or the end', '到下一个断点或结尾', running(1)],
  ['stepi', 'si', '[N]', 'next instruction', '下一条指令', moving((at) => at.stepInstruction(1))],
  [
    'reverse-step',
    'rs',
    '[N]',
    'the line before, into functions',
    '上一行，进入函数',
    moving((at) => at.reverseStep()),
  ],
  [
    'reverse-next',
    'rn',
    '[N]',
    'the line before, over functions',
    '上一行，越过函数',
    moving((at) => at.reverseNext()),
  ],
  [
    'reverse-finish',
    'rf',
    '[N]',
    'to the line that called this function',
    '回到调用本函数的行',
    moving((at) => at.reverseFinish()),
  ],
  ['reverse-continue', 'rc', '[N]', 'back to a breakpoint, or the beginning', '退回到断点或开头', running(-1)],
  ['reverse-stepi', 'rsi', '[N]', 'the instruction before', '上一条指令', moving((at) => at.stepInstruction(-1))],
  ['goto', 'g', 'STEP', 'to a step by its number', '跳到某一步', goTo],
  ['break', 'b', 'PLACE', 'stop at token.ts:67, 67 or transfer', '在某行或某函数设断点', breakAt],
  ['delete', 'd', '[N]', 'remove breakpoint N, or all', '删除第 N 个或全部断点', remove],
  ['where', 'w', '', 'where it stands', '当前位置', (scene) => scene.where()],
  [
    'list',
    'l',
    '[LINE]',
    'source around it, or around a line',
    '附近或某行附近的源代码',
    (scene, [line]) => scene.list(several(line)),
  ],
  [
    'disassemble',
    'x',
    '[N]',
    'N instructions before and behind',
    '前后 N 条指令',
    (scene, [n]) => scene.disassemble(several(n)),
  ],
  ['backtrace', 'bt', '', 'open functions', '调用栈', (scene) => scene.backtrace()],
  [
    'frame',
    '',
    'N',
    'look at function #N of the backtrace',
    '选中第 N 层函数',
    selecting((_, n) => wholeNumber(n, 'the function')),
  ],
  ['up', '', '', 'look at the caller', '选中上一层', selecting((at) => at + 1)],
  ['down', '', '', 'look at the function that it called', '选中下一层', selecting((at) => at - 1)],
  ['locals', 'i', '', 'variables', '局部变量', locals],
  [
    'print',
    'p',
    'NAME',
    'a variable whole, or a part: part.share, parts[1].share',
    '打印变量或其部分',
    (scene, [name]) => print(scene, name!),
  ],
  [
    'changes',
    'ch',
    'NAME',
    'when it got each of its values, and where',
    '变量何时何处被改变',
    (scene, [name]) => changes(scene, name!),
  ],
  [
    'storage',
    'st',
    '[FIELD]',
    'storage of the contract: before, and now',
    '合约存储：之前与现在',
    (scene, [field]) => storage(scene, field),
  ],
  [
    'memory',
    'm',
    'AT [N]',
    'N bytes of memory, from a number or a variable',
    '内存字节',
    (scene, words) => scene.memory(words),
  ],
  ['trace', 't', '', 'what the transaction does, with steps to go to', '交易全程与步号', (scene) => scene.tree()],
  ['help', 'h', '', 'these words', '帮助', nothing],
  ['quit', 'q', '', 'end', '结束', nothing],
];

export const WORDS: readonly Word[] = ROWS.map(([name, short, takes, en, zh, act]) => {
  return { name, short, takes: takes.split(' ').filter(Boolean), summary: { en, zh }, act };
});

/** The word of this name, its short form, or the beginning of one name alone. @throws Usage */
export function wordOf(name: string): Word {
  const begins = WORDS.filter((word) => word.name.startsWith(name));
  const found =
    WORDS.find((word) => word.name === name || word.short === name) ?? (begins.length === 1 ? begins[0] : undefined);
  if (found !== undefined) return found;
  const which = begins.length > 1 ? `: ${begins.map((word) => word.name).join(' or ')}?` : '';
  const near =
    begins.length > 1
      ? ''
      : didYouMean(
          name,
          WORDS.map((word) => word.name),
        );
  throw new Usage('USAGE', `${name}: no such word${which}${near}; \`help\` lists them`);
}

/** @throws Usage if something is missing behind a word, or too much */
export function checkTaken({ name, takes }: Word, given: readonly string[]): void {
  const needed = takes.filter((each) => !each.startsWith('[')).length;
  if (given.length >= needed && given.length <= takes.length) return;
  const wanted = takes.length === 0 ? 'nothing' : takes.join(' ');
  throw new Usage('USAGE', `${name} takes ${wanted}, not ${JSON.stringify(given.join(' '))}`);
}

export function helpText(language: Language): string {
  const heads = WORDS.map(({ name, short, takes }) => [[name, short].filter(Boolean).join(', '), ...takes].join(' '));
  const width = Math.max(...heads.map((head) => head.length));
  return WORDS.map(({ summary }, i) => `  ${heads[i]!.padEnd(width)}  ${summary[language]}`).join('\n');
}
