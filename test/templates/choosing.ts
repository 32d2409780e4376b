// A template compiled with other choices than those of its folder, and values as tests write them.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Account, Contract, Sandbox } from '../../engine/testing/sandbox.ts';

const DAY_MILLISECONDS = 86_400_000;

/** The contract of a template in a copy of its folder with these choices, such as `{ SETTLEMENT: 'SETTLEMENT_TOKEN' }`. */
export function choosing(template: string, choices: { readonly [option: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'tally-template-'));
  cpSync(join('templates', template), folder, { recursive: true });
  const file = join(folder, 'options.ts');
  let text = readFileSync(file, 'utf8');
  for (const [option, choice] of Object.entries(choices)) {
    const line = new RegExp(`export const ${option}: i32 = \\w+;`);
    if (!line.test(text) || !text.includes(`${choice}:`)) throw new Error(`there is no ${option} or ${choice}`);
    text = text.replace(line, `export const ${option}: i32 = ${choice};`);
  }
  writeFileSync(file, text);
  return join(folder, 'contract.ts');
}

/** The contract of a template in a copy of its folder with one piece of a file replaced, to see what notices it. */
export function broken(template: string, file: string, piece: string, by: string): string {
  const contract = choosing(template, {});
  const path = join(dirname(contract), file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(piece)) throw new Error(`${file} has no ${piece}`);
  writeFileSync(path, text.replace(piece, by));
  return contract;
}

/** The number of a day, `2026-03-31`. */
export const dayOf = (date: string): number => Date.parse(date) / DAY_MILLISECONDS;

/** Moves the time to the beginning of a day that has not begun yet. */
export function advanceTo(sandbox: Sandbox, date: string): void {
  sandbox.advance({ seconds: (Date.parse(date) - sandbox.time) / 1_000 });
}

/** A token of two decimals of which each holder has so much. */
export async function tokenFor(sandbox: Sandbox, holders: readonly Account[], amount: bigint): Promise<Contract> {
  const token = await sandbox.deploy('contracts/token.ts', { args: { name: 'Cash', symbol: 'CSH', decimals: 2 } });
  for (const to of holders) token.call('mint', { to, amount });
  return token;
}

/** Numbers that look random and are the same each time, below a limit (mulberry32). */
export function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
