// Paying: gas from a frame's meter, pages from its transaction's allowance.
import { LIMITS } from '../../spec/limits.ts';
import { Trap } from '../base/errors.ts';
import type { Meter } from '../base/tier.ts';
import type { Frame } from './frame.ts';

/** Takes `price` from the meter and tests it. @throws Trap OUT_OF_GAS */
export function charge(meter: Meter, price: number): void {
  meter.gas -= price;
  if (meter.gas < 0) throw new Trap('OUT_OF_GAS', '');
}

/** Counts pages of a frame over the transaction. @throws Trap PAGES */
export function openPages(frame: Frame, pages: number): void {
  frame.run.openPages += pages;
  frame.pages += pages;
  if (frame.run.openPages > LIMITS.openPages.max) throw new Trap('PAGES', `more than ${LIMITS.openPages.max}`);
}
