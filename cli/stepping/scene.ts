// What a step looks like to people: the place, source and instructions around it, open functions, memory, the whole trace.
import type { Debugger } from '../../engine/audit/debugger.ts';
import type { Site } from '../../engine/audit/history.ts';
import { functionNameOf, type Line, listFunction } from '../../engine/audit/listing.ts';
import type { Activation } from '../../engine/audit/snapshot.ts';
import { typeName } from '../../engine/audit/values.ts';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { SourcePlace } from '../../engine/compile/places.ts';
import type { Capture } from '../../engine/runtime/evidence.ts';
import { type Colours, grouped } from '../print.ts';
import type { Sources } from '../sources.ts';
import { type Teller, type TraceLine, treeText } from '../tracing.ts';

/** What a command of the dialogue answers, for people and as a document. */
export interface Answer {
  readonly document: object;
  readonly text: string;
}

/** What a dialogue is about. */
export interface Subject {
  readonly inside: Debugger;
  readonly capture: Capture;
  readonly sources: ReadonlyMap<string, Sources>;
  /** A line for each contract whose source is not here. */
  readonly lacking: readonly string[];
  readonly teller: Teller;
  readonly trace: readonly TraceLine[];
  /** How the transaction ended, in a line. */
  readonly end: string;
  readonly colours: Colours;
}

/** Lines before and behind the one at hand. */
const AROUND = 5;
const MOST_BYTES = 4_096;
const ROW = 16;

export class Scene {
  readonly subject: Subject;
  /** The open function whose variables are shown: 0 is the innermost. */
  selected = 0;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  /** The open function whose variables are shown. @throws Usage at the end */
  activation(): Activation {
    const found = this.subject.inside.activations()[this.selected];
    if (found === undefined)
      throw new Usage('USAGE', 'the transaction has ended, and no function is open; `reverse-step` goes back');
    return found;
  }

  /** Selects an open function. @throws Usage if there is none of that number */
  select(index: number): void {
    const last = this.subject.inside.activations().length - 1;
    if (index < 0) throw new Usage('USAGE', 'this is the innermost function');
    if (index > last) throw new Usage('USAGE', `this is the outermost function: there are #0 to #${last}`);
    this.selected = index;
  }

  /** Code and place of the function that is looked at; undefined at the end, and where nothing is known of it. */
  siteAtHand(): Pick<Site, 'code' | 'place'> | undefined {
    const { inside } = this.subject;
    const activation = inside.activations()[this.selected];
    const place = activation && inside.placeOf(activation);
    return place && { code: activation.code, place };
  }

  private linesOf(code: string, { file }: SourcePlace): readonly string[] | undefined {
    return this.subject.sources.get(code)?.linesOf(file);
  }

  fileOf(code: string, { file }: Pick<SourcePlace, 'file'>): string {
    return this.subject.sources.get(code)?.pathOf(file) ?? file;
  }

  /** `contracts/token.ts:67` */
  placeText({ code, place }: Pick<Site, 'code' | 'place'>): string {
    return place === undefined ? '' : `${this.fileOf(code, place)}:${place.line}`;
  }

  nameOf({ code, function: index }: Pick<Activation, 'code' | 'function'>): string {
    const symbols = this.subject.inside.functionSymbols(code, index);
    return symbols === undefined ? `#${index}` : typeName(symbols.name);
  }

  /** A function's name; without symbols that of its export or import. */
  private nameIn({ code, guest }: Activation, index: number): string {
    const symbols = this.subject.inside.functionSymbols(code, index);
    return typeName(symbols?.name ?? functionNameOf(guest.program, index));
  }

  /** Gas that was left: of the chain's own code at this instruction, otherwise as it was at the last call into the host. */
  private gas(): number {
    const { inside } = this.subject;
    const [innermost] = inside.activations();
    if (inside.view === 'chain' && innermost !== undefined) return innermost.guest.machine.gas;
    const before = inside.recordsBefore(inside.stepper.at);
    return inside.records[before - 1]?.gasLeft ?? 0;
  }

  /** Where it stands. */
  async where(): Promise<Answer> {
    const { inside, teller, colours } = this.subject;
    const { at, history } = inside.stepper;
    const head = `step ${grouped(at)} of ${grouped(history.length)}`;
    const activation = inside.activations()[this.selected];
    if (activation === undefined) return this.endAnswer(head);
    const { self } = activation.guest.frame;
    await teller.book.learn([self]);
    const contract = teller.book.label(self);
    const [gas, place, name] = [this.gas(), inside.placeOf(activation), this.nameIn(activation, activation.function)];
    const source = place && this.linesOf(activation.code, place)?.[place.line - 1];
    const known =
      place && source !== undefined ? { file: this.fileOf(activation.code, place), line: place.line, source } : {};
    const { offset } = activation;
    const document = { step: at, steps: history.length, gas, contract, function: name, ...known, offset };
    const level = this.selected === 0 ? '' : ` · function #${this.selected}`;
    const title = colours.dim(`${head} · gas ${grouped(gas)} · ${contract}${level}`);
    return { document, text: `${title}\n${this.lineText(activation, place, name)}` };
  }

  private endAnswer(head: string): Answer {
    const { inside, end, colours } = this.subject;
    const { at, history } = inside.stepper;
    const text = history.kept < history.length ? `${grouped(history.kept)} steps are kept, no more` : end;
    return { document: { step: at, steps: history.length, end: text }, text: colours.dim(`${head} · ${text}`) };
  }

  private lineText(activation: Activation, place: SourcePlace | undefined, name: string): string {
    const { code, offset } = activation;
    const source = place && this.linesOf(code, place)?.[place.line - 1];
    if (!place || source === undefined) return `${name}, byte ${offset}\n${this.instructionText(activation)}`;
    return `${this.placeText({ code, place })} in ${name}\n${this.marked(true, `${numbered(place.line)}  ${source}`)}`;
  }

  private instructionText(activation: Activation): string {
    const found = this.instructions(activation).find(({ offset }) => offset >= activation.offset);
    return this.marked(true, `${String(activation.offset).padStart(7)}  ${found?.text ?? ''}`);
  }

  private instructions(activation: Activation): Line[] {
    const { module, imports } = activation.guest.program;
    return listFunction(module, activation.function - imports.length, (callee) => this.nameIn(activation, callee));
  }

  /** A line with an arrow if it is the one at hand. */
  marked(isHere: boolean, text: string): string {
    return isHere ? this.subject.colours.bold(`→${text}`) : ` ${text}`;
  }

  /** Source lines around the place, or around a line of its file. @throws Usage if no source is known here */
  list(wanted?: number): Answer {
    const activation = this.activation();
    const place = this.subject.inside.placeOf(activation);
    const lines = place && this.linesOf(activation.code, place);
    if (!place || !lines)
      throw new Usage('USAGE', 'no source is known for this place; `disassemble` shows its instructions');
    const middle = Math.min(wanted ?? place.line, lines.length);
    const from = Math.max(0, middle - 1 - AROUND);
    const shown = lines.slice(from, middle + AROUND).map((text, i) => ({ line: from + i + 1, text }));
    const text = shown.map((each) =>
      this.marked(each.line === place.line, `${numbered(each.line)}  ${each.text}`.trimEnd()),
    );
    return { document: { file: this.fileOf(activation.code, place), lines: shown }, text: text.join('\n') };
  }

  /** Instructions around the place. */
  disassemble(count = AROUND): Answer {
    const activation = this.activation();
    const all = this.instructions(activation);
    const found = all.findIndex(({ offset }) => offset >= activation.offset);
    const here = Math.max(0, found);
    const shown = all.slice(Math.max(0, here - count), here + count + 1);
    const text = shown.map((each) =>
      this.marked(each === all[here], `${String(each.offset).padStart(7)}  ${'  '.repeat(each.depth)}${each.text}`),
    );
    return { document: { instructions: shown }, text: text.join('\n') };
  }

  /** Functions that have not returned. @throws Usage at the end */
  async backtrace(): Promise<Answer> {
    this.activation();
    const { inside, teller, colours } = this.subject;
    const open = inside.activations();
    await teller.book.learn(open.map(({ guest }) => guest.frame.self));
    const rows = open.map((activation, index) => {
      const place = inside.placeOf(activation);
      const isKnown = place !== undefined && this.linesOf(activation.code, place) !== undefined;
      return {
        index,
        contract: teller.book.label(activation.guest.frame.self),
        function: this.nameIn(activation, activation.function),
        place: isKnown ? this.placeText({ ...activation, place }) : `byte ${activation.offset}`,
      };
    });
    const text = rows.map((row) =>
      this.marked(
        row.index === this.selected,
        `${`#${row.index}`.padEnd(5)}${row.contract}  ${row.function}  ${colours.cyan(row.place)}`,
      ),
    );
    return { document: { functions: rows }, text: text.join('\n') };
  }

  /** Bytes of memory, from a number or from where a variable points. @throws Usage */
  memory([word = '0', count = '64']: readonly string[]): Answer {
    const activation = this.activation();
    const { bytes } = activation.guest.machine;
    const named = this.subject.inside.variablesOf(activation).find(({ name }) => name === word)?.variable;
    const at = Number(named?.value ?? (/^(0x)?[0-9a-f]+$/i.test(word) ? word : Number.NaN));
    if (!(at >= 0 && at < bytes.length))
      throw new Usage('USAGE', `${word} is no place in memory, which has bytes 0 to ${bytes.length - 1}`);
    const shown = bytes.slice(at, at + Math.min(Number(count) || 64, MOST_BYTES));
    const rows = Array.from({ length: Math.ceil(shown.length / ROW) }, (_, i) =>
      rowText(at + ROW * i, shown.slice(ROW * i, ROW * i + ROW)),
    );
    return { document: { at, bytes: toHex(shown) }, text: rows.join('\n') };
  }

  /** The tree of what the transaction does, with the steps that lead to each line of it; the arrow is on what comes next. */
  tree(): Answer {
    const { inside, trace, colours } = this.subject;
    const { records } = inside.history;
    const steps = trace.map(({ record }) => grouped(this.stepOf(record)));
    const width = Math.max(...steps.map((step) => step.length));
    const next = trace.findIndex(({ record }) => records[record]!.steps > inside.stepper.at);
    const lines = treeText(trace, colours).split('\n');
    const text = lines.map((line, i) => this.marked(i === next, `${steps[i]!.padStart(width)}  ${line}`));
    return {
      document: { trace: trace.map((row) => ({ step: this.stepOf(row.record), ...row })) },
      text: text.join('\n'),
    };
  }

  /** A step to go to: where the line begins that leads to a record; the instruction itself if that began before the record before. */
  private stepOf(record: number): number {
    const { records } = this.subject.inside.history;
    const { steps, stop } = records[record]!;
    const before = record === 0 ? 0 : records[record - 1]!.steps;
    return stop !== undefined && stop.step >= before ? stop.step : Math.max(0, steps - 1);
  }
}

const numbered = (line: number) => String(line).padStart(5);

function rowText(at: number, bytes: Bytes): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${String(at).padStart(8)}  ${hex.padEnd(3 * ROW)} ${text}`;
}
