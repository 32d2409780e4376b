// What a step looks like to people: the place, open functions, variables, memory, storage.
import type { Debugger } from '../../engine/audit/debugger.ts';
import { functionNameOf, listFunction } from '../../engine/audit/listing.ts';
import { type Activation, valueAt } from '../../engine/audit/snapshot.ts';
import { readValue, type Shown, typeName } from '../../engine/audit/values.ts';
import { type Bytes, fromLatin1, toHex, toLatin1 } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { SourcePlace } from '../../engine/compile/places.ts';
import type { Capture } from '../../engine/runtime/evidence.ts';
import { STORAGE_PREFIX_LENGTH, storagePrefix } from '../../engine/state/key.ts';
import { type Colours, grouped } from '../print.ts';
import type { Sources } from '../sources.ts';
import { keyText, type Teller, type TraceLine, valueText } from '../tracing.ts';

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
  readonly teller: Teller;
  readonly trace: readonly TraceLine[];
  /** How the transaction ended, in a line. */
  readonly end: string;
  readonly colours: Colours;
}

const AROUND = 5;
const MOST_BYTES = 4_096;
const ROW = 16;
/** Bytes of a value that are shown. */
const SHOWN = 32;

export class Scene {
  readonly subject: Subject;
  /** The open function whose variables are shown: 0 is the innermost. */
  selected = 0;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  private get colours(): Colours {
    return this.subject.colours;
  }

  private linesOf({ code }: Pick<Activation, 'code'>, { file }: SourcePlace): readonly string[] | undefined {
    return this.subject.sources.get(code)?.linesOf(file);
  }

  private pathOf(code: string, { file, line }: SourcePlace): string {
    return `${this.fileOf(code, { file })}:${line}`;
  }

  private fileOf(code: string, { file }: Pick<SourcePlace, 'file'>): string {
    return this.subject.sources.get(code)!.pathOf(file);
  }

  nameOf({ code, function: index }: Pick<Activation, 'code' | 'function'>, activation?: Activation): string {
    const symbols = this.subject.inside.functionSymbols(code, index);
    if (symbols !== undefined) return typeName(symbols.name);
    return activation === undefined ? `#${index}` : functionNameOf(activation.guest.program, index);
  }

  /** The open function whose variables are shown. @throws Usage at the end */
  private activation(): Activation {
    const open = this.subject.inside.activations();
    const found = open[this.selected];
    if (found === undefined) throw new Usage('USAGE', 'the transaction has ended: no function is open');
    return found;
  }

  /** Gas that was left at the record before, as the chain's own code had it. */
  private gas(): number {
    const { inside } = this.subject;
    const [innermost] = inside.activations();
    if (inside.view === 'chain' && innermost !== undefined) return innermost.guest.machine.gas;
    const before = inside.recordsBefore(inside.stepper.at);
    return inside.records[before - 1]?.gasLeft ?? 0;
  }

  /** Where it stands. */
  async where(): Promise<Answer> {
    const { inside, teller, end } = this.subject;
    const { at, history } = inside.stepper;
    const head = `step ${grouped(at)} of ${grouped(history.length)}`;
    const open = inside.activations();
    if (open.length === 0) {
      const text = history.kept < history.length ? `${grouped(history.kept)} steps are kept, no more` : end;
      return { document: { step: at, steps: history.length, end: text }, text: this.colours.dim(`${head} · ${text}`) };
    }
    const activation = open[this.selected] ?? open[0]!;
    const { self } = activation.guest.frame;
    await teller.book.learn([self]);
    const contract = teller.book.label(self);
    const [gas, place, name] = [this.gas(), inside.placeOf(activation), this.nameOf(activation, activation)];
    const known =
      place && this.linesOf(activation, place) ? { file: this.fileOf(activation.code, place), line: place.line } : {};
    const document = {
      step: at,
      steps: history.length,
      gas,
      contract,
      function: name,
      ...known,
      offset: activation.offset,
    };
    const title = this.colours.dim(`${head} · gas ${grouped(gas)} · ${contract}`);
    return { document, text: `${title}\n${this.lineText(activation, place, name)}` };
  }

  private lineText(activation: Activation, place: SourcePlace | undefined, name: string): string {
    const text = place && this.linesOf(activation, place)?.[place.line - 1];
    if (!place || text === undefined) return `${name}, byte ${activation.offset}\n${this.instructionText(activation)}`;
    const number = String(place.line).padStart(5);
    return `${this.pathOf(activation.code, place)} in ${name}\n${this.colours.bold(`→${number}  ${text}`)}`;
  }

  private instructionText(activation: Activation): string {
    const found = this.instructions(activation).find(({ offset }) => offset >= activation.offset);
    return this.colours.bold(`→${String(activation.offset).padStart(7)}  ${found?.text ?? ''}`);
  }

  private instructions({ guest, function: index, code }: Activation) {
    const { module, imports } = guest.program;
    const nameOf = (callee: number) =>
      this.subject.inside.functionSymbols(code, callee)?.name ?? functionNameOf(guest.program, callee);
    return listFunction(module, index - imports.length, (callee) => typeName(nameOf(callee)));
  }

  /** Source lines around the place. @throws Usage if no source is known here */
  list(count = AROUND): Answer {
    const activation = this.activation();
    const place = this.subject.inside.placeOf(activation);
    const lines = place && this.linesOf(activation, place);
    if (!place || !lines)
      throw new Usage('USAGE', 'no source is known for this place; `disassemble` shows its instructions');
    const from = Math.max(0, place.line - 1 - count);
    const shown = lines.slice(from, place.line + count).map((text, i) => ({ line: from + i + 1, text }));
    const text = shown.map((each) =>
      this.marked(each.line === place.line, `${String(each.line).padStart(5)}  ${each.text}`),
    );
    return { document: { file: this.fileOf(activation.code, place), lines: shown }, text: text.join('\n') };
  }

  private marked(isHere: boolean, text: string): string {
    return isHere ? this.colours.bold(`→${text}`) : ` ${text}`;
  }

  /** Instructions around the place. */
  disassemble(count = AROUND): Answer {
    const activation = this.activation();
    const all = this.instructions(activation);
    const here = Math.max(
      0,
      all.findIndex(({ offset }) => offset >= activation.offset),
    );
    const shown = all.slice(Math.max(0, here - count), here + count + 1);
    const text = shown.map((each) =>
      this.marked(each === all[here], `${String(each.offset).padStart(7)}  ${'  '.repeat(each.depth)}${each.text}`),
    );
    return { document: { instructions: shown }, text: text.join('\n') };
  }

  /** Functions that have not returned. */
  async backtrace(): Promise<Answer> {
    const { inside, teller } = this.subject;
    const open = inside.activations();
    await teller.book.learn(open.map(({ guest }) => guest.frame.self));
    const rows = open.map((activation, i) => {
      const place = inside.placeOf(activation);
      const known =
        place && this.linesOf(activation, place) ? this.pathOf(activation.code, place) : `byte ${activation.offset}`;
      return {
        index: i,
        contract: teller.book.label(activation.guest.frame.self),
        function: this.nameOf(activation, activation),
        place: known,
      };
    });
    const text = rows.map((row) =>
      this.marked(
        row.index === this.selected,
        `${`#${row.index}`.padEnd(5)}${row.contract}  ${row.function}  ${this.colours.cyan(row.place)}`,
      ),
    );
    return { document: { functions: rows }, text: text.join('\n') };
  }

  select(index: number): void {
    const { length } = this.subject.inside.activations();
    if (!(index >= 0 && index < length)) throw new Usage('USAGE', `there are functions #0 to #${length - 1}`);
    this.selected = index;
  }

  /** Variables of the selected function. */
  async locals(): Promise<Answer> {
    const values = this.values();
    if (values.length === 0) return { document: { locals: [] }, text: 'no variables here' };
    const rows: { name: string; type: string; value: string }[] = [];
    for (const { name, type, shown } of values) rows.push({ name, type, value: await this.valueText(shown, 1) });
    const [names, types] = [widest(rows.map(({ name }) => name)), widest(rows.map(({ type }) => type))];
    const text = rows.map(
      ({ name, type, value }) => `  ${name.padEnd(names)}  ${this.colours.dim(type.padEnd(types))}  ${value}`,
    );
    return { document: { locals: rows }, text: text.join('\n') };
  }

  /** One variable, or a part of it: `order.amount`, whole. @throws Usage if there is none of that name */
  async print(words: string): Promise<Answer> {
    const [name, ...path] = words.split('.');
    const values = this.values();
    let found = values.find((value) => value.name === name)?.shown;
    for (const field of path)
      found = found?.kind === 'object' ? found.fields.find(([each]) => each === field)?.[1] : undefined;
    if (found === undefined) {
      throw new Usage(
        'USAGE',
        `no ${words}; here are ${values.map((value) => value.name).join(', ') || 'no variables'}`,
      );
    }
    const value = await this.valueText(found, 4);
    return { document: { name: words, value }, text: value };
  }

  private values(): { name: string; type: string; shown: Shown }[] {
    const activation = this.activation();
    const { inside } = this.subject;
    const symbols = inside.functionSymbols(activation.code, activation.function);
    const classes = inside.symbols(activation.code)?.classes ?? new Map();
    const memory = { bytes: activation.guest.machine.bytes, classes };
    return activation.locals.flatMap(({ index, value }) => {
      const local = symbols?.locals.get(index);
      const type = local?.type ?? (typeof value === 'bigint' ? 'i64' : 'i32');
      // What the compiler made for itself has no name in a build that has names.
      if (local === undefined && (symbols?.locals.size ?? 0) > 0) return [];
      return [{ name: local?.name ?? `$${index}`, type: typeName(type), shown: readValue(memory, type, value) }];
    });
  }

  private async valueText(shown: Shown, levels: number): Promise<string> {
    switch (shown.kind) {
      case 'scalar':
        return shown.text;
      case 'text':
        return JSON.stringify(shown.text);
      case 'bytes':
        return hexText(shown.bytes);
      case 'address':
        await this.subject.teller.book.learn([shown.bytes]);
        return this.subject.teller.book.label(shown.bytes);
      case 'null':
        return 'null';
      case 'lost':
        return '?';
      case 'list': {
        const items = await Promise.all(shown.items.map((item) => this.valueText(item, levels - 1)));
        return `[${items.join(', ')}${shown.length > items.length ? `, … ${shown.length} in all` : ''}]`;
      }
      case 'object': {
        if (levels <= 0 || shown.fields.length === 0 || isStored(shown)) return typeName(shown.type);
        if (shown.type === this.contractClass()) return `${typeName(shown.type)}, whose fields \`storage\` shows`;
        const fields = shown.fields.map(async ([name, field]) => `${name}: ${await this.valueText(field, levels - 1)}`);
        return `${typeName(shown.type)} { ${(await Promise.all(fields)).join(', ')} }`;
      }
    }
  }

  private contractClass(): string | undefined {
    return this.subject.inside.symbols(this.activation().code)?.contract;
  }

  /** Storage of the contract at hand as far as the transaction touches it: before it, and now. */
  async storage(filter = ''): Promise<Answer> {
    const { teller, capture } = this.subject;
    const { guest } = this.activation();
    const { self } = guest.frame;
    const abi = await teller.abiOf(self);
    const rows: { key: string; before: string; now: string }[] = [];
    for (const flat of this.keysOf(self)) {
      const where = await keyText(teller, abi, fromLatin1(flat.slice(STORAGE_PREFIX_LENGTH)));
      const text = (bytes: Bytes | undefined) =>
        bytes === undefined
          ? 'nothing'
          : valueText(teller, where.field, { bytes, isHashed: false, length: bytes.length });
      const before = capture.touched.values.has(flat) ? await text(capture.touched.values.get(flat)) : '?';
      const now = await text(valueAt(guest, flat));
      if (where.text.toLowerCase().includes(filter.toLowerCase())) rows.push({ key: where.text, before, now });
    }
    const width = widest(rows.map(({ key }) => key));
    const text = rows.map(({ key, before, now }) => {
      const value = before === now ? now : `${this.colours.dim(before)} → ${this.colours.bold(now)}`;
      return `  ${key.padEnd(width)}  ${value}`;
    });
    return { document: { storage: rows }, text: text.join('\n') || 'nothing of it is touched' };
  }

  /** Flat keys of a contract that the transaction reads or writes, in order. */
  private keysOf(contract: Bytes): string[] {
    const prefix = storagePrefix(contract);
    const keys = new Set([...this.subject.capture.touched.values.keys()].filter((key) => key.startsWith(prefix)));
    const selves: string[] = [];
    for (const { kind, title, parts } of this.subject.inside.records) {
      if (kind === 'START') selves.push(toLatin1(parts[0]!.bytes));
      if (kind === 'END') selves.pop();
      const isWrite = kind === 'HOST' && (title === 'set' || title === 'remove');
      if (isWrite && storagePrefix(fromLatin1(selves.at(-1)!)) === prefix) keys.add(prefix + toLatin1(parts[0]!.bytes));
    }
    return [...keys].sort();
  }

  /** Bytes of memory. @throws Usage */
  memory(words: readonly string[]): Answer {
    const { guest, locals, code, function: index } = this.activation();
    const [word = '0', length = '64'] = words;
    const symbols = this.subject.inside.functionSymbols(code, index);
    const named = locals.find((local) => (symbols?.locals.get(local.index)?.name ?? `$${local.index}`) === word);
    const at = Number(named?.value ?? word);
    const { bytes } = guest.machine;
    if (!(at >= 0 && at < bytes.length)) throw new Usage('USAGE', `${word}: memory has bytes 0 to ${bytes.length - 1}`);
    const shown = bytes.slice(at, at + Math.min(Number(length) || 64, MOST_BYTES));
    const rows = Array.from({ length: Math.ceil(shown.length / ROW) }, (_, i) =>
      rowText(at + ROW * i, shown.slice(ROW * i, ROW * i + ROW)),
    );
    return { document: { at, bytes: toHex(shown) }, text: rows.join('\n') };
  }

  /** A step to go to: where the line begins that leads to a record; the instruction itself if that began before the record before. */
  private stepOf(record: number): number {
    const { records } = this.subject.inside.history;
    const { steps, stop } = records[record]!;
    const before = record === 0 ? 0 : records[record - 1]!.steps;
    return stop !== undefined && stop.step >= before ? stop.step : Math.max(0, steps - 1);
  }

  /** The tree of what the transaction did, with the steps that lead to each line of it. */
  tree(): Answer {
    const { inside, trace } = this.subject;
    const { records } = inside.history;
    const steps = trace.map(({ record }) => this.stepOf(record));
    const width = grouped(Math.max(...steps)).length;
    const rows = trace.map(({ depth, text, line }, i) => ({ step: steps[i]!, depth, text, line }));
    const here = trace.findLastIndex(({ record }) => records[record]!.steps <= inside.stepper.at);
    const text = rows.map((row, i) =>
      this.marked(i === here, `${grouped(row.step).padStart(width)}  ${'  '.repeat(row.depth)}${row.text}`),
    );
    return { document: { trace: rows }, text: text.join('\n') };
  }
}

/** A field of a contract's storage: an object that holds nothing but its slot. */
function isStored({ fields }: Extract<Shown, { kind: 'object' }>): boolean {
  return fields.length === 1 && fields[0]![0] === 'slot';
}

const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));

function hexText(bytes: Bytes): string {
  return `0x${toHex(bytes.subarray(0, SHOWN))}${bytes.length > SHOWN ? `… ${bytes.length} bytes` : ''}`;
}

function rowText(at: number, bytes: Bytes): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${String(at).padStart(8)}  ${hex.padEnd(3 * ROW)} ${text}`;
}
