// Ctrl-C: the first one ends a command in order, the second one at once.
import { Usage } from '../engine/base/errors.ts';
import { EXIT } from './exit.ts';

export interface Interrupt {
  /** Rejects with Usage INTERRUPTED at the first SIGINT or SIGTERM. */
  readonly asked: Promise<never>;
  /** From now on the command answers signals itself; resolves at the first one with its name. */
  take(): Promise<string>;
}

/** Listens for the signals of a process. */
export function listenForInterrupt(signals: NodeJS.EventEmitter, exit: (code: number) => void): Interrupt {
  let taken: ((signal: string) => void) | undefined;
  let count = 0;
  const asked = new Promise<never>((_, reject) => {
    const onSignal = (signal: string) => {
      count += 1;
      if (count > 1) exit(EXIT.interrupted);
      else if (taken) taken(signal);
      else reject(new Usage('INTERRUPTED', signal));
    };
    for (const signal of ['SIGINT', 'SIGTERM']) signals.on(signal, () => onSignal(signal));
  });
  // Without a command that waits for it, a rejection is nobody's error.
  asked.catch(() => {});
  return {
    asked,
    take: () =>
      new Promise((resolve) => {
        taken = resolve;
      }),
  };
}
