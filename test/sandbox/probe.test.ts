// The stack is tried out before the first contract runs: where it is too small nothing runs at all.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const ENGINE = new URL('../../dist/engine/node/engine.js', import.meta.url).href;
const SCRIPT = `
  const { startEngine } = await import(${JSON.stringify(ENGINE)});
  try {
    startEngine();
    startEngine();
    console.log('started');
  } catch (error) {
    console.log(error.name, error.id);
  }
`;

const started = (...flags: string[]) =>
  spawnSync(process.execPath, [...flags, '--input-type=module', '-e', SCRIPT], { encoding: 'utf8' }).stdout.trim();

test.each(['--liftoff-only', '--no-liftoff', '--no-opt'])('%s: the stack that V8 has by itself is enough', (flag) => {
  expect(started(flag)).toBe('started');
});

test('a larger stack is enough', () => {
  expect(started('--stack-size=1968')).toBe('started');
});

test.each([200, 400, 600])('a stack of %i kB is refused', (size) => {
  expect(started('--liftoff-only', `--stack-size=${size}`)).toBe('Fault ENGINE_STACK');
});
