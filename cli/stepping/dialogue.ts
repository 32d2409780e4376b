// `--step`: a dialogue about one transaction, line by line from the terminal or a file; going back is as easy as going on.
import { createInterface } from 'node:readline';
import { didYouMean } from '../../engine/abi/nearest.ts';
import { Reject, Usage } from '../../engine/base/errors.ts';
import { describeError, errorDocument } from '../errors.ts';
import { counted } from '../print.ts';
import type { Session } from '../session.ts';
import { helpText, WORDS } from './commands.ts';
import { type Answer, Scene, type Subject } from './scene.ts';

const PROMPT = '(tally) ';

/** Reads words until they end, and answers each. A word that fails is told and changes nothing. */
export async function dialogue(session: Session, subject: Subject, input: NodeJS.ReadStream): Promise<undefined> {
  const { output, language } = session;
  const scene = new Scene(subject);
  const answers: object[] = [];
  const say = ({ document, text }: Answer, words: string) => {
    answers.push({ command: words, ...document });
    output.say(text);
  };
  output.say(openingText(subject));
  say(await scene.where(), '');
  const isTerminal = input.isTTY === true;
  const prompt = () => void (isTerminal && output.ask(PROMPT));
  prompt();
  let last = '';
  for await (const line of createInterface({ input })) {
    // An empty line repeats, as in other debuggers; in a file it is only an empty line.
    const words = line.trim() || (isTerminal ? last : '');
    if (words === 'q' || words === 'quit') break;
    if (words !== '' && !words.startsWith('#')) {
      last = words;
      if (!isTerminal) output.say(`${PROMPT}${words}`);
      try {
        say(await answer(scene, words, language), words);
      } catch (error) {
        if (!(error instanceof Usage || error instanceof Reject)) throw error;
        const described = describeError(error, language);
        answers.push({ command: words, ...errorDocument(described) });
        output.say(output.colours.yellow(`✗ ${error.detail}`));
      }
    }
    prompt();
  }
  output.result({ view: subject.inside.view, steps: subject.inside.history.length, answers }, '');
  return undefined;
}

/** What is stepped through, and why not something better. */
function openingText({ inside, sources, colours }: Subject): string {
  const steps = counted(inside.history.length, 'step');
  const { parted, isEndless } = inside;
  if (inside.view === 'source') {
    return colours.dim(
      `${steps} through an unoptimised build of the sources; it asks of the host what the chain's code asked`,
    );
  }
  const why = isEndless ? '; an unoptimised build runs on and on' : '';
  const other = parted === undefined ? '' : `; an unoptimised build goes another way from record ${parted} on`;
  const known =
    sources.size > 0 ? 'the code of the chain' : 'the code of the chain, whose sources are not here (--source)';
  return colours.dim(`${steps} through ${known}${why}${other}`);
}

async function answer(scene: Scene, line: string, language: Session['language']): Promise<Answer> {
  const [name = '', ...words] = line.split(/\s+/);
  const found = WORDS.find((word) => word.name === name || (word.short !== '' && word.short === name));
  if (found === undefined) {
    throw new Usage(
      'USAGE',
      `${name}: no such word${didYouMean(
        name,
        WORDS.map((word) => word.name),
      )}; \`help\` lists them`,
    );
  }
  if (found.name === 'help') return { document: {}, text: helpText(language) };
  return found.act(scene, words);
}
