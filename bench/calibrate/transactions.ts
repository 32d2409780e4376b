// Workloads of whole transactions: what each pays before anything of a contract runs.
import { type Bytes, EMPTY } from '../../engine/base/bytes.ts';
import { accountAddress, codeId, metaId } from '../../engine/base/hash.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import { callRequest, signTransaction, soleAdmin } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { publicKey } from '../../engine/crypto/sign.ts';
import { SCHEMES } from '../../spec/records.ts';
import { emptyModule } from '../call.ts';
import { MemoryChain } from '../chain.ts';
import { chance, randomBytes } from '../chance.ts';
import { contract, times } from './probe.ts';
import { assemble, install, type Workload } from './workload.ts';

const random = chance(9);

function calls(id: string, chain: MemoryChain, input: Bytes, perBlock = 500): Workload {
  const to = install(chain, emptyModule());
  const body = { to, method: 'nothing', input };
  let next = 0;
  const make = (count: number) =>
    Array.from({ length: count }, () =>
      chain.transaction(chain.accounts[next++ % chain.accounts.length]!, 'call', body),
    );
  return { id, price: 'tx', chain, perBlock, verified: true, rounds: 1, make };
}

/** Calls whose signatures are looked at. */
function signed(): Workload {
  const secrets = Array.from({ length: 50 }, () => randomBytes(random, 32));
  const chain = new MemoryChain(secrets.map(publicKey));
  const to = install(chain, emptyModule());
  const nonces = secrets.map(() => 0n);
  // The first account has sent what put the contract there.
  nonces[0] = chain.accounts[0]!.nonce;
  const one = (i: number) => {
    const sender = accountAddress(nodeNatives, SCHEMES.ed25519, publicKey(secrets[i]!));
    const terms = { chain: chain.chain.id, sender, nonce: nonces[i]!, gasLimit: 10_000_000n, expiry: 1_000_000n };
    nonces[i]! += 1n;
    const request = callRequest(terms, { to, method: 'nothing', input: EMPTY });
    return encodeTransaction(signTransaction(nodeNatives, request, [secrets[i]!]));
  };
  let next = 0;
  const make = (count: number) => Array.from({ length: count }, () => one(next++ % secrets.length));
  return {
    id: 'tx: a call with its signature checked',
    price: 'tx',
    chain,
    perBlock: 500,
    verified: false,
    rounds: 1,
    make,
  };
}

/** Uploads of modules that nobody has uploaded, with code of about so many bytes. */
function uploads(id: string, bytes: number): Workload {
  const chain = new MemoryChain(1);
  let mark = 1;
  const code = '(local.set $a (i32.add (i32.mul (local.get $a) (i32.const 1664525)) (i32.const 1013904223)))';
  const more = () =>
    times(Math.floor(bytes / 800), () => `(func (param $a i32) (result i32) ${times(50, code)} (local.get $a))`);
  const make = (count: number) =>
    Array.from({ length: count }, () => {
      const module = assemble(contract({ body: '', more: `(global i32 (i32.const ${mark++})) ${more()}` }));
      return chain.transaction(chain.accounts[0]!, 'upload', { module });
    });
  return { id, price: 'upload', chain, perBlock: 20, verified: true, rounds: 1, make };
}

function instances(): Workload {
  const chain = new MemoryChain(1);
  const module = emptyModule();
  install(chain, module);
  const owner = chain.accounts[0]!;
  const ids = { codeId: codeId(nodeNatives, module), metaId: metaId(nodeNatives, []) };
  const body = () => ({
    ...ids,
    salt: randomBytes(random, 32),
    admin: soleAdmin(owner.address),
    holds: false,
    invariant: '',
    template: null,
    input: EMPTY,
  });
  const make = (count: number) => Array.from({ length: count }, () => chain.transaction(owner, 'instantiate', body()));
  return { id: 'record: an instance', price: 'record', chain, perBlock: 500, verified: true, rounds: 1, make };
}

/** Every workload of a whole transaction; each is made when its turn comes. */
export const TRANSACTIONS: readonly { readonly id: string; readonly make: () => Workload }[] = [
  { id: 'tx: an empty method', make: () => calls('tx: an empty method', new MemoryChain(1_000), EMPTY) },
  {
    id: 'tx: an empty method, 100,000 accounts',
    make: () => calls('tx: an empty method, 100,000 accounts', new MemoryChain(100_000), EMPTY),
  },
  {
    id: 'tx: 200 kB of input',
    make: () => calls('tx: 200 kB of input', new MemoryChain(100), new Uint8Array(200_000), 10),
  },
  { id: 'tx: a call with its signature checked', make: signed },
  { id: 'upload: about 1 kB', make: () => uploads('upload: about 1 kB', 1_000) },
  { id: 'upload: about 100 kB', make: () => uploads('upload: about 100 kB', 100_000) },
  { id: 'record: an instance', make: instances },
];
