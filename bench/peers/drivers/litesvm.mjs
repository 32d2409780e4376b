// Driver of litesvm, Solana's machine, with the token program that comes with it.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { LiteSVM } from 'litesvm';
import { chance, versionOf } from './installed.mjs';

/** Transfers of a run. */
const TRANSFERS = 10_000;
const WARM = 3;
const FUNDS = 1_000_000_000n;
const LAMPORTS = 10n ** 12n;
const SYSTEM = '11111111111111111111111111111111';
const TOKEN = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** What stands before the secret of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** The token program's instruction. */
const TRANSFER = 3;

function base58(bytes) {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = ALPHABET[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + text;
}

function fromBase58(text) {
  let number = 0n;
  for (const letter of text) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
}

const digest = (text) => createHash('sha256').update(text).digest();

function account(owner, data, lamports = LAMPORTS) {
  return { lamports, data, programAddress: owner, executable: false, space: BigInt(data.length) };
}

const MINT = digest('mint');

/** State of the mint: supply, decimals, initialised. */
function mintData(supply) {
  const data = Buffer.alloc(82);
  data.writeBigUInt64LE(supply, 36);
  data[44] = 2;
  data[45] = 1;
  return data;
}

/** State of a holder's token account: mint, owner, amount, initialised. */
function holdingData(owner) {
  const data = Buffer.alloc(165);
  MINT.copy(data, 0);
  owner.copy(data, 32);
  data.writeBigUInt64LE(FUNDS, 64);
  data[108] = 1;
  return data;
}

/** A holder with a key that can sign, or with an address alone. */
function newHolder(i, signs) {
  const [seed, holding] = [digest(`holder ${i}`), digest(`holding ${i}`)];
  if (!signs) return { address: seed, holding };
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { address: Buffer.from(x, 'base64url'), holding, key };
}

/** Puts accounts where they belong by the native machine alone, whose addresses are bytes: by text, a million take minutes. */
class Placer {
  constructor(svm) {
    const probe = digest('probe');
    svm.setAccount({ address: base58(probe), ...account(SYSTEM, new Uint8Array()) });
    this.native = svm.inner;
    this.Account = this.native.getAccount(probe).constructor;
    this.placed = 0;
  }

  async place(address, owner, data) {
    this.native.setAccount(address, new this.Account(LAMPORTS, data, owner, false, 0n));
    // What is freed of the native side is freed only between tasks.
    if (++this.placed % 1_000 === 0) await new Promise(setImmediate);
  }
}

/** A machine on which so many holders have lamports for fees, and tokens. */
async function machine(count, signs) {
  const svm = new LiteSVM();
  svm.withSigverify(signs);
  const placer = new Placer(svm);
  const [system, token] = [fromBase58(SYSTEM), fromBase58(TOKEN)];
  await placer.place(MINT, token, mintData(FUNDS * BigInt(count)));
  const holders = [];
  for (let i = 0; i < count; i++) {
    const holder = newHolder(i, signs);
    holders.push(holder);
    await placer.place(holder.address, system, new Uint8Array());
    await placer.place(holder.holding, token, holdingData(holder.address));
  }
  return { svm, holders };
}

/** One signature, then a message: who signs, the accounts, the block hash, and the one instruction. */
class Transfers {
  constructor(hash) {
    this.hash = hash;
    this.program = fromBase58(TOKEN);
    this.made = 0;
  }

  make(from, to) {
    const data = Buffer.alloc(9);
    data[0] = TRANSFER;
    // Amounts differ, so that no transaction is one that was there before.
    data.writeBigUInt64LE(BigInt((this.made++ % 5_000) + 1), 1);
    const toSelf = from === to;
    const accounts = toSelf
      ? [from.address, from.holding, this.program]
      : [from.address, from.holding, to.holding, this.program];
    const used = toSelf ? [1, 1, 0] : [1, 2, 0];
    const parts = [Buffer.from([1, 0, 1, accounts.length]), ...accounts, this.hash];
    const instruction = Buffer.from([1, accounts.length - 1, 3, ...used, data.length]);
    const message = Buffer.concat([...parts, instruction, data]);
    return Buffer.concat([Buffer.from([1]), from.key ? sign(null, message, from.key) : this.mark(), message]);
  }

  /** In place of a signature that nobody checks; no two are the same. */
  mark() {
    const mark = Buffer.alloc(64);
    mark.writeUInt32LE(this.made, 0);
    return mark;
  }
}

/** The native machine under the class, which takes bytes: no time goes into taking a JavaScript object apart. */
function send({ inner }, bytes) {
  const done = inner.sendLegacyTransaction(bytes);
  if (done.constructor.name.startsWith('Failed')) throw new Error(`a transfer failed: ${done.toString()}`);
}

async function play({ scale, clock }, people, signs, inUnits) {
  const { svm, holders } = await machine(people, signs);
  const random = chance(people);
  const count = Math.ceil(TRANSFERS * scale.share);
  const transfers = new Transfers(fromBase58(svm.latestBlockhash()));
  let next = 0;
  const anyone = () => holders[random(people)];
  const sender = () => (signs ? holders[next++ % people] : anyone());
  const turn = async () => {
    const batch = Array.from({ length: count }, () => transfers.make(sender(), anyone()));
    const seconds = await clock(() => {
      for (const bytes of batch) send(svm, bytes);
    });
    return { value: inUnits(seconds, count) };
  };
  for (let i = 0; i < WARM; i++) await turn();
  return { turn };
}

const micros = (seconds, count) => (seconds * 1e6) / count;
const rate = (seconds, count) => count / seconds;

export const version = versionOf('litesvm');
export const works = {
  'transfer.execution.us': (stage) => play(stage, stage.scale.holders, false, micros),
  'transfer.execution.us.1m': (stage) => play(stage, stage.scale.many, false, micros),
  'transfer.signed.tps': (stage) => play(stage, stage.scale.senders, true, rate),
};
