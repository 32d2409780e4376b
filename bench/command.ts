// The command line as its user waits for it: from the start of the process to its end.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createKey } from '../engine/app/keys.ts';
import { ZERO32 } from '../engine/base/bytes.ts';
import { createChain } from '../engine/node/open.ts';
import { SCHEMES } from '../spec/records.ts';
import type { Bench, Figures } from './figure.ts';
import { builtToken, inScratch, tally } from './scratch.ts';

const RUNS = 9;

/** A folder with a key and a chain that knows no code yet. */
async function newProject(folder: string): Promise<void> {
  const { publicKey } = createKey(join(folder, '.tally', 'keys'), 'dev');
  const accounts = [{ scheme: SCHEMES.ed25519, key: publicKey }];
  await createChain(join(folder, '.tally', 'chain'), { name: 'local', salt: ZERO32, time: 1, accounts });
}

function deploy(folder: string, token: string): void {
  const init = ['--', '--name', 'Bench', '--symbol', 'BEN', '--decimals', '2'];
  tally(folder, 'deploy', token, '--as', 'token', '--no-input', ...init);
}

function timed(act: () => void): number {
  const begin = performance.now();
  act();
  return performance.now() - begin;
}

async function measure(bench: Bench): Promise<void> {
  await inScratch(async (folder) => {
    const token = builtToken(folder).path;
    const empty = join(folder, 'empty');
    await newProject(empty);
    const copy = (name: string) => {
      cpSync(empty, join(folder, name), { recursive: true });
      return join(folder, name);
    };
    bench.note(`commands, ${RUNS} times each`);
    const used = copy('used');
    deploy(used, token);
    for (let run = 0; run < RUNS; run++) {
      const fresh = copy(`deploy-${run}`);
      if (bench.wants('deploy.ms'))
        bench.record(
          'deploy.ms',
          timed(() => deploy(fresh, token)),
        );
      const query = () => void tally(used, 'query', 'token', 'balanceOf', 'dev');
      if (bench.wants('cli.cold.ms')) bench.record('cli.cold.ms', timed(query));
    }
  });
}

export const figures: Figures = {
  list: [
    {
      id: 'deploy.ms',
      unit: 'ms',
      text: '`tally deploy token.wasm` in a folder whose chain does not know the code: process start, upload, instance, durable receipt, exit',
    },
    {
      id: 'cli.cold.ms',
      unit: 'ms',
      text: '`tally query token balanceOf dev` with no node running: process start, chain opened and checked, answer, exit',
    },
  ],
  measure,
};
