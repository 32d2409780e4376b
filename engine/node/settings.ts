// How a node runs contracts: settings of one process, which no result depends on.
import { Usage } from '../base/errors.ts';
import { TIERS, type TierName } from '../runtime/tiers.ts';

export interface Settings {
  readonly tier: TierName;
  /** One in so many transactions runs in a second tier before its block is committed; 0 for none. */
  readonly check: number;
  readonly signatures: SignatureLibrary;
}

/** What checks signatures on threads: libsodium where it is installed, or node:crypto in any case. */
export type SignatureLibrary = 'auto' | 'node';
const LIBRARIES: readonly SignatureLibrary[] = ['auto', 'node'];

export const SETTINGS: Settings = { tier: 'auto', check: 0, signatures: 'auto' };

/** Settings from their spelling on a command line. @throws Usage USAGE */
export function readSettings(tier: string, check: string, signatures = SETTINGS.signatures as string): Settings {
  const known = TIERS.find((name) => name === tier);
  if (known === undefined) throw new Usage('USAGE', `--tier is ${TIERS.join(', ')}`);
  const library = LIBRARIES.find((name) => name === signatures);
  if (library === undefined) throw new Usage('USAGE', `--signatures is ${LIBRARIES.join(', ')}`);
  return { tier: known, check: readCheck(check), signatures: library };
}

function readCheck(text: string): number {
  if (text === 'off') return 0;
  if (text === 'all') return 1;
  const each = /^sample:([1-9]\d{0,8})$/.exec(text)?.[1];
  if (each === undefined) throw new Usage('USAGE', '--check is off, all or sample:N, as in sample:100');
  return Number(each);
}

/** Settings as arguments of a process, and back. */
export function toArguments({ tier, check, signatures }: Settings): string[] {
  return [tier, String(check), signatures];
}

export function fromArguments([tier, check, signatures]: readonly string[]): Settings {
  return { tier: tier as TierName, check: Number(check), signatures: signatures as SignatureLibrary };
}
