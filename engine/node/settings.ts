// How a node runs contracts: settings of one process, which no result depends on.
import { Usage } from '../base/errors.ts';
import { TIERS, type TierName } from '../runtime/tiers.ts';

export interface Settings {
  readonly tier: TierName;
  /** One in so many transactions runs in a second tier before its block is committed; 0 for none. */
  readonly check: number;
  readonly signatures: SignatureLibrary;
  /** Minutes between two passes over the store while the node is idle; 0 for none. */
  readonly scrub: number;
}

/** What checks signatures on threads: libsodium where it is installed, or node:crypto in any case. */
export type SignatureLibrary = 'auto' | 'node';
const LIBRARIES: readonly SignatureLibrary[] = ['auto', 'node'];

export const SETTINGS: Settings = { tier: 'auto', check: 0, signatures: 'auto', scrub: 60 };

/** Settings as they are spelled on a command line. */
export interface Spelled {
  readonly tier: string;
  readonly check: string;
  readonly signatures?: string;
  readonly scrub?: string;
}

/** @throws Usage USAGE */
export function readSettings({ tier, check, signatures = SETTINGS.signatures, scrub }: Spelled): Settings {
  const known = TIERS.find((name) => name === tier);
  if (known === undefined) throw new Usage('USAGE', `--tier is ${TIERS.join(', ')}`);
  const library = LIBRARIES.find((name) => name === signatures);
  if (library === undefined) throw new Usage('USAGE', `--signatures is ${LIBRARIES.join(', ')}`);
  return { tier: known, check: readCheck(check), signatures: library, scrub: readScrub(scrub) };
}

function readCheck(text: string): number {
  if (text === 'off') return 0;
  if (text === 'all') return 1;
  const each = /^sample:([1-9]\d{0,8})$/.exec(text)?.[1];
  if (each === undefined) throw new Usage('USAGE', '--check is off, all or sample:N, as in sample:100');
  return Number(each);
}

function readScrub(text: string | undefined): number {
  if (text === undefined) return SETTINGS.scrub;
  if (text === 'off') return 0;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Usage('USAGE', '--scrub is off or minutes, as in 60');
  return Number(text);
}

/** Settings as arguments of a process, and back. */
export function toArguments({ tier, check, signatures, scrub }: Settings): string[] {
  return [tier, String(check), signatures, String(scrub)];
}

export function fromArguments([tier, check, signatures, scrub]: readonly string[]): Settings {
  return {
    tier: tier as TierName,
    check: Number(check),
    signatures: signatures as SignatureLibrary,
    scrub: Number(scrub),
  };
}
