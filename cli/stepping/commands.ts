// The words of a dialogue: debuggers' usual ones. Each moves, or tells something of the place at hand.
import { breakpointOf } from '../../engine/audit/stepper.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { Language } from '../language.ts';
import { wholeNumber } from '../session.ts';
import type { Answer, Scene } from './scene.ts';

export interface Word {
  readonly name: string;
  readonly short?: string;
  /** What follows the word. */
  readonly takes?: string;
  readonly summary: Record<Language, string>;
  act(scene: Scene, words: readonly string[]): Promise<Answer> | Answer;
}

type Move = (stepper: Scene['subject']['inside']['stepper'], words: readonly string[]) => void;

/** Moves, selects the innermost function, and tells where that is. */
function moving(move: Move): Word['act'] {
  return (scene, words) => {
    const { stepper } = scene.subject.inside;
    for (let times = countOf(words[0]); times > 0; times--) move(stepper, words);
    scene.selected = 0;
    return scene.where();
  };
}

function countOf(word: string | undefined): number {
  return word === undefined ? 1 : wholeNumber(word, 'how often', 1_000_000);
}

function breakAt(scene: Scene, words: readonly string[]): Answer {
  const { stepper, history } = scene.subject.inside;
  const [word] = words;
  if (word === undefined) throw new Usage('USAGE', 'break needs a place: receivable.ts:207, 207 or settle');
  const breakpoint = breakpointOf(word, ({ site }) => scene.nameOf(site));
  const times = history.stops.filter((stop) => breakpoint.matches(stop)).length;
  if (times === 0) throw new Usage('USAGE', `${word} is not reached by this transaction`);
  stepper.breakpoints.push(breakpoint);
  const text = `breakpoint ${stepper.breakpoints.length} at ${word}, reached ${times === 1 ? 'once' : `${times} times`}`;
  return { document: { breakpoint: word, reached: times }, text };
}

function remove(scene: Scene): Answer {
  const { breakpoints } = scene.subject.inside.stepper;
  const count = breakpoints.length;
  breakpoints.length = 0;
  return { document: { removed: count }, text: `no breakpoints (${count} removed)` };
}

function selecting(select: (selected: number, words: readonly string[]) => number): Word['act'] {
  return (scene, words) => {
    scene.select(select(scene.selected, words));
    return scene.where();
  };
}

export const WORDS: readonly Word[] = [
  word(
    'step',
    's',
    '[N]',
    'next line, into functions that are called',
    '下一行，进入被调用的函数',
    moving((at) => at.step()),
  ),
  word(
    'next',
    'n',
    '[N]',
    'next line, over functions that are called',
    '下一行，越过被调用的函数',
    moving((at) => at.next()),
  ),
  word(
    'finish',
    'f',
    '[N]',
    'to the line behind the call of this function',
    '运行到本函数返回之后',
    moving((at) => at.finish()),
  ),
  word(
    'continue',
    'c',
    '[N]',
    'to the next breakpoint, or the end',
    '到下一个断点或结尾',
    moving((at) => at.proceed()),
  ),
  word(
    'stepi',
    'si',
    '[N]',
    'next instruction',
    '下一条指令',
    moving((at) => at.stepInstruction(1)),
  ),
  word(
    'reverse-step',
    'rs',
    '[N]',
    'the line before, into functions',
    '上一行，进入函数',
    moving((at) => at.reverseStep()),
  ),
  word(
    'reverse-next',
    'rn',
    '[N]',
    'the line before, over functions',
    '上一行，越过函数',
    moving((at) => at.reverseNext()),
  ),
  word(
    'reverse-finish',
    'rf',
    '[N]',
    'to the line that called this function',
    '回到调用本函数的行',
    moving((at) => at.reverseFinish()),
  ),
  word(
    'reverse-continue',
    'rc',
    '[N]',
    'back to a breakpoint, or the beginning',
    '退回到断点或开头',
    moving((at) => at.reverseProceed()),
  ),
  word(
    'reverse-stepi',
    'rsi',
    '[N]',
    'the instruction before',
    '上一条指令',
    moving((at) => at.stepInstruction(-1)),
  ),
  word('goto', 'g', 'STEP', 'to a step by its number', '跳到某一步', (scene, [step]) => {
    if (step === undefined) throw new Usage('USAGE', 'goto needs the number of a step; `trace` shows some');
    const { inside } = scene.subject;
    inside.stepper.goTo(wholeNumber(step.replaceAll(',', ''), 'goto'));
    scene.selected = inside.ownActivation();
    return scene.where();
  }),
  word('break', 'b', 'PLACE', 'stop at receivable.ts:207, 207 or settle', '在某行或某函数设断点', breakAt),
  word('delete', 'd', '', 'remove all breakpoints', '删除所有断点', remove),
  word('where', 'w', '', 'where it stands', '当前位置', (scene) => scene.where()),
  word('list', 'l', '[N]', 'source around it', '附近的源代码', (scene, [count]) =>
    scene.list(count ? countOf(count) : undefined),
  ),
  word('disassemble', 'x', '[N]', 'instructions around it', '附近的指令', (scene, [n]) =>
    scene.disassemble(n ? countOf(n) : undefined),
  ),
  word('backtrace', 'bt', '', 'open functions', '调用栈', (scene) => scene.backtrace()),
  word(
    'frame',
    '',
    'N',
    'look at function #N of the backtrace',
    '选中第 N 层函数',
    selecting((_, [n]) => wholeNumber(n ?? '0', 'frame')),
  ),
  word(
    'up',
    '',
    '',
    'look at the caller',
    '选中上一层',
    selecting((at) => at + 1),
  ),
  word(
    'down',
    '',
    '',
    'look at the function that it called',
    '选中下一层',
    selecting((at) => at - 1),
  ),
  word('locals', 'i', '', 'variables', '局部变量', (scene) => scene.locals()),
  word('print', 'p', 'NAME', 'one variable whole, or a part: order.amount', '打印变量或其字段', (scene, [name = '']) =>
    scene.print(name),
  ),
  word(
    'storage',
    'st',
    '[FIELD]',
    'storage of the contract: before, and now',
    '合约存储：之前与现在',
    (scene, [field]) => scene.storage(field),
  ),
  word('memory', 'm', 'AT [N]', 'N bytes of memory, from a number or a variable', '内存字节', (scene, words) =>
    scene.memory(words),
  ),
  word('trace', 't', '', 'what the transaction does, with steps for goto', '交易全程与步号', (scene) => scene.tree()),
  word('help', 'h', '', 'these words', '帮助', (): Answer => ({ document: {}, text: '' })),
  word('quit', 'q', '', 'end', '结束', (): Answer => ({ document: {}, text: '' })),
];

function word(name: string, short: string, takes: string, en: string, zh: string, act: Word['act']): Word {
  return { name, short, takes, summary: { en, zh }, act };
}

export function helpText(language: Language): string {
  const heads = WORDS.map(({ name, short, takes }) => `${[name, short].filter(Boolean).join(', ')} ${takes}`.trimEnd());
  const width = Math.max(...heads.map((head) => head.length));
  return WORDS.map(({ summary }, i) => `  ${heads[i]!.padEnd(width)}  ${summary[language]}`).join('\n');
}
