// The executor process: owns the store, runs contracts, holds no keys. Started by fork.ts with a folder and settings as its arguments.
import { Desk } from './desk.ts';
import { LocalChain } from './local.ts';
import { fromArguments, type Settings } from './settings.ts';
import { type Ask, type Reply, toWire } from './wire.ts';

async function main(folder: string, settings: Settings): Promise<void> {
  // The parent may be gone by the time of an answer; then nobody waits for it.
  const send = (reply: Reply) => process.connected && process.send?.(reply, undefined, {}, () => undefined);
  const desk = await LocalChain.open(folder, settings)
    .then((chain) => new Desk(chain))
    .catch((error: unknown) => {
      send({ id: 0, ok: false, error: toWire(error) });
      return undefined;
    });
  if (!desk) return process.disconnect?.();
  send({ id: 0, ok: true, value: undefined });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= desk.close().catch(() => undefined);
    return closing;
  };
  // After a fault nothing runs here any more; the folder is let go for whoever opens it next.
  const stop = () => close().then(() => process.disconnect?.());
  process.on('message', (ask: Ask) => {
    const done = ask.operation === 'close' ? close() : desk.ask(ask.operation as never, ask.args);
    done
      .then(
        (value) => send({ id: ask.id, ok: true, value }),
        (error: unknown) => send({ id: ask.id, ok: false, error: toWire(error) }),
      )
      .then(() => desk.broken && stop());
  });
  // The parent is gone: finish what was asked, then end.
  process.on('disconnect', () => close().then(() => process.exit(0)));
}

// Ctrl-C reaches the whole group of processes; the parent decides when to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
const [folder, ...given] = process.argv.slice(2);
await main(folder!, fromArguments(given));
