// The operand stack while a function is decoded: what is on it may still stand in a local or be a constant, until it must be in
// the register that belongs to its height.
import type { Emitter } from './emit.ts';
import { halves } from './wide.ts';

/** Where an operand is: in its own register, still in a local, or nowhere but in the code. */
export type Value =
  | { readonly kind: 'own'; readonly wide: boolean }
  | { readonly kind: 'local'; readonly local: number; readonly wide: boolean }
  | { readonly kind: 'constant'; readonly value: number | bigint; readonly wide: boolean };

/** So many operands from the top may be elsewhere, so that writing a local looks at few. */
const LAZY = 16;

const NARROW_OWN: Value = { kind: 'own', wide: false };
const WIDE_OWN: Value = { kind: 'own', wide: true };
const own = (wide: boolean) => (wide ? WIDE_OWN : NARROW_OWN);

export class Values {
  private readonly stack: Value[] = [];
  private readonly emitter: Emitter;
  /** Register of the lowest operand. */
  private readonly first: number;

  constructor(emitter: Emitter, first: number) {
    this.emitter = emitter;
    this.first = first;
  }

  get height(): number {
    return this.stack.length;
  }

  /** The register that belongs to a height. */
  register(height: number): number {
    return this.first + height;
  }

  push(value: Value): void {
    this.stack.push(value);
    if (this.stack.length > LAZY) this.settle(this.stack.length - 1 - LAZY);
  }

  /** An operand that the instruction just written put into its own register. */
  pushOwn(wide: boolean): void {
    this.push(own(wide));
  }

  top(): Value {
    return this.stack[this.stack.length - 1]!;
  }

  pop(): Value {
    return this.stack.pop()!;
  }

  /** Takes the top operand and tells the register that it is in. */
  popRegister(): number {
    const at = this.height - 1;
    const value = this.top();
    if (value.kind === 'constant') this.settle(at);
    this.stack.pop();
    return value.kind === 'local' ? value.local : this.register(at);
  }

  /** Puts the operand at this height into its own register. */
  settle(height: number): void {
    const value = this.stack[height]!;
    if (value.kind === 'own') return;
    this.write(this.register(height), value, 0);
    this.stack[height] = own(value.wide);
  }

  /** Writes a value that is not in a register of its own into this one. */
  write(to: number, value: Exclude<Value, { kind: 'own' }>, price: number): void {
    if (value.kind === 'local') this.emitter.produce(value.wide ? 'move wide' : 'move', price, to, value.local);
    else if (typeof value.value === 'number') this.emitter.produce('i32.const', price, to, value.value);
    else this.emitter.produce('i64.const', price, to, ...halves(value.value));
  }

  /** Puts the topmost `count` operands, or all, into their own registers. */
  settleTop(count = this.height): void {
    for (let at = Math.max(this.height - count, this.height - LAZY, 0); at < this.height; at++) this.settle(at);
  }

  /** Puts into their own registers what still stands in this local, because it is about to be written. */
  settleLocal(local: number): void {
    for (let at = Math.max(0, this.height - LAZY); at < this.height; at++) {
      const value = this.stack[at]!;
      if (value.kind === 'local' && value.local === local) this.settle(at);
    }
  }

  /** Forgets what is above this height. */
  cut(height: number): void {
    this.stack.length = height;
  }
}
