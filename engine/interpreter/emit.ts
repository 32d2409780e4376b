// Register code under construction: words of one module, and which place in the module each instruction came from.
import { Fault } from '../base/errors.ts';
import { CASES, OPPOSITES } from './dispatch.ts';
import { PRICE_SHIFT } from './machine.ts';

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(CASES).map(([name, { code }]) => [code, name]));

/** Name of the case that a word begins. */
export function nameOf(word: number): string {
  return NAMES.get(word & ((1 << PRICE_SHIFT) - 1)) ?? 'nothing';
}

/** What the case that a word begins costs. */
export function priceOf(word: number): number {
  return word >>> PRICE_SHIFT;
}

function wordOf(name: string, price: number): number {
  const found = CASES[name];
  if (found === undefined) throw new Fault('ENGINE', `the interpreter has no ${name}`);
  return (price << PRICE_SHIFT) | found.code;
}

/** An instruction that was written last and left one result, as long as nothing can jump behind it. */
interface Last {
  readonly at: number;
  readonly name: string;
  /** Register of its result. */
  to: number;
}

/** A comparison taken back, to be part of a jump. */
export interface Comparison {
  readonly name: string;
  readonly price: number;
  readonly operands: readonly number[];
}

export class Emitter {
  private words = new Int32Array(0);
  length = 0;
  /** Pairs: where an instruction begins in the code, where it stands in the module; ascending. */
  readonly places: number[] = [];
  private last: Last | undefined;
  /** Place in the module of what is written next. */
  place = 0;
  /** What instructions cost for which nothing was written: it rides on the next one. */
  due = 0;

  code(): Int32Array {
    return this.words;
  }

  private push(word: number): void {
    if (this.length === this.words.length) {
      const more = new Int32Array(2 * this.length + 64);
      more.set(this.words);
      this.words = more;
    }
    this.words[this.length++] = word;
  }

  /** An instruction without a result in a register of its own choice. Returns where it begins. */
  write(name: string, price: number, ...operands: readonly number[]): number {
    const at = this.length;
    this.places.push(at, this.place);
    this.push(wordOf(name, price + this.due));
    this.due = 0;
    for (const operand of operands) this.push(operand);
    this.last = undefined;
    return at;
  }

  /** An instruction whose first operand is the register of its result. */
  produce(name: string, price: number, to: number, ...operands: readonly number[]): void {
    const at = this.write(name, price, to, ...operands);
    this.last = { at, name, to };
  }

  /** Something may jump to here, so what is written next is not to be joined with what was before. Returns the place. */
  label(): number {
    if (this.due > 0) this.write('pay', 0);
    this.last = undefined;
    return this.length;
  }

  patch(at: number, target: number): void {
    this.words[at] = target;
  }

  /** Has the last instruction put its result elsewhere, for a price; false if its result is not in this register. */
  redirect(from: number, to: number, price: number): boolean {
    if (this.last?.to !== from) return false;
    const { at, name } = this.last;
    this.words[at] = this.words[at]! + (price << PRICE_SHIFT);
    this.words[at + 1] = to;
    this.last = { at, name, to };
    return true;
  }

  /** Takes back the last instruction if it compared into this register. */
  takeComparison(from: number): Comparison | undefined {
    if (this.last?.to !== from || CASES[`${this.last.name} jump`] === undefined) return undefined;
    const { at, name } = this.last;
    const operands = [...this.words.subarray(at + 2, this.length)];
    const price = priceOf(this.words[at]!);
    this.length = at;
    this.places.length -= 2;
    this.last = undefined;
    return { name, price, operands };
  }
}

/** The comparison that holds when this one does not. */
export function opposite({ name, price, operands }: Comparison): Comparison {
  const [plain, ...rest] = name.split(' ') as [string, ...string[]];
  if (plain.endsWith('.eqz')) return { name: `${plain.slice(0, 3)}.ne given`, price, operands: [operands[0]!, 0] };
  return { name: [OPPOSITES[plain]!, ...rest].join(' '), price, operands };
}
