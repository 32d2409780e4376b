// Questions and their answers, line by line: at a terminal, or from a pipe.
import { createInterface } from 'node:readline';
import type { Text } from '../../engine/template/text.ts';
import type { Session } from '../session.ts';

/** One reader for all questions of a command: a second one would miss what the first has read already. */
export class Dialogue {
  private readonly session: Session;
  private readonly reader: ReturnType<typeof createInterface>;
  private readonly lines: AsyncIterator<string>;
  private readonly isTerminal: boolean;

  constructor(session: Session, input: NodeJS.ReadStream) {
    this.session = session;
    this.reader = createInterface({ input });
    this.lines = this.reader[Symbol.asyncIterator]();
    this.isTerminal = input.isTTY === true;
  }

  close(): void {
    this.reader.close();
  }

  /** The next line, without spaces around it; undefined when there are no more. */
  async ask(prompt: string): Promise<string | undefined> {
    const { output } = this.session;
    output.ask(prompt);
    const { value, done } = await this.lines.next();
    if (done) {
      output.ask('\n');
      return undefined;
    }
    const line = value.trim();
    // What is typed at a terminal stands there already.
    if (!this.isTerminal) output.ask(`${line}\n`);
    return line;
  }

  /** Asks until the answer is yes, no, or to go back; the end of the answers is no. */
  async confirm(question: Text): Promise<'yes' | 'no' | 'back'> {
    const { output, language } = this.session;
    const prompt = `${output.colours.bold(question[language])}${output.colours.dim(CHOICE[language])}${language === 'en' ? ': ' : '：'}`;
    for (;;) {
      const line = await this.ask(prompt);
      if (line === undefined || line === '!' || NO.test(line)) return 'no';
      if (line === '<') return 'back';
      if (YES.test(line)) return 'yes';
      output.say(output.colours.yellow(`  ✗ ${EITHER[language]}`));
    }
  }
}

const YES = /^(y|yes|是)$/i;
const NO = /^(n|no|否)$/i;
const CHOICE: Text = { en: ' [yes/no]', zh: ' [是/否]' };
const EITHER: Text = { en: 'expected yes or no', zh: '请回答是或否' };

/** Whether somebody is there who can answer. */
export function isAnswered({ output }: Session, options: { readonly [name: string]: unknown }): boolean {
  return process.stdin.isTTY === true && options['input'] !== false && !process.env['CI'] && !output.json;
}
