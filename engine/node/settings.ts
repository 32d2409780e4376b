// How a node runs contracts: settings of one process, which no result depends on.
import { Usage } from '../base/errors.ts';
import { TIERS, type TierName } from '../runtime/tiers.ts';

export interface Settings {
  readonly tier: TierName;
  /** One in so many transactions runs in a second tier before its block is committed; 0 for none. */
  readonly check: number;
}

export const SETTINGS: Settings = { tier: 'auto', check: 0 };

/** Settings from their spelling on a command line. @throws Usage USAGE */
export function readSettings(tier: string, check: string): Settings {
  const known = TIERS.find((name) => name === tier);
  if (known === undefined) throw new Usage('USAGE', `--tier is ${TIERS.join(', ')}`);
  return { tier: known, check: readCheck(check) };
}

function readCheck(text: string): number {
  if (text === 'off') return 0;
  if (text === 'all') return 1;
  const each = /^sample:([1-9]\d{0,8})$/.exec(text)?.[1];
  if (each === undefined) throw new Usage('USAGE', '--check is off, all or sample:N, as in sample:100');
  return Number(each);
}

/** Settings as arguments of a process, and back. */
export function toArguments({ tier, check }: Settings): string[] {
  return [tier, String(check)];
}

export function fromArguments([tier, check]: readonly string[]): Settings {
  return { tier: tier as TierName, check: Number(check) };
}
