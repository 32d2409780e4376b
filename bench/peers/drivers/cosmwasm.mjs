// Driver of cosmwasm-vm-js: cw20-base as its publisher built it, and the kernels built for it from the sources of bench/kernels.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import cosmwasm from '@oraichain/cosmwasm-vm-js';
import { chance, versionOf } from './installed.mjs';

const { BasicBackendApi, BasicKVIterStorage, BasicQuerier, VMInstance } = cosmwasm;
const { resolve } = createRequire(import.meta.url);

/** Transfers of a run. */
const TRANSFERS = 5_000;
const WARM = 6;
const FUNDS = '1000000000';
const PREFIX = 'orai';
const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BLOCK = { height: 1, time: '2000000000', chain_id: 'bench' };

/** Checksum of bech32 (BIP 173) over five-bit words. */
function polymod(words) {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const word of words) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ word;
    for (const [i, generator] of generators.entries()) if ((top >> i) & 1) sum ^= generator;
  }
  return sum;
}

/** Address of a holder: 20 bytes that begin with its number, in bech32. */
function addressOf(i) {
  const bits = (BigInt(i + 1) << 128n).toString(2).padStart(160, '0');
  const words = bits.match(/.{5}/g).map((five) => Number.parseInt(five, 2));
  const codes = [...PREFIX].map((letter) => letter.charCodeAt(0));
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  const sum = polymod([...expanded, ...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  const check = Array.from({ length: 6 }, (_, j) => (sum >> (5 * (5 - j))) & 31);
  return `${PREFIX}1${[...words, ...check].map((word) => LETTERS[word]).join('')}`;
}

async function instance(wasm) {
  const backend = {
    backend_api: new BasicBackendApi(PREFIX),
    storage: new BasicKVIterStorage(),
    querier: new BasicQuerier(),
  };
  const vm = new VMInstance(backend);
  await vm.build(wasm);
  return vm;
}

/** Where cw20-base keeps a balance. */
function balanceKey(address) {
  return Buffer.concat([Buffer.from([0, 7]), Buffer.from(`balance${address}`)]);
}

function okOf(answer, what) {
  if (answer.ok === undefined) throw new Error(`${what} gave ${JSON.stringify(answer)}`);
  return answer.ok;
}

/** A token that these hold. What they hold is written where the contract keeps it: a message of that size would not fit. */
async function tokenOf(holders, env) {
  const vm = await instance(readFileSync(resolve('@oraichain/common-contracts-build/data/cw20-base.wasm')));
  const first = { address: holders[0], amount: FUNDS };
  const terms = { name: 'Bench', symbol: 'BEN', decimals: 2, initial_balances: [first], mint: null, marketing: null };
  okOf(vm.instantiate(env, { sender: holders[0], funds: [] }, terms), 'instantiate');
  const value = Buffer.from(JSON.stringify(FUNDS));
  for (const address of holders) vm.backend.storage.set(balanceKey(address), value);
  return vm;
}

const execution = async ({ scale, clock }, people) => {
  const holders = Array.from({ length: people }, (_, i) => addressOf(i));
  const env = { block: BLOCK, contract: { address: addressOf(people) }, transaction: null };
  const vm = await tokenOf(holders, env);
  const random = chance(people);
  const anyone = () => holders[random(people)];
  const count = Math.ceil(TRANSFERS * scale.share);
  const turn = async () => {
    const calls = Array.from({ length: count }, () => [anyone(), { transfer: { recipient: anyone(), amount: '1' } }]);
    const seconds = await clock(() => {
      for (const [sender, message] of calls) okOf(vm.execute(env, { sender, funds: [] }, message), 'a transfer');
    });
    return { value: (seconds * 1e6) / count };
  };
  for (let i = 0; i < WARM; i++) await turn();
  return { turn };
};

/** What a contract for this machine exports, around the class of a kernel. */
const SHELL = (name) => `
import { ${name} } from "./kernel";
export function interface_version_8(): void {}
export function allocate(size: usize): usize {
  const region = heap.alloc(12);
  store<u32>(region, <u32>heap.alloc(size));
  store<u32>(region, <u32>size, 4);
  store<u32>(region, 0, 8);
  return region;
}
export function deallocate(region: usize): void {
  heap.free(load<u32>(region));
  heap.free(region);
}
export function query(env: usize, message: usize): usize {
  const text = String.UTF8.decodeUnsafe(load<u32>(message), load<u32>(message, 8));
  deallocate(env);
  deallocate(message);
  const answer = '{"ok":"' + new ${name}().run(I32.parseInt(text)).toString() + '"}';
  const size = String.UTF8.byteLength(answer);
  const region = allocate(size);
  String.UTF8.encodeUnsafe(changetype<usize>(answer), answer.length, load<u32>(region));
  store<u32>(region, <u32>size, 8);
  return region;
}
`;

const ARGUMENTS = { fibonacci: 25, sieve: 1 << 18, digest: 65_536, sort: 10_000, matrix: 96 };

/** The kernel compiled as ours is, without what our compiler adds. */
async function built(name) {
  const { default: asc } = await import('assemblyscript/asc');
  const files = {
    'entry.ts': SHELL(name.slice(0, 1).toUpperCase() + name.slice(1)),
    'kernel.ts': readFileSync(new URL(`../../kernels/${name}.ts`, import.meta.url), 'utf8'),
  };
  let wasm;
  const { error, stderr } = await asc.main(['entry.ts', '-O3', '--runtime', 'incremental', '--outFile', 'out.wasm'], {
    readFile: (path) => files[path] ?? null,
    writeFile: (_, bytes) => {
      wasm = bytes;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return wasm;
}

async function kernel({ work, repeat }) {
  const name = work.split('.')[1];
  const vm = await instance(await built(name));
  const env = { block: BLOCK, contract: { address: addressOf(0) }, transaction: null };
  const turn = async () => {
    let result;
    const seconds = await repeat(() => {
      result = okOf(vm.query(env, ARGUMENTS[name]), 'a kernel');
    });
    return { value: seconds * 1000, result };
  };
  for (let i = 0; i < WARM; i++) await turn();
  return { turn };
}

export const version = versionOf('@oraichain/cosmwasm-vm-js');
export const works = {
  'transfer.execution.us': (stage) => execution(stage, stage.scale.holders),
  'transfer.execution.us.1m': (stage) => execution(stage, stage.scale.many),
  kernel,
};
