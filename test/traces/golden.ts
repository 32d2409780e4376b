// The stored chain: how it is made from stored modules, and how it stands in its file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAbi } from '../../engine/abi/abi.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { decode, encode, type Genesis } from '../../engine/base/records.ts';
import { type Arguments, type ContractClient, contractClient } from '../../engine/client/contract.ts';
import type { Recorded } from '../../engine/ledger/replay.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { type Otherwise, PLENTY, salt, TestChain, user } from '../runtime/chain.ts';

export const GOLDEN = join(import.meta.dirname, 'golden');
export const MODULES = {
  token: 'contracts/token.ts',
  token_v2: 'contracts/examples/token_v2.ts',
  receivable: 'contracts/receivable.ts',
};
type ModuleName = keyof typeof MODULES;

/** Bytes of a stored module. */
export const moduleFile = (name: string) => join(GOLDEN, `${name}.wasm`);
const bytesOf = (name: ModuleName): Bytes => new Uint8Array(readFileSync(moduleFile(name)));

/** The file: everything in base64. */
export interface ChainFile {
  readonly genesis: string;
  readonly blocks: readonly { readonly block: string; readonly receipts: readonly string[] }[];
}

const text = (bytes: Bytes) => Buffer.from(bytes).toString('base64');
const bytes = (base64: string): Bytes => new Uint8Array(Buffer.from(base64, 'base64'));

export function writeChain(chain: TestChain): string {
  const blocks = chain.recorded.map(({ block, receipts }) => ({ block: text(block), receipts: receipts.map(text) }));
  return `${JSON.stringify({ genesis: text(encode('Genesis', chain.genesis)), blocks }, null, 1)}\n`;
}

export function readChain(json: string): { genesis: Genesis; recorded: Recorded[] } {
  const file = JSON.parse(json) as ChainFile;
  const recorded = file.blocks.map(({ block, receipts }) => ({ block: bytes(block), receipts: receipts.map(bytes) }));
  return { genesis: decode('Genesis', bytes(file.genesis)), recorded };
}

/** Who appears in the chain: the issuer of money, a core enterprise, its supplier, a bank. */
const [ISSUER, CORE, SUPPLIER, BANK] = [0, 1, 2, 3] as const;
const TODAY = Math.floor(1_700_000_000_000 / 86_400_000);

function clientOf(name: ModuleName): ContractClient {
  const { meta } = prepare(new TestChain().natives, bytesOf(name));
  return contractClient(readAbi(meta.find((section) => section.name === 'tally.abi')!.bytes));
}

/** A life of money and a certificate: deployed, issued, split, financed, refused, upgraded, settled; and what was rejected. */
export function makeGolden(): TestChain {
  const chain = new TestChain({ users: 4 });
  const [token, next, paper] = (['token', 'token_v2', 'receivable'] as const).map(clientOf) as [
    ContractClient,
    ContractClient,
    ContractClient,
  ];
  const cash = chain.deploy(bytesOf('token'), { input: token.init({ name: 'Yuan', symbol: 'CNY', decimals: 2 }) });
  const papers = chain.deploy(bytesOf('receivable'), { input: paper.init({ token: cash, currency: 'CNY' }) });
  const pay = (from: number, method: string, args: Arguments, client = token, terms: Otherwise = {}) => {
    const { method: name, input } = client.call(method, args);
    return chain.callTx(from, client === paper ? papers : cash, name, input, terms);
  };
  const certificate = (from: number, method: string, args: Arguments) => pay(from, method, args, paper);
  chain.block(
    [CORE, BANK].map((n, i) =>
      pay(ISSUER, 'mint', { to: user(n), amount: 1_000_000n }, token, {
        nonce: BigInt(chain.account(ISSUER)!.nonce + i),
      }),
    ),
  );
  chain.block([CORE, BANK].map((n) => pay(n, 'approve', { spender: papers, amount: 900_000n })));
  const invoice = {
    invoice: 'INV-1',
    invoiceHash: salt(5),
    lei: '5493001KJTIIGC8Y1R12',
    issued: TODAY - 90,
    due: TODAY,
  };
  chain.block([certificate(CORE, 'issue', { id: 'A', to: user(SUPPLIER), amount: 100_000n, ...invoice })]);
  chain.block([certificate(SUPPLIER, 'split', { id: 'A', newId: 'B', to: user(BANK), part: 40_000n })]);
  chain.block([certificate(SUPPLIER, 'offer', { id: 'A', financier: user(BANK), price: 59_000n })]);
  chain.block([certificate(BANK, 'accept', { id: 'A' }), certificate(SUPPLIER, 'settle', { id: 'B' })]);
  const { codeId, metaId } = chain.upload(bytesOf('token_v2'));
  chain.block([
    chain.tx(ISSUER, 'upgrade', { breaking: false, contract: cash, codeId, metaId, input: next.migrate() }),
  ]);
  const poor = pay(CORE, 'transfer', { to: user(BANK), amount: 1n }, token, { gasLimit: 600_000n });
  const burn = pay(BANK, 'burn', { amount: 1_000n }, next);
  chain.block([certificate(SUPPLIER, 'settle', { id: 'A' }), poor, burn, burn], { fixed: true });
  chain.block(['A', 'B'].map((id, i) => settlement(chain, papers, paper, id, i)));
  chain.block([]);
  return chain;
}

/** The core enterprise settles one of two certificates in one block. */
function settlement(chain: TestChain, to: Bytes, client: ContractClient, id: string, place: number): Bytes {
  const { method, input } = client.call('settle', { id });
  const nonce = BigInt(chain.account(CORE)!.nonce + place);
  return chain.callTx(CORE, to, method, input, { nonce, gasLimit: PLENTY });
}
