// A host for tests of tiers: it charges by the tables, tests, and notes what it was asked.

import { Trap } from '../../engine/base/errors.ts';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import type { HostCall, HostTable, Port, PreparedCode, Tier } from '../../engine/base/tier.ts';
import { HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';

export interface Asked {
  readonly name: string;
  readonly args: readonly (number | bigint)[];
  /** Gas left after the price of the call. */
  readonly gas: number;
}

/** What an answer gets: the WebAssembly arguments. */
type Answer = (...args: (number | bigint)[]) => number | bigint | undefined;

/** A frame, with the host that serves it and every other fake one. */
export interface FakeHost extends HostTable, Port {
  readonly asked: Asked[];
  readonly answers: Readonly<Record<string, Answer>>;
  readonly maximum: number;
}

function charge({ meter }: Port, price: number): void {
  meter.gas -= price;
  if (meter.gas < 0) throw new Trap('OUT_OF_GAS', '');
}

const hostCall =
  (row: HostFunction): HostCall =>
  (port, ...args) => {
    const { asked, answers, meter } = port as FakeHost;
    charge(port, row.gas.base);
    asked.push({ name: row.name, args, gas: meter.gas });
    const answer = answers[row.name];
    if (answer !== undefined) return answer(...args);
    return row.result === 'none' ? undefined : row.result === 'u64' ? 0n : 0;
  };

/** The one host of all fake frames. */
export const FAKE: HostTable = {
  functions: Object.fromEntries(HOST_FUNCTIONS.map((row) => [row.name, hostCall(row)])),
  grow: (port, now, pages) => {
    const may = now + pages <= (port as FakeHost).maximum;
    charge(port, may ? pages * PRICES['memory.grow.perPage'].gas : 0);
    return may;
  },
};

/** Every row answers 0; `answers` replaces what single rows do once their base price is paid. */
export function fakeHost(
  gas: number,
  maximum: number = LIMITS.pages.max,
  answers: Record<string, Answer> = {},
): FakeHost {
  return { ...FAKE, meter: { gas, stack: EMPTY_STACK }, asked: [], answers, maximum };
}

/** How a run ended: 'OK' or the row of the trap, and the gas left where that is defined. */
export interface Ending {
  readonly status: string;
  readonly gas: number;
  readonly memory: Uint8Array;
  readonly asked: readonly Asked[];
}

/** Runs one export in a fresh guest and applies test (d) of PROTOCOL 7. Other errors than traps are thrown on. */
export function runExport(tier: Tier, code: PreparedCode, gas: number, name = 'run', host?: FakeHost): Ending {
  const table = host ?? fakeHost(gas, code.pages.maximum);
  const guest = tier.start(code, table, table);
  try {
    guest.run(name);
    const status = table.meter.gas < 0 ? 'OUT_OF_GAS' : 'OK';
    return { status, gas: table.meter.gas, memory: guest.memory.bytes.slice(), asked: table.asked };
  } catch (error) {
    if (!(error instanceof Trap)) throw error;
    return { status: error.id, gas: Number.NaN, memory: guest.memory.bytes.slice(), asked: table.asked };
  } finally {
    guest.close();
  }
}
