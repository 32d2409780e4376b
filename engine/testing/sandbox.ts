// The test kit: a chain in memory with named accounts, contracts by their ABIs, time that can be moved and states to go back to.
// It runs under any test runner.
import { readFileSync } from 'node:fs';
import { LIMITS } from '../../spec/limits.ts';
import type { TxKindName } from '../../spec/tx.ts';
import { ABI_SECTION, readAbi } from '../abi/abi.ts';
import { decodeEvent } from '../abi/event.ts';
import type { Abi } from '../abi/types.ts';
import type { Value } from '../abi/value.ts';
import { type Bytes, toHex, ZERO32 } from '../base/bytes.ts';
import { Reject, Usage } from '../base/errors.ts';
import { contractAddress, metaId as metaIdOf } from '../base/hash.ts';
import type { AccountRecord, EventRecord, Receipt } from '../base/records.ts';
import { decode } from '../base/records.ts';
import { encodeTransaction } from '../base/transaction.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { contractClient, hookOf, methodOf } from '../client/contract.ts';
import { type Addressed, type Given, valuesOf } from '../client/given.ts';
import { accountOf, type BodyOf, buildRequest, signTransaction, soleAdmin } from '../client/transaction.ts';
import { compile } from '../compile/asc.ts';
import { loadSources, singleSource } from '../compile/sources.ts';
import { nodeNatives } from '../crypto/node.ts';
import { applyBlock } from '../ledger/apply.ts';
import { makeGenesis } from '../ledger/genesis.ts';
import { Replay } from '../ledger/replay.ts';
import { query } from '../runtime/apply.ts';
import { Engine } from '../runtime/code.ts';
import { referee, tierOf } from '../runtime/tiers.ts';
import { topKey } from '../state/key.ts';
import { prepare } from '../wasm/prepare.ts';
import { CallFailed } from './failures.ts';

export type { Addressed, Given } from '../client/given.ts';
export { CallFailed, expectRevert } from './failures.ts';

/** A party of a test. Its key follows from its name. */
export interface Account extends Addressed {
  readonly name: string;
  readonly secret: Bytes;
}

/** Arguments by the names of parameters. */
export interface Args {
  readonly [name: string]: Given;
}

/** An event by the ABI of the contract that emitted it. */
export interface Emitted {
  readonly contract: Bytes;
  readonly name: string;
  /** Empty if the ABI does not know it. */
  readonly fields: { readonly [name: string]: Value };
}

/** A call that ended OK. */
export interface Called {
  /** Undefined for a method that returns nothing. */
  readonly result: Value | undefined;
  readonly events: readonly Emitted[];
  readonly gasUsed: number;
}

export interface SandboxOptions {
  /** Time of the genesis in milliseconds since 1970; 2025-01-01 without it. */
  readonly time?: number;
  /** Has every transaction run in both tiers, which takes a few times as long. */
  readonly check?: boolean;
}

/** How far to move the time. */
export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** A state to go back to. */
export interface Snapshot {
  readonly blocks: number;
  readonly clock: number;
}

/** What a contract is made from. */
export interface Deployment {
  /** Who deploys and may upgrade it; the account `deployer` without it. */
  readonly from?: Account;
  readonly args?: Args;
}

const START = Date.UTC(2025, 0, 1);
const BLOCK_MILLISECONDS = 1_000;
const DAY_SECONDS = 86_400;

/** Built contracts by the text that they were built from: a test file deploys the same one again and again. */
const built = new Map<string, Promise<Bytes>>();

/** A chain in memory. Each call is a block of its own. */
export class Sandbox {
  private chain: Replay;
  private readonly options: SandboxOptions;
  private readonly blocks: { readonly time: number; readonly transaction: Bytes }[] = [];
  /** By code id in hexadecimal. */
  private readonly abis = new Map<string, Abi>();
  private readonly accounts = new Map<string, Account>();
  /** Time of the next block. */
  private clock: number;
  private deployed = 0;

  constructor(options: SandboxOptions = {}) {
    this.options = options;
    this.clock = (options.time ?? START) + BLOCK_MILLISECONDS;
    this.chain = newChain(options);
  }

  /** Height of the chain. */
  get height(): number {
    return this.chain.head.header.height;
  }

  /** Time that the next call will have, milliseconds since 1970. */
  get time(): number {
    return this.clock;
  }

  /** The account of this name, made when it is first asked for. */
  account(name: string): Account {
    const known = this.accounts.get(name);
    if (known !== undefined) return known;
    const secret = sha256(`tally test ${name}`);
    const account = { name, secret, address: accountOf(nodeNatives, secret) };
    this.accounts.set(name, account);
    return account;
  }

  /**
   * Makes a contract from a source file, a module, or the text of a source.
   * @throws CompileError, Usage; CallFailed if its init fails
   */
  async deploy(source: string, { from = this.account('deployer'), args = {} }: Deployment = {}): Promise<Contract> {
    const { abi, codeId, metaId } = await this.upload(source, from);
    const salt = sha256(String(this.deployed++));
    const input = contractClient(abi).init(valuesOf(hookOf(abi, 'init')?.params ?? [], args));
    const body = { codeId, metaId, salt, admin: soleAdmin(from.address), invariant: '', template: null, input };
    this.send(from, 'instantiate', body, `${abi.name}.init`);
    return new Contract(this, contractAddress(nodeNatives, this.chain.id, from.address, salt));
  }

  /** Moves a contract to other code and runs its `@migrate`; see {@link Contract.upgrade}. */
  async upgrade(
    { address: contract }: Contract,
    source: string,
    { from = this.account('deployer'), args = {} }: Deployment,
  ): Promise<void> {
    const { abi, codeId, metaId } = await this.upload(source, from);
    const input = contractClient(abi).migrate(valuesOf(hookOf(abi, 'migrate')?.params ?? [], args));
    this.send(from, 'upgrade', { contract, codeId, metaId, input }, `${abi.name}.migrate`);
  }

  /** The ABI of the code that a contract runs now. @throws Reject CONTRACT_UNKNOWN if a state was restored in which it is not there */
  abiOf(contract: Bytes): Abi {
    const bytes = this.chain.state.get(topKey('contract', contract));
    if (bytes === undefined) throw new Reject('CONTRACT_UNKNOWN', 'it is not there in this state');
    return this.abis.get(toHex(decode('ContractRecord', bytes).codeId))!;
  }

  private async upload(source: string, from: Account): Promise<{ abi: Abi; codeId: Bytes; metaId: Bytes }> {
    const wasm = await moduleOf(source);
    const { code, meta } = prepare(nodeNatives, wasm);
    const section = meta.find(({ name }) => name === ABI_SECTION);
    if (section === undefined) throw new Usage('ABI_INVALID', `${source.slice(0, 60)} has no ABI`);
    const abi = readAbi(section.bytes);
    this.abis.set(toHex(code.codeId), abi);
    const isThere = this.chain.state.get(topKey('code', code.codeId)) !== undefined;
    if (!isThere) this.send(from, 'upload', { module: wasm }, 'upload');
    return { abi, codeId: code.codeId, metaId: metaIdOf(nodeNatives, meta) };
  }

  /** Moves the time of the blocks to come. */
  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Span): void {
    this.clock += 1_000 * (days * DAY_SECONDS + hours * 3_600 + minutes * 60 + seconds);
  }

  /** The state as it is, to go back to. */
  snapshot(): Snapshot {
    return { blocks: this.blocks.length, clock: this.clock };
  }

  /** Goes back to a state: what was called since has not happened. */
  restore({ blocks, clock }: Snapshot): void {
    if (blocks > this.blocks.length) throw new Usage('USAGE', 'the snapshot is of a state that was left already');
    const kept = this.blocks.splice(0);
    this.chain = newChain(this.options);
    for (const { time, transaction } of kept.slice(0, blocks)) this.apply(time, transaction);
    this.clock = clock;
  }

  /** Calls a contract; see {@link Contract.call}. */
  call(contract: Contract, method: string, args: Args, from: Account): Called {
    const { abi, address } = contract;
    const row = methodOf(abi, method);
    const { input } = contractClient(abi).call(method, valuesOf(row.params, args));
    const receipt = this.send(from, 'call', { to: address, method, input }, `${abi.name}.${method}`);
    const events = receipt.events.map((event) => this.emitted(event));
    return { result: contractClient(abi).output(method, receipt.output), events, gasUsed: receipt.gasUsed };
  }

  /** Asks a view; see {@link Contract.query}. */
  query(contract: Contract, method: string, args: Args, from: Account | undefined): Value | undefined {
    const { abi, address } = contract;
    const { input } = contractClient(abi).query(method, valuesOf(methodOf(abi, method).params, args));
    const { engine, state, id } = this.chain;
    const site = { engine, state, chain: id, height: this.height + 1, time: this.clock };
    const question = {
      contract: address,
      method,
      input,
      caller: from?.address ?? ZERO32,
      gas: LIMITS.transactionGas.max,
    };
    const { status, output, gasUsed } = query(site, question);
    if (status !== 0) throw new CallFailed(`${abi.name}.${method}`, status, output, gasUsed);
    return contractClient(abi).output(method, output);
  }

  private emitted({ contract, name, data }: EventRecord): Emitted {
    const decoded = decodeEvent(this.abiOf(contract), name, data);
    const fields = decoded?.event.fields.map((field, i) => [field.name, decoded.values[i]!] as const) ?? [];
    return { contract, name, fields: Object.fromEntries(fields) };
  }

  private send<K extends TxKindName>(from: Account, kind: K, body: BodyOf<K>, what: string): Receipt {
    const nonce = BigInt(this.record(from)?.nonce ?? 0);
    const gasLimit = BigInt(LIMITS.transactionGas.max);
    const terms = { chain: this.chain.id, sender: from.address, nonce, gasLimit, expiry: 2n ** 53n - 1n };
    const signed = signTransaction(nodeNatives, buildRequest(terms, kind, body), [from.secret]);
    const receipt = this.apply(this.clock, encodeTransaction(signed));
    this.clock += BLOCK_MILLISECONDS;
    if (receipt.status !== 0) throw new CallFailed(what, receipt.status, receipt.output, receipt.gasUsed);
    return receipt;
  }

  private record(account: Account): AccountRecord | undefined {
    const bytes = this.chain.state.get(topKey('account', account.address));
    return bytes && decode('AccountRecord', bytes);
  }

  /** A block of one transaction. @throws Reject */
  private apply(time: number, transaction: Bytes): Receipt {
    const { chain } = this;
    // Nobody but this made the signature.
    const applied = applyBlock(chain, { time, transactions: [transaction], verified: new Set([0]), fixed: false });
    const rejected = applied.rejected.get(0);
    if (rejected) throw rejected;
    chain.take(applied);
    this.blocks.push({ time, transaction });
    return applied.receipts[0]!;
  }
}

/** A contract of a sandbox, by its ABI. */
export class Contract implements Addressed {
  readonly address: Bytes;
  private readonly sandbox: Sandbox;

  constructor(sandbox: Sandbox, address: Bytes) {
    this.sandbox = sandbox;
    this.address = address;
  }

  /** Of the code that it runs now. */
  get abi(): Abi {
    return this.sandbox.abiOf(this.address);
  }

  /**
   * Calls a method, from the account `deployer` unless another is named.
   * @throws CallFailed if it does not end OK; Usage for arguments that are not of its types; Reject METHOD_UNKNOWN
   */
  call(method: string, args: Args = {}, from: Account = this.sandbox.account('deployer')): Called {
    return this.sandbox.call(this, method, args, from);
  }

  /**
   * Moves it to other code: a source file, a module, or the text of a source; `args` are for its `@migrate`.
   * @throws CallFailed if its migrate fails; CompileError, Usage; Reject NOT_ADMIN unless `from` deployed it
   */
  upgrade(source: string, deployment: Deployment = {}): Promise<void> {
    return this.sandbox.upgrade(this, source, deployment);
  }

  /** What a view answers. @throws like {@link call} */
  query(method: string, args: Args = {}, from?: Account): Value | undefined {
    return this.sandbox.query(this, method, args, from);
  }
}

const sha256 = (text: string): Bytes => nodeNatives.sha256(encodeUtf8(text));

function newChain({ time = START, check = false }: SandboxOptions): Replay {
  const engine = new Engine(nodeNatives, tierOf('compiled'));
  if (check) engine.checking = referee(1);
  return new Replay(engine, makeGenesis(nodeNatives, { name: 'sandbox', salt: ZERO32, time, accounts: [] }));
}

function moduleOf(source: string): Promise<Bytes> {
  const isFile = /\.(ts|wasm)$/.test(source) && !source.includes('\n');
  if (source.endsWith('.wasm') && isFile) return Promise.resolve(new Uint8Array(readFileSync(source)));
  const sources = isFile ? loadSources(source) : singleSource(source);
  const key = JSON.stringify([sources.entry, ...sources.files]);
  const known = built.get(key) ?? compile(sources).then(({ wasm }) => wasm);
  built.set(key, known);
  return known;
}
