// The one door: every host call of every contract in either tier goes through a function of `DOORS`. Each takes eight steps:
// (1) none while starting, (2) none that writes in a view, (3) sizes within limits, (4) pay from the sizes, (5) read the
// arguments, (6) act, (7) pay for the size of the result, (8) record all and hand the result over. Nothing is recorded before
// nothing can trap any more, and nothing is written before the arguments are recorded, which may lie in the same place.
import { PRICES } from '../../spec/prices.ts';
import type { HostTable } from '../base/tier.ts';
import { DOORS } from './doors.ts';
import type { Frame } from './frame.ts';
import { charge, openPages } from './gas.ts';

/** All rows, for the frame that each call names. */
export const HOST: HostTable = {
  functions: Object.freeze(Object.assign(Object.create(null) as HostTable['functions'], DOORS)),
  grow: (frame, now, pages) => grow(frame as Frame, now, pages),
};

/** memory.grow: pages that would come are paid for; false beyond the maximum. @throws Trap OUT_OF_GAS, PAGES */
function grow(frame: Frame, now: number, pages: number): boolean {
  const fits = now + pages <= frame.code.pages.maximum;
  // Beyond the maximum nothing is added, but the price of the instruction itself is still tested here.
  charge(frame.meter, fits ? pages * PRICES['memory.grow.perPage'].gas : 0);
  if (!fits) return false;
  openPages(frame, pages);
  return true;
}
