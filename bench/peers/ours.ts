// Driver of Tallystick itself: the works are made of what the figures of the bench are made of.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { artifactOf } from '../../cli/artifact.ts';
import { type Bytes, concat, ZERO32 } from '../../engine/base/bytes.ts';
import { soleAdmin } from '../../engine/client/transaction.ts';
import { packageFolder } from '../../engine/compile/sources.ts';
import { startNode } from '../../engine/node/open.ts';
import { query } from '../../engine/runtime/apply.ts';
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { timed } from '../call.ts';
import { MemoryChain } from '../chain.ts';
import { KERNELS } from '../kernels.ts';
import { build } from '../running.ts';
import { builtToken, inScratch } from '../scratch.ts';
import { TokenChain } from '../token.ts';
import { createFor, newSenders, prepare, pump, signer } from '../transfers.ts';
import type { Game, SetUp, Stage } from './driver.ts';

/** Blocks of 1,000 transfers in a run, and before the first. */
const BLOCKS = 10;
const WARM_BLOCKS = 60;
/** Signed transfers in a run, and runs before the first. */
const SIGNED = 10_000;
const WARM_SIGNED = 2;
/** Runs of a kernel before the first that counts. */
const WARM_RUNS = 3;

async function token(): Promise<Bytes> {
  return inScratch(async (folder) => builtToken(folder).wasm);
}

const execution =
  (holders: 'holders' | 'many'): SetUp =>
  async ({ scale, clock }) => {
    const chain = new TokenChain(await token(), scale[holders]);
    const run = (blocks: number) => timed(chain, (count) => chain.transfers(count), Math.ceil(blocks * scale.share));
    run(WARM_BLOCKS);
    const turn = async () => {
      let value = 0;
      // `timed` leaves out what is not execution; the clock only tells the cores.
      await clock(() => {
        value = run(BLOCKS);
      });
      return { value };
    };
    return { turn };
  };

/** A folder on the disk of the repository. */
function scratch(): string {
  const above = join(packageFolder(), 'build');
  mkdirSync(above, { recursive: true });
  return mkdtempSync(join(above, 'peers-'));
}

async function signed({ scale, clock }: Stage): Promise<Game> {
  const folder = scratch();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const senders = newSenders(scale.senders);
  await createFor(join(folder, 'chain'), senders);
  const { connection } = await startNode(join(folder, 'chain'));
  const place = await prepare(connection, senders, await token());
  const transfers = await signer(place, (random) => senders[random(senders.length)]!.address);
  const turn = async () => {
    const signed = transfers(Math.ceil(SIGNED * scale.share));
    const seconds = await clock(() => pump(connection, signed));
    return { value: signed.length / seconds };
  };
  for (let i = 0; i < WARM_SIGNED; i++) await turn();
  return { turn, end: () => connection.close() };
}

/** A chain with the kernel's contract. */
async function kernelChain(file: string): Promise<{ chain: MemoryChain; contract: Bytes }> {
  const wasm = await inScratch(async (folder) => {
    build(folder, file);
    return new Uint8Array(readFileSync(join(folder, `${file}.wasm`)));
  });
  const chain = new MemoryChain(1);
  const owner = chain.accounts[0]!;
  const { codeId, metaId } = artifactOf(file, wasm);
  const admin = soleAdmin(owner.address);
  const body = {
    codeId,
    metaId,
    salt: ZERO32,
    admin,
    holds: false,
    invariant: '',
    template: null,
    input: new Uint8Array(),
  };
  chain.apply(chain.transaction(owner, 'upload', { module: wasm }));
  return { chain, contract: chain.apply(chain.transaction(owner, 'instantiate', body))[0]!.output };
}

async function kernel({ work, repeat }: Stage): Promise<Game> {
  const { file, input } = KERNELS.find(({ name }) => name === work.split('.')[1])!;
  const { chain, contract } = await kernelChain(file);
  const { block } = chain.open([]);
  const question = { contract, method: 'run', input: concat(...input), caller: ZERO32, gas: LIMITS.transactionGas.max };
  const turn = async () => {
    let output: Bytes | undefined;
    const seconds = await repeat(() => {
      const answer = query(block, question);
      if (answer.status !== STATUS.OK) throw new Error(`the kernel ended with status ${answer.status}`);
      output = answer.output;
    });
    return { value: seconds * 1000, result: new DataView(output!.slice().buffer).getBigUint64(0, true).toString() };
  };
  for (let i = 0; i < WARM_RUNS; i++) await turn();
  return { turn };
}

export const version: string = (
  JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }
).version;

export const works: { readonly [work: string]: SetUp } = {
  'transfer.execution.us': execution('holders'),
  'transfer.execution.us.1m': execution('many'),
  'transfer.signed.tps': signed,
  kernel,
};
