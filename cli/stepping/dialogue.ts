// `--step`: a dialogue about one transaction, line by line from the terminal or a file; going back is as easy as going on.
import { createInterface } from 'node:readline';
import { Reject, Usage } from '../../engine/base/errors.ts';
import { EXIT } from '../exit.ts';
import { counted } from '../print.ts';
import type { Session } from '../session.ts';
import { type Answer, Scene, type Subject } from './scene.ts';
import { checkTaken, helpText, wordOf } from './words.ts';

const PROMPT = '(tally) ';

/**
 * Reads words until they end, and answers each. A word that fails is told and changes nothing; words from a file that failed end
 * the command as misuse.
 */
export async function dialogue(
  session: Session,
  subject: Subject,
  input: NodeJS.ReadStream,
): Promise<number | undefined> {
  const { output } = session;
  const answers = new Answers(session, new Scene(subject));
  const isTerminal = input.isTTY === true;
  const prompt = () => void (isTerminal && output.ask(PROMPT));
  output.note(openingText(subject));
  await answers.give('', (scene) => scene.where());
  prompt();
  let last = '';
  for await (const line of createInterface({ input })) {
    // An empty line repeats, as in other debuggers; in a file it is only an empty line.
    const words = line.trim() || (isTerminal ? last : '');
    if (words === 'q' || words === 'quit') break;
    if (words !== '' && !words.startsWith('#')) {
      last = words;
      if (!isTerminal) output.say(`${PROMPT}${words}`);
      await answers.give(words, (scene) => answer(scene, words, session.language));
    }
    prompt();
  }
  const { inside } = subject;
  output.result({ view: inside.view, steps: inside.history.length, answers: answers.documents }, '');
  return answers.failed > 0 && !isTerminal ? EXIT.usage : undefined;
}

/** What was said so far. */
class Answers {
  readonly documents: object[] = [];
  failed = 0;
  private readonly session: Session;
  private readonly scene: Scene;

  constructor(session: Session, scene: Scene) {
    this.session = session;
    this.scene = scene;
  }

  async give(words: string, act: (scene: Scene) => Promise<Answer> | Answer): Promise<void> {
    const { output } = this.session;
    try {
      const { document, text } = await act(this.scene);
      this.documents.push({ command: words, ...document });
      output.say(text);
    } catch (error) {
      if (!(error instanceof Usage || error instanceof Reject)) throw error;
      this.failed += 1;
      this.documents.push({ command: words, error: error.detail });
      output.say(output.colours.yellow(`✗ ${error.detail}`));
    }
  }
}

function answer(scene: Scene, line: string, language: Session['language']): Promise<Answer> | Answer {
  const [name = '', ...words] = line.split(/\s+/);
  const word = wordOf(name);
  checkTaken(word, words);
  return word.name === 'help' ? { document: {}, text: helpText(language) } : word.act(scene, words);
}

/** What is stepped through, and why not something better. */
function openingText({ inside, lacking }: Subject): string {
  return [`${counted(inside.history.length, 'step')} through ${codeText(inside)}`, ...lacking].join('\n');
}

function codeText({ view, parted, isEndless }: Subject['inside']): string {
  if (view === 'source')
    return "an unoptimised build of the sources, which asks of the host what the chain's code asked";
  const known = 'the code of the chain';
  if (isEndless) return `${known}; an unoptimised build runs on where that ran out of gas`;
  return `${known}${parted === undefined ? '' : `; an unoptimised build goes another way from record ${parted} on`}`;
}
