// `tally node`: keeps the chain of a folder open, so that other commands go through it.

import { toHex } from '../../engine/base/bytes.ts';
import { Fault } from '../../engine/base/errors.ts';
import { readSettings, SETTINGS } from '../../engine/node/settings.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import type { Interrupt } from '../interrupt.ts';
import { ensureChain } from '../network.ts';
import { grouped } from '../print.ts';

export const define: Define = (command, run, interrupt) => {
  command
    .option('--tier <tier>', 'how contracts run: auto, compiled or interpreted', SETTINGS.tier)
    .option('--check <which>', 'transactions to run in both tiers before commit: off, all or sample:N', 'off')
    .option(
      '--scrub <minutes>',
      'between two passes over the store while the node is idle, or off',
      String(SETTINGS.scrub),
    )
    .option('--signatures <library>', 'auto (libsodium where it is installed) or node', SETTINGS.signatures)
    .option('--governed', 'if this makes the chain: it asks for roles, and the key that signs has them')
    .action(run(serve(interrupt)));
};

const OPTIONS = ['tier', 'check', 'signatures', 'scrub'];

const serve =
  (interrupt: Interrupt): Act =>
  async (session, _, options) => {
    const [tier, check, signatures, scrub] = OPTIONS.map((name) => textOption(options, name)!);
    const settings = readSettings({ tier: tier!, check: check!, signatures: signatures!, scrub: scrub! });
    await ensureChain(session, options['governed'] === true);
    const { startNode } = await import('../../engine/node/open.ts');
    const stopped = interrupt.take();
    let signal: string;
    const node = await startNode(session.chain, settings);
    try {
      const { chain, height } = await node.connection.info();
      const document = { ready: true, folder: session.chain, chain: toHex(chain), height, pid: process.pid };
      session.output.result(
        document,
        `ready  ${session.chain}  height ${grouped(height)}  chain ${document.chain}  pid ${process.pid}`,
      );
      const died = node.closed.then((fault): never => {
        throw fault ?? new Fault('EXECUTOR_DIED', session.chain);
      });
      died.catch(() => {});
      signal = await Promise.race([stopped, died]);
    } finally {
      await node.close();
    }
    session.output.note('stopped');
    // Being told to stop is a node's ordinary end; Ctrl-C is a person's.
    return signal === 'SIGINT' ? EXIT.interrupted : undefined;
  };
