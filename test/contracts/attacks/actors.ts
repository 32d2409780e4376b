// Contracts that attack, and tokens that help them.
import { readFileSync } from 'node:fs';
import { replaced } from './weaken.ts';

const token = readFileSync('contracts/token.ts', 'utf8');
const IMPORTS = 'import { Address, Amount, Context, Event, FungibleToken, Map, Map2, require, Value } from "tally";';

/** `contracts/token.ts`, but whoever is paid is told, and may call back. */
export const TELLING_TOKEN = [
  [IMPORTS, IMPORTS.replace('Amount,', 'ALLOW_REENTRY, Amount, call, Writer,')],
  ['  @mutate\n  transfer(', '  @mutate\n  @reentrant\n  transfer('],
  [
    '    this.move(Context.caller, to, amount);',
    `    this.move(Context.caller, to, amount);
    call(to, "received", new Writer().put<Amount>(amount), u64.MAX_VALUE, ALLOW_REENTRY);`,
  ],
].reduce((text, [from, to]) => replaced(text, from!, to!), token);

/** The same, but who does not want to be paid is not paid. */
export const ASKING_TOKEN = replaced(
  TELLING_TOKEN,
  'call(to, "received", new Writer().put<Amount>(amount), u64.MAX_VALUE, ALLOW_REENTRY);',
  'require(call(to, "received", new Writer().put<Amount>(amount)).status != 1, "UNWANTED", "it was not wanted");',
);

/** `contracts/token.ts`, but one of a hundred is lost on the way. */
export const FEE_TOKEN = replaced(
  token,
  '    this.credit(to, amount);\n    new Transfer(from, to, amount).emit();',
  '    this.credit(to, amount.minus(amount.over(Amount.of(100))));\n    new Transfer(from, to, amount).emit();',
);

/** Makes any call, and when it is paid makes another in the middle of it, so many times. */
export const THIEF = `import { Address, ALLOW_REENTRY, Amount, Bytes, call, callOrRevert, require, Value, Writer } from "tally";
@contract("thief", "1.0.0")
export class Thief {
  private target: Value<Address>;
  private method: Value<string>;
  private input: Value<Bytes>;
  private rounds: Value<u32>;
  private status: Value<u32>;
  private isProud: Value<bool>;

  @mutate arm(target: Address, method: string, input: Bytes, rounds: u32): void {
    this.target.value = target;
    this.method.value = method;
    this.input.value = input;
    this.rounds.value = rounds;
  }
  @mutate refusePay(): void { this.isProud.value = true; }
  @mutate act(target: Address, method: string, input: Bytes): void {
    callOrRevert(target, method, this.written(input));
  }
  @mutate attempt(target: Address, method: string, input: Bytes, gas: u64): u32 {
    return call(target, method, this.written(input), gas).status;
  }
  @mutate @reentrant received(amount: Amount): void {
    require(!this.isProud.value, "KEEP_IT");
    const rounds = this.rounds.value;
    if (rounds == 0) return;
    this.rounds.value = rounds - 1;
    const input = this.written(this.input.value);
    this.status.value = call(this.target.value, this.method.value, input, u64.MAX_VALUE, ALLOW_REENTRY).status;
  }
  /** How the first call back ended. */
  @view backStatus(): u32 { return this.status.value; }
  private written(input: Bytes): Writer {
    const writer = new Writer();
    writer.raw(input.dataStart, input.length);
    return writer;
  }
}`;
