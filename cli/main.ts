#!/usr/bin/env node
// Entry of the `tally` command: gives the process to the program, and the exit code back to the shell.
import { listenForInterrupt } from './interrupt.ts';
import { runTally } from './program.ts';
import type { Connect } from './session.ts';

// Commands that never open a chain do not pay for loading the engine.
const connect: Connect = async (folder, need) => (await import('../engine/node/open.ts')).connect(folder, need);

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const exit = await runTally(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  env: process.env,
  interrupt: listenForInterrupt(process, (code) => process.exit(code)),
  connect,
});
// What is written to a pipe may still be on its way on some systems.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exit)));
