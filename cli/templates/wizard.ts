// Values by question and answer: one at a time, each checked at once, and one can go back.
import { keyNames } from '../../engine/app/keys.ts';
import { readNamesFile } from '../../engine/app/names.ts';
import { looksLikeAddress } from '../../engine/client/address.ts';
import { briefly } from '../../engine/template/fill.ts';
import type { Template } from '../../engine/template/folder.ts';
import {
  type Field,
  isChosen,
  isList,
  isNeeded,
  type ListField,
  type Manifest,
} from '../../engine/template/manifest.ts';
import { type Draft, PARTS, partTitle, put, remove, stepsOf } from '../../engine/template/path.ts';
import { type Problem, problemText } from '../../engine/template/problem.ts';
import { quoted, type Text } from '../../engine/template/text.ts';
import { readValues } from '../../engine/template/values.ts';
import type { Session } from '../session.ts';
import type { Dialogue } from './dialogue.ts';
import { clockNow } from './input.ts';

/** Something that is asked. */
interface Question {
  readonly path: string;
  readonly title: Text;
  readonly help: Text | undefined;
  /** What an empty answer stands for. */
  readonly usual: string | undefined;
  readonly example: string | undefined;
  readonly isNeeded: boolean;
  /** Words that are lawful, with what they stand for; an answer may be their number, too. */
  readonly words?: readonly (readonly [string, Text])[];
  /** How many of a list there are. */
  readonly counts?: { readonly least: number; readonly most: number };
}

const WORDS = {
  opening: {
    en: 'One question at a time. Enter takes what stands in brackets, ? explains, < goes back, ! gives up.',
    zh: '逐项提问。回车采用方括号中的内容，? 查看说明，< 返回上一项，! 放弃。',
  },
  colon: { en: ': ', zh: '：' },
  needed: { en: 'it must be filled in', zh: '必须填写' },
  skip: { en: 'leave out', zh: '不填' },
  count: { en: 'how many', zh: '几项' },
  broken: { en: 'These values do not go together:', zh: '以下内容互相矛盾：' },
  again: {
    en: 'From there on everything is asked once more; Enter keeps what stands in brackets.',
    zh: '自该项起逐项重新确认，回车保留方括号中的内容。',
  },
  example: { en: 'for example', zh: '例如' },
} as const satisfies Record<string, Text>;

/**
 * Asks for everything that the template wants, beginning with what is in the draft already.
 * @throws GivenUp if whoever answers gives up, or the input ends
 */
export async function askValues(
  session: Session,
  template: Template,
  draft: Draft,
  dialogue: Dialogue,
): Promise<Draft> {
  return new Asker(session, template.manifest, draft, dialogue).run();
}

/** Whoever answers gave up, or there was nothing more to read. */
export class GivenUp extends Error {
  override name = 'GivenUp';
  /** What was answered so far. */
  readonly draft: Draft;
  /** The question that was not answered. */
  readonly title: Text;
  constructor(draft: Draft, title: Text) {
    super(title.en);
    this.draft = draft;
    this.title = title;
  }
}

class Asker {
  private readonly session: Session;
  private readonly manifest: Manifest;
  private readonly draft: Draft;
  private readonly dialogue: Dialogue;

  constructor(session: Session, manifest: Manifest, draft: Draft, dialogue: Dialogue) {
    this.session = session;
    this.manifest = manifest;
    this.draft = structuredClone(draft);
    this.dialogue = dialogue;
  }

  async run(): Promise<Draft> {
    const { output } = this.session;
    output.say(output.colours.dim(this.text(WORDS.opening)));
    let at = 0;
    for (;;) {
      // Choices and counts decide what is asked later, so the questions are made anew each time.
      const questions = questionsOf(this.manifest, this.draft);
      if (at >= questions.length) {
        const broken = this.broken();
        if (broken.length === 0) return this.draft;
        output.say(output.colours.yellow(this.text(WORDS.broken)));
        for (const problem of broken) output.say(`  ${problemText(problem, this.session.language)}`);
        output.say(output.colours.yellow(this.text(WORDS.again)));
        at = Math.max(
          0,
          questions.findIndex(({ path }) => path === broken[0]!.at),
        );
      }
      at += await this.ask(questions[at]!, at);
    }
  }

  private text(text: Text): string {
    return text[this.session.language];
  }

  /** Asks until there is an answer; how far to go from here. */
  private async ask(question: Question, at: number): Promise<1 | -1 | 0> {
    const { output } = this.session;
    for (;;) {
      const line = await this.dialogue.ask(this.prompt(question));
      if (line === undefined || line === '!') throw new GivenUp(this.draft, question.title);
      if (line === '<') return at === 0 ? 0 : -1;
      if (line === '?') {
        output.say(this.explained(question));
        continue;
      }
      const problem = this.take(question, line === '' ? question.usual : line);
      if (problem === undefined) return 1;
      output.say(output.colours.yellow(`  ✗ ${problem}`));
    }
  }

  private prompt({ title, usual, isNeeded, words }: Question): string {
    const { colours } = this.session.output;
    const word = words?.find(([each]) => each === usual)?.[1];
    const given = (word && this.text(word)) ?? usual ?? (isNeeded ? '' : this.text(WORDS.skip));
    const bracket = given === '' ? '' : colours.dim(` [${given}]`);
    return `${colours.bold(this.text(title))}${bracket}${this.text(WORDS.colon)}`;
  }

  private explained({ help, example, words, path }: Question): string {
    const { colours } = this.session.output;
    const lines = [
      ...(help ? [this.text(help)] : []),
      ...(words ?? []).map(([word, text], i) => `${i + 1}  ${this.text(text)}  (${word})`),
      ...(example === undefined ? [] : [`${this.text(WORDS.example)}${this.text(WORDS.colon)}${example}`]),
      `(${path})`,
    ];
    return lines.map((line) => `  ${colours.dim(line)}`).join('\n');
  }

  /** Takes an answer; what is wrong with it otherwise. */
  private take(question: Question, answer: string | undefined): string | undefined {
    const { path, isNeeded, counts, words } = question;
    const chosen = words?.find(([word, text], i) => [word, text.en, text.zh, String(i + 1)].includes(answer ?? ''));
    if (counts) return this.resize(path, answer ?? '', counts);
    if (answer === undefined || answer === '') {
      if (isNeeded) return this.text(WORDS.needed);
      remove(this.draft, path);
      return undefined;
    }
    if (path.endsWith('.account') && !this.isKnown(answer))
      return this.text(unknownAccount(answer, keyNames(this.session.keys)));
    if (words && chosen === undefined) return this.text(between(1, words.length));
    put(this.manifest, this.draft, path, chosen?.[0] ?? answer);
    const { problems } = readValues(this.manifest, this.draft, clockNow(), { accounts: true });
    const own = problems.find((problem) => problem.at === path && problem.code !== 'MISSING');
    const isRule = own !== undefined && this.manifest.rules.some(({ code }) => code === own.code);
    if (own === undefined || isRule) return undefined;
    remove(this.draft, path);
    return own.expected[this.session.language];
  }

  /** Whether an account can be found later, when it would be too late: by address, or by a name that is known here. */
  private isKnown(account: string): boolean {
    if (looksLikeAddress(account) || account.includes(':') || keyNames(this.session.keys).includes(account))
      return true;
    return Object.values(readNamesFile(this.session.names).chains).some((names) => Object.hasOwn(names, account));
  }

  private resize(path: string, answer: string, { least, most }: { least: number; most: number }): string | undefined {
    const count = /^\d{1,3}$/.test(answer) ? Number(answer) : -1;
    if (count < least || count > most) return this.text(between(least, most));
    const list = Array.isArray(this.draft[path]) ? (this.draft[path] as unknown[]) : [];
    this.draft[path] = Array.from({ length: count }, (_, i) => list[i] ?? {});
    return undefined;
  }

  private broken(): readonly Problem[] {
    return readValues(this.manifest, this.draft, clockNow(), { accounts: true }).problems;
  }
}

function unknownAccount(account: string, keys: readonly string[]): Text {
  const [en, zh] = [keys.join(', ') || 'none', keys.join('、') || '无'];
  return {
    en: `there is no key ${quoted(account)} here; there are: ${en}`,
    zh: `此处没有密钥 ${quoted(account)}；现有：${zh}`,
  };
}

function between(least: number, most: number): Text {
  return { en: `expected a number from ${least} to ${most}`, zh: `应为 ${least} 至 ${most} 之间的数` };
}

/** Everything that is asked, as far as the answers so far tell. */
function questionsOf(manifest: Manifest, draft: Draft): Question[] {
  const chosen = Object.fromEntries(
    Object.entries(manifest.options).map(([option, { default: usual }]) => [
      option,
      given(draft, `options.${option}`) ?? usual,
    ]),
  );
  const parties = Object.entries(manifest.parties)
    .filter(([, { only }]) => isChosen(only, chosen))
    .flatMap(([role, { title, help, optional }]) => partyQuestions(draft, role, title, help, optional === true));
  const { properties } = manifest.parameters;
  const fields = Object.entries(properties)
    .filter(([, { only }]) => isChosen(only, chosen))
    .flatMap(([name, field]) =>
      isList(field)
        ? listQuestions(draft, name, field)
        : [fieldQuestion(draft, name, field['x-title'], field, isNeeded(manifest.parameters, name))],
    );
  return [...optionQuestions(manifest, draft), ...parties, ...fields];
}

function optionQuestions({ options }: Manifest, draft: Draft): Question[] {
  return Object.entries(options).map(([option, { title, help, values, default: usual }]) => {
    const path = `options.${option}`;
    const words = Object.entries(values).map(([word, text]) => [word, text] as const);
    return {
      path,
      title: choiceTitle(title, words),
      help,
      usual: given(draft, path) ?? usual,
      example: undefined,
      isNeeded: true,
      words,
    };
  });
}

/** How many there are, and what is asked of each. */
function listQuestions(draft: Draft, name: string, field: ListField): Question[] {
  const items = Array.isArray(draft[name]) ? (draft[name] as unknown[]) : [];
  const { minItems = 0, maxItems = 64, items: inner } = field;
  const title = numbered(field['x-title'], WORDS.count, ` (${minItems}–${maxItems})`);
  const usual = items.length > 0 ? String(items.length) : String(Math.max(minItems, 1));
  const counting = { path: name, title, help: field['x-help'], usual, example: undefined, isNeeded: true };
  const each = items.flatMap((_, i) =>
    Object.entries(inner.properties).map(([inside, row]) =>
      fieldQuestion(
        draft,
        `${name}[${i + 1}].${inside}`,
        numbered(field['x-title'], row['x-title'], '', i + 1),
        row,
        inner.required.includes(inside),
      ),
    ),
  );
  return [{ ...counting, counts: { least: minItems, most: maxItems } }, ...each];
}

function choiceTitle(title: Text, words: readonly (readonly [string, Text])[]): Text {
  const list = (language: 'en' | 'zh') =>
    words.map(([, text], i) => `${i + 1} ${text[language]}`).join(language === 'en' ? '; ' : '；');
  return { en: `${title.en} (${list('en')})`, zh: `${title.zh}（${list('zh')}）` };
}

function numbered(list: Text, field: Text, more: string, number?: number): Text {
  const count = number === undefined ? '' : ` ${number}`;
  return { en: `${list.en}${count}: ${field.en}${more}`, zh: `${list.zh}${count}：${field.zh}${more}` };
}

/** What helps with the parts of a party. */
const PART_HELP: { readonly [part in keyof typeof PARTS]: Text } = {
  name: { en: 'As it stands in the register.', zh: '请填写登记名称。' },
  id: {
    en: 'LEI or unified social credit code, with its check digits.',
    zh: '请填写 LEI 或统一社会信用代码，含校验位。',
  },
  account: {
    en: 'An address ta1…, or the name of a key or an organisation.',
    zh: '请填写地址 ta1…，或密钥、机构的名称。',
  },
};

function partyQuestions(
  draft: Draft,
  role: string,
  title: Text,
  help: Text | undefined,
  isOptional: boolean,
): Question[] {
  const isThere = given(draft, `parties.${role}.name`) !== undefined;
  const parts = (['name', 'id', 'account'] as const).filter((part) => part === 'name' || isThere || !isOptional);
  return parts.map((part) => ({
    path: `parties.${role}.${part}`,
    title: partTitle(title, PARTS[part]),
    help: { en: `${help?.en ?? ''} ${PART_HELP[part].en}`.trim(), zh: `${help?.zh ?? ''}${PART_HELP[part].zh}` },
    usual: given(draft, `parties.${role}.${part}`),
    example: undefined,
    isNeeded: !isOptional || isThere,
  }));
}

function fieldQuestion(draft: Draft, path: string, title: Text, field: Field, isNeeded: boolean): Question {
  const { 'x-help': help, 'x-example': example, default: usual, enum: words } = field;
  const question = {
    path,
    title,
    help,
    usual: given(draft, path) ?? (usual === undefined ? undefined : String(usual)),
    example: example === undefined ? undefined : String(example),
    isNeeded,
  };
  if (words === undefined) return question;
  const choices = words.map((word) => [word, field['x-labels']?.[word] ?? { en: word, zh: word }] as const);
  return { ...question, title: choiceTitle(title, choices), words: choices };
}

/** What stands in the draft already. */
function given(draft: Draft, path: string): string | undefined {
  let at: unknown = draft;
  for (const step of stepsOf(path))
    at = (at as Record<string, unknown> | undefined)?.[Array.isArray(at) ? String(Number(step) - 1) : step];
  return at === undefined || at === null || typeof at === 'object' ? undefined : briefly(at);
}
