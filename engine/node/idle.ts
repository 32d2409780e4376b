// What a node does by itself: it looks at its store while it has nothing else to do, and makes blocks for what was scheduled.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScrubSlice } from '../client/connection.ts';
import type { AskChain } from './connection.ts';

/** Milliseconds of work in a row, so that nobody waits longer for it. */
const SLICE = 5;
/** Milliseconds of rest after a slice, and how many times as long as the answer took: who is busy answers late. */
const REST = 100;
const TIMES = 20;
/** Milliseconds from when a node starts until its first pass. */
const FIRST = 5_000;

/** Milliseconds between looks at what is scheduled. */
const LOOK = 250;

/** Has a block made whenever something that was scheduled is due, until `signal` ends it or the chain does. */
export async function keepSchedule(makeDue: () => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await makeDue();
      await sleep(LOOK, undefined, { signal, ref: false });
    }
  } catch {
    // Aborted, or the chain ended: whoever asks it next is told why.
  }
}

/** Passes over the store with so many minutes between them, until `signal` ends it or the chain does. */
export async function scrubIdly(ask: AskChain, minutes: number, signal: AbortSignal): Promise<void> {
  const rest = (milliseconds: number) => sleep(milliseconds, undefined, { signal, ref: false });
  try {
    await rest(FIRST);
    for (;;) {
      const begin = performance.now();
      const { isWhole } = (await ask('scrub', SLICE)) as ScrubSlice;
      await rest(isWhole ? minutes * 60_000 : Math.max(REST, TIMES * (performance.now() - begin)));
    }
  } catch {
    // Aborted, or the chain ended: whoever asks it next is told why.
  }
}
