// Moving about: forwards, backwards, to a step, to breakpoints.

import { didYouMean } from '../../engine/abi/nearest.ts';
import type { Site, Stop } from '../../engine/audit/history.ts';
import { type Breakpoint, breakpointOf, type Stepper } from '../../engine/audit/stepper.ts';
import { Usage } from '../../engine/base/errors.ts';
import { wholeNumber } from '../session.ts';
import type { Answer, Scene } from './scene.ts';

type Act = (scene: Scene, words: readonly string[]) => Promise<Answer> | Answer;

const MOST_TIMES = 1_000_000;

/** Moves once or so many times, selects the innermost function, and tells where that is. */
export function moving(move: (stepper: Stepper) => void): Act {
  return (scene, [times = '1']) => {
    const { stepper } = scene.subject.inside;
    for (let left = wholeNumber(times, 'how often', MOST_TIMES); left > 0; left--) move(stepper);
    scene.selected = 0;
    return scene.where();
  };
}

/** The same, to breakpoints: what there is at an end is said. */
export function running(by: 1 | -1): Act {
  const move = moving((stepper) => (by > 0 ? stepper.proceed() : stepper.reverseProceed()));
  return async (scene, words) => {
    const answer = await move(scene, words);
    const { stepper } = scene.subject.inside;
    if (stepper.breakpoints.length === 0 || stepper.isAtBreakpoint) return answer;
    const back = by > 0 ? 'reverse-continue' : 'continue';
    return { ...answer, text: `${answer.text}\nno breakpoint on the way; \`${back}\` goes the other way` };
  };
}

export const goTo: Act = (scene, [word]) => {
  const { inside } = scene.subject;
  if (word === undefined) throw new Usage('USAGE', 'goto needs the number of a step; `trace` shows some');
  inside.stepper.goTo(wholeNumber(word.replaceAll(',', ''), 'the step', inside.history.kept));
  scene.selected = inside.ownActivation();
  return scene.where();
};

export const breakAt: Act = (scene, [word]) => {
  const { stepper } = scene.subject.inside;
  if (word === undefined) throw new Usage('USAGE', 'break needs a place: receivable.ts:207, 207 or settle');
  const { place, lead, reached, breakpoint } = placeFor(scene, word);
  stepper.breakpoints.push(breakpoint);
  const times = reached.length === 1 ? 'once' : `${reached.length} times`;
  const here = reached.some(({ step }) => step === stepper.at) ? ', and here it is' : '';
  const text = `${lead}breakpoint ${stepper.breakpoints.length} at ${place}, reached ${times}${here}`;
  return { document: { breakpoint: place, reached: reached.length }, text };
};

interface BreakPlace {
  readonly place: string;
  readonly breakpoint: Breakpoint;
  readonly reached: readonly Stop[];
  /** Why the place is not the one that was asked for. */
  readonly lead: string;
}

/** The place that a word means, or the next line with code if that one has none. @throws Usage if it is not reached */
function placeFor(scene: Scene, word: string): BreakPlace {
  const asked = reachedAt(scene, word);
  if (asked.reached.length > 0) return { ...asked, lead: '' };
  const next = nextWithCode(scene, word);
  if (next === undefined)
    throw new Usage('USAGE', `no line of ${word} is run by this transaction${nearText(scene, word)}`);
  const moved = reachedAt(scene, next);
  const none = `line ${word.replace(/^.*:/, '')} has no code`;
  if (moved.reached.length > 0) return { ...moved, lead: `${none}, and the next that has is taken: ` };
  throw new Usage(
    'USAGE',
    `${none}, and ${next}, the next that has, is not run by this transaction${nearText(scene, next)}`,
  );
}

function reachedAt(scene: Scene, place: string): Omit<BreakPlace, 'lead'> {
  const breakpoint = breakpointOf(place, {
    nameOf: ({ site }: Stop) => scene.nameOf(site),
    fileOf: ({ site }: Stop) => scene.fileOf(site.code, site.place!),
  });
  const reached = scene.subject.inside.history.stops.filter((stop) => breakpoint.matches(stop));
  return { place, breakpoint, reached };
}

/** For a line without code: the next of its file that has some. Without a file that of the place at hand is meant. */
function nextWithCode(scene: Scene, word: string): string | undefined {
  const { inside } = scene.subject;
  const [, file, line] = LINE.exec(word) ?? [];
  if (line === undefined) return undefined;
  const sites = inside.history.stops.map(({ site }) => site);
  const path = (site: Pick<Site, 'code' | 'place'>) => scene.fileOf(site.code, site.place!);
  const here = scene.siteAtHand() ?? sites[0];
  const site = file === undefined ? here : sites.find((each) => path(each) === file || path(each).endsWith(`/${file}`));
  if (site?.place === undefined) return undefined;
  const lines = inside.linesOf(site.code, site.place.file);
  const next = lines.find((each) => each >= Number(line));
  return next === undefined || next === Number(line) ? undefined : `${path(site)}:${next}`;
}

/** A line, with its file or without. */
const LINE = /^(?:(.+):)?(\d+)$/;

/** What comes near a place that is not reached: the next line that is, or a function of a like name. */
function nearText(scene: Scene, word: string): string {
  const { stops } = scene.subject.inside.history;
  const [, file = '', line] = LINE.exec(word) ?? [];
  if (line === undefined) return didYouMean(word, [...new Set(stops.map(({ site }) => shortName(scene.nameOf(site))))]);
  const inFile = stops.filter(({ site }) => file === '' || scene.fileOf(site.code, site.place!).endsWith(file));
  const after = inFile
    .filter(({ site }) => site.place!.line > Number(line))
    .sort((a, b) => a.site.place!.line - b.site.place!.line);
  return after[0] === undefined
    ? '; `trace` shows lines that are'
    : `; the next that is: ${scene.placeText(after[0].site)}`;
}

const shortName = (name: string) => name.replace(/^.*#/, '');

/** Removes a breakpoint by its number, or all. */
export const remove: Act = (scene, [word]) => {
  const { breakpoints } = scene.subject.inside.stepper;
  const gone: Breakpoint[] =
    word === undefined
      ? breakpoints.splice(0)
      : breakpoints.splice(wholeNumber(word, 'the breakpoint', breakpoints.length) - 1, 1);
  return {
    document: { removed: gone.length, left: breakpoints.length },
    text: `${gone.length} removed, ${breakpoints.length} left`,
  };
};

/** Looks at another open function. */
export function selecting(select: (selected: number, word: string) => number): Act {
  return (scene, [word = '0']) => {
    scene.select(select(scene.selected, word));
    return scene.where();
  };
}
