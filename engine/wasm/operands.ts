// The operand stack and the open blocks of a function that is being type-checked (Core Specification 2.0, appendix A.3).
import { LIMITS } from '../../spec/limits.ts';
import { invalid, Refusal } from './problems.ts';
import { ANY, EMPTY_TYPE, typeName } from './types.ts';

/** An open block: what it is, what it leaves, how high the stack stood, and whether the code at hand cannot be reached. */
export interface Block {
  kind: 'function' | 'block' | 'loop' | 'if' | 'else';
  /** Value type or EMPTY_TYPE. */
  readonly result: number;
  readonly height: number;
  dead: boolean;
}

/** Stack and blocks; methods throw Refusal MODULE_INVALID at `at`, the instruction at hand. */
export class Operands {
  private readonly stack: number[] = [];
  readonly blocks: Block[] = [];
  /** The most operands that were on the stack at once. */
  highest = 0;
  at = 0;

  get height(): number {
    return this.stack.length;
  }

  get innermost(): Block {
    return this.blocks[this.blocks.length - 1]!;
  }

  push(type: number): void {
    if (type === EMPTY_TYPE) return;
    this.stack.push(type);
    if (this.stack.length <= this.highest) return;
    this.highest = this.stack.length;
    if (this.highest > LIMITS.operands.max) throw new Refusal('MODULE_LIMIT', 'too many operands', this.at);
  }

  /** Takes one operand of any type. */
  popAny(): number {
    const block = this.innermost;
    if (this.stack.length > block.height) return this.stack.pop()!;
    if (block.dead) return ANY;
    throw invalid('operand missing', this.at);
  }

  /** Takes one operand of this type; none for EMPTY_TYPE. */
  pop(type: number): number {
    if (type === EMPTY_TYPE) return type;
    const found = this.popAny();
    if (found !== type && found !== ANY && type !== ANY) {
      throw invalid(`${typeName(type)} expected, ${typeName(found)} found`, this.at);
    }
    return found;
  }

  popAll(types: readonly number[]): void {
    for (let i = types.length - 1; i >= 0; i--) this.pop(types[i]!);
  }

  open(kind: Block['kind'], result: number): void {
    this.blocks.push({ kind, result, height: this.stack.length, dead: false });
  }

  /** Ends the innermost block: exactly its result is on the stack, and is taken. */
  close(): Block {
    const block = this.innermost;
    this.pop(block.result);
    if (this.stack.length !== block.height) throw invalid('operands left over at the end of a block', this.at);
    this.blocks.pop();
    return block;
  }

  /** What follows in this block cannot be reached. */
  cut(): void {
    this.stack.length = this.innermost.height;
    this.innermost.dead = true;
  }

  /** Type that a branch to this label carries. */
  label(depth: number): number {
    const block = this.blocks[this.blocks.length - 1 - depth];
    if (block === undefined) throw invalid(`no block around at label ${depth}`, this.at);
    return block.kind === 'loop' ? EMPTY_TYPE : block.result;
  }
}
