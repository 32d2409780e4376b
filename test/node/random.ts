// A chain of random transactions over the contracts that ship: what is lawful, what is refused, what runs out of gas, and nonsense.

import { type Chance, chance, randomBytes } from '../../bench/chance.ts';
import type { Abi } from '../../engine/abi/types.ts';
import { type Bytes, EMPTY } from '../../engine/base/bytes.ts';
import { codeId, contractAddress, metaId } from '../../engine/base/hash.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { type Arguments, contractClient, type EncodedCall } from '../../engine/client/contract.ts';
import {
  callRequest,
  instantiateRequest,
  signTransaction,
  type Terms,
  upgradeRequest,
  uploadRequest,
} from '../../engine/client/transaction.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { createChain, openHere } from '../../engine/node/open.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { SCHEMES } from '../../spec/records.ts';
import { accepted, addressOf, secret } from './chain.ts';

const USERS = 12;
const PLENTY = 12_000_000n;
const UPLOAD_GAS = 2_400_000_000n;
const BATCH = 100;
const LEIS = ['999900BOTEF3ZY549C23', '999900DU8XVV3OJGWS19', '999900BOTEF3ZY549C24', 'NONSENSE'];

/** What is believed of a certificate, so that many a move is lawful. */
interface Certificate {
  readonly id: string;
  readonly obligor: number;
  holder: number;
  amount: bigint;
  financier: number;
  isLive: boolean;
}

interface World {
  readonly random: Chance;
  readonly tokens: readonly Bytes[];
  readonly receivable: Bytes;
  readonly certificates: Certificate[];
  serial: number;
}

/** A call by a user, and what is believed once it ended OK. */
interface Move {
  readonly by: number;
  readonly to: Bytes;
  readonly method: string;
  readonly args: Arguments;
  readonly after?: () => void;
}

const pick = <T>(random: Chance, items: readonly T[]): T => items[random(items.length)]!;
/** The one who may, mostly. */
const mostly = (random: Chance, who: number) => (random(8) === 0 ? random(USERS) : who);

function amount(random: Chance): bigint {
  const kind = random(20);
  if (kind === 0) return 0n;
  if (kind === 1) return 2n ** 128n - 1n;
  return BigInt(1 + random(kind < 14 ? 1_000 : 2 ** 31));
}

type Maker = (world: World) => Move | undefined;

const TOKEN_MOVES: readonly Maker[] = [
  ({ random, tokens }) => ({
    by: mostly(random, 0),
    to: pick(random, tokens),
    method: 'mint',
    args: { to: addressOf(random(USERS)), amount: amount(random) },
  }),
  ...[1, 2, 3].map(
    (): Maker =>
      ({ random, tokens, receivable }) => ({
        by: random(USERS),
        to: pick(random, tokens),
        method: 'transfer',
        args: { to: random(20) === 0 ? receivable : addressOf(random(USERS)), amount: amount(random) },
      }),
  ),
  ({ random, tokens, receivable }) => ({
    by: random(USERS),
    to: pick(random, tokens),
    method: 'approve',
    args: {
      spender: random(3) === 0 ? addressOf(random(USERS)) : receivable,
      amount: (amount(random) * 1_000n) % 2n ** 128n,
    },
  }),
  ({ random, tokens }) => ({
    by: random(USERS),
    to: pick(random, tokens),
    method: 'transferFrom',
    args: { from: addressOf(random(USERS)), to: addressOf(random(USERS)), amount: amount(random) },
  }),
];

function issue(world: World): Move {
  const { random, receivable: to, certificates } = world;
  const isNew = random(10) > 0 || certificates.length === 0;
  const id = isNew ? `C-${++world.serial}` : pick(random, certificates).id;
  const [by, holder, value] = [random(USERS), random(USERS), amount(random)];
  const issued = 19_000 + random(400);
  return {
    by,
    to,
    method: 'issue',
    args: {
      id,
      to: addressOf(holder),
      invoice: `发票 ${id}`,
      invoiceHash: randomBytes(random, random(12) === 0 ? 31 : 32),
      lei: random(5) === 0 ? pick(random, LEIS) : LEIS[0]!,
      amount: value,
      issued,
      due: issued + random(300),
    },
    after: () => certificates.push({ id, obligor: by, holder, amount: value, financier: -1, isLive: true }),
  };
}

/** A move with a certificate that is there. */
const withCertificate =
  (make: (world: World, certificate: Certificate) => Omit<Move, 'to'>): Maker =>
  (world) => {
    const live = world.certificates.filter(({ isLive }) => isLive);
    if (live.length === 0) return undefined;
    return {
      to: world.receivable,
      ...make(world, pick(world.random, world.random(10) === 0 ? world.certificates : live)),
    };
  };

const RECEIVABLE_MOVES: readonly Maker[] = [
  issue,
  issue,
  withCertificate((world, from) => {
    const { random, certificates } = world;
    const [id, holder] = [`P-${++world.serial}`, random(USERS)];
    const part = random(6) === 0 ? amount(random) : from.amount / BigInt(2 + random(5));
    return {
      by: mostly(random, from.holder),
      method: 'split',
      args: { id: from.id, newId: id, to: addressOf(holder), part },
      after: () => {
        from.amount -= part;
        certificates.push({ id, obligor: from.obligor, holder, amount: part, financier: -1, isLive: true });
      },
    };
  }),
  withCertificate(({ random }, certificate) => {
    const holder = random(USERS);
    return {
      by: mostly(random, certificate.holder),
      method: 'transfer',
      args: { id: certificate.id, to: addressOf(holder) },
      after: () => {
        certificate.holder = holder;
      },
    };
  }),
  withCertificate(({ random }, certificate) => {
    const financier = random(USERS);
    const price = random(6) === 0 ? amount(random) : certificate.amount - certificate.amount / 20n;
    return {
      by: mostly(random, certificate.holder),
      method: 'offer',
      args: { id: certificate.id, financier: addressOf(financier), price },
      after: () => {
        certificate.financier = financier;
      },
    };
  }),
  withCertificate(({ random }, certificate) => ({
    by: mostly(random, Math.max(certificate.financier, 0)),
    method: 'accept',
    args: { id: certificate.id },
    after: () => {
      certificate.holder = certificate.financier;
      certificate.financier = -1;
    },
  })),
  withCertificate(({ random }, certificate) => ({
    by: mostly(random, certificate.holder),
    method: 'withdraw',
    args: { id: certificate.id },
    after: () => {
      certificate.financier = -1;
    },
  })),
  withCertificate(({ random }, certificate) => ({
    by: mostly(random, certificate.obligor),
    method: 'settle',
    args: { id: certificate.id },
    after: () => {
      certificate.isLive = false;
    },
  })),
];

function moveOf(world: World): Move {
  const makers = world.random(2) === 0 ? TOKEN_MOVES : RECEIVABLE_MOVES;
  return pick(world.random, makers)(world) ?? issue(world);
}

/** How the transactions of a random chain ended, counted by status. */
export type Ends = Record<number, number>;

/** Makes a chain of `count` random transactions in a folder; times of blocks are the only thing that a seed does not decide. */
export async function makeRandomChain(folder: string, count: number, seed: number): Promise<Ends> {
  const accounts = Array.from({ length: USERS }, (_, n) => ({
    scheme: SCHEMES.ed25519,
    key: nodeNatives.publicKey(secret(n)),
  }));
  await createChain(folder, { name: 'random', salt: new Uint8Array(32).fill(seed), time: 1_700_000_000_000, accounts });
  const connection = await openHere(folder);
  try {
    const sender = new Sender(connection, (await connection.info()).chain, chance(seed));
    return await sender.run(count);
  } finally {
    await connection.close();
  }
}

class Sender {
  private readonly connection: Connection;
  private readonly chain: Bytes;
  private readonly random: Chance;
  private readonly nonces = new Array<number>(USERS).fill(0);
  private readonly ends: Ends = {};

  constructor(connection: Connection, chain: Bytes, random: Chance) {
    this.connection = connection;
    this.chain = chain;
    this.random = random;
  }

  async run(count: number): Promise<Ends> {
    const sources = ['contracts/token.ts', 'contracts/receivable.ts', 'contracts/examples/token_v2.ts'];
    const [token, receivable, second] = await Promise.all(sources.map((path) => compileKept(loadSources(path))));
    const idsOf = await this.upload([token!.wasm, receivable!.wasm, second!.wasm]);
    const clients = { token: contractClient(token!.abi), receivable: contractClient(receivable!.abi) };
    const made = async (index: number, salt: number, input: Bytes) => {
      const body = { ...idsOf[index]!, salt: new Uint8Array(32).fill(salt), input };
      await accepted(this.connection, this.signed(0, instantiateRequest(this.terms(0), body)));
      return contractAddress(nodeNatives, this.chain, addressOf(0), body.salt);
    };
    const named = (symbol: string) => clients.token.init({ name: symbol, symbol, decimals: 2 });
    const tokens = [await made(0, 1, named('AAA')), await made(0, 2, named('BBB'))];
    const at = await made(1, 3, clients.receivable.init({ token: tokens[0]!, currency: 'CNY' }));
    const world: World = { random: this.random, tokens, receivable: at, certificates: [], serial: 0 };
    for (let sent = 0; sent < count; sent += BATCH) {
      // Half way through, one token gets other code.
      if (sent <= count / 2 && sent + BATCH > count / 2) {
        const body = { contract: tokens[1]!, ...idsOf[2]!, input: contractClient(second!.abi).migrate() };
        await accepted(this.connection, this.signed(0, upgradeRequest(this.terms(0), body)));
      }
      await this.batch(world, Math.min(BATCH, count - sent), (to) => (to === at ? receivable!.abi : token!.abi));
    }
    return this.ends;
  }

  private async upload(modules: readonly Bytes[]) {
    const ids = [];
    for (const wasm of modules) {
      await accepted(this.connection, this.signed(0, uploadRequest(this.terms(0, UPLOAD_GAS), wasm)));
      const { code, meta } = prepare(nodeNatives, wasm);
      ids.push({ codeId: codeId(nodeNatives, code.module), metaId: metaId(nodeNatives, meta) });
    }
    return ids;
  }

  private async batch(world: World, count: number, abiOf: (to: Bytes) => Abi): Promise<void> {
    const moves = Array.from({ length: count }, () => moveOf(world));
    const transactions = moves.map((move) => this.transaction(move, abiOf(move.to)));
    const answers = await this.connection.submit(transactions);
    for (const [i, answer] of answers.entries()) {
      const status = answer.ok ? answer.receipt.status : -1;
      this.ends[status] = (this.ends[status] ?? 0) + 1;
      if (status === 0) moves[i]!.after?.();
    }
    if (answers.every(({ ok }) => ok)) return;
    for (let n = 0; n < USERS; n++) this.nonces[n] = (await this.connection.account(addressOf(n))).nonce;
  }

  private transaction({ by, to, method, args }: Move, abi: Abi): Bytes {
    const call: EncodedCall = contractClient(abi).call(method, args);
    const input = this.random(40) === 0 ? this.nonsense(call.input) : call.input;
    const gasLimit = this.random(8) === 0 ? BigInt(400_000 + this.random(4_000_000)) : PLENTY;
    return this.signed(by, callRequest(this.terms(by, gasLimit), { to, method, input }));
  }

  /** Bytes that are cut off, changed or too many. */
  private nonsense(input: Bytes): Bytes {
    const kind = this.random(3);
    if (kind === 0) return input.slice(0, this.random(input.length + 1));
    if (kind === 1) return Uint8Array.from([...input, ...randomBytes(this.random, 1 + this.random(9))]);
    const changed = input.length === 0 ? EMPTY : input.slice();
    if (changed.length > 0) changed[this.random(changed.length)] = this.random(256);
    return changed;
  }

  private terms(by: number, gasLimit = PLENTY): Terms {
    const nonce = BigInt(this.nonces[by]!++);
    return { chain: this.chain, sender: addressOf(by), nonce, gasLimit, expiry: 1_000_000n };
  }

  private signed(by: number, request: Parameters<typeof signTransaction>[1]): Bytes {
    return encodeTransaction(signTransaction(nodeNatives, request, [secret(by)]));
  }
}
