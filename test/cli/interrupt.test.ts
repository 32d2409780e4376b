import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { listenForInterrupt } from '../../cli/interrupt.ts';

function listening() {
  const signals = new EventEmitter();
  const exits: number[] = [];
  return { signals, exits, interrupt: listenForInterrupt(signals, (code) => exits.push(code)) };
}

test('the first Ctrl-C asks the command to end, the second ends the process', async () => {
  const { signals, exits, interrupt } = listening();
  signals.emit('SIGINT', 'SIGINT');
  await expect(interrupt.asked).rejects.toMatchObject({ id: 'INTERRUPTED' });
  expect(exits).toEqual([]);
  signals.emit('SIGINT', 'SIGINT');
  expect(exits).toEqual([130]);
});

test('a command that takes signals itself is told instead', async () => {
  const { signals, exits, interrupt } = listening();
  const taken = interrupt.take();
  signals.emit('SIGTERM', 'SIGTERM');
  expect(await taken).toBe('SIGTERM');
  signals.emit('SIGTERM', 'SIGTERM');
  expect(exits).toEqual([130]);
});
