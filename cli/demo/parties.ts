// The parties: who takes part besides the companies of the file, and a new key for each.
import { createKey, type Key } from '../../engine/app/keys.ts';
import type { PartyId, Plan } from './plan.ts';

/** Deploys the contracts and makes the money. */
export const OPERATOR: PartyId = 'bank';
export const FINANCIERS: readonly PartyId[] = ['financier-1', 'financier-2', 'financier-3'];

/** Everybody whom the plan names, the operator first, each once. */
export function partiesOf(plan: Plan): PartyId[] {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  return [...new Set([OPERATOR, ...steps.flatMap((step) => ('to' in step ? [step.by, step.to] : [step.by]))])];
}

/** New keys in the folder, under the parties' ids. @throws Usage FILE_EXISTS, KEY_FILE */
export function makeKeys(folder: string, parties: readonly PartyId[]): Map<PartyId, Key> {
  return new Map(parties.map((party) => [party, createKey(folder, party)]));
}
