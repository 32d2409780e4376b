// The test kit: a chain in memory with named accounts, contracts by their ABIs, time that can be moved and states to go back to.
// It runs under any test runner.
import { LIMITS } from '../../spec/limits.ts';
import type { TxKindName } from '../../spec/tx.ts';
import type { Abi } from '../abi/types.ts';
import { checkStorage } from '../abi/upgrade.ts';
import type { Value } from '../abi/value.ts';
import { instantiation } from '../app/deploy.ts';
import { type Bytes, equal, toHex, ZERO32 } from '../base/bytes.ts';
import type { Captured } from '../base/capture.ts';
import { Reject, Usage } from '../base/errors.ts';
import { contractAddress } from '../base/hash.ts';
import type { ContractRecord, EventRecord, Receipt } from '../base/records.ts';
import { formatAddress, looksLikeAddress, parseAddress } from '../client/address.ts';
import { contractClient, hookOf, methodOf } from '../client/contract.ts';
import { type Emitted, readEvent } from '../client/events.ts';
import { misuse } from '../client/failed.ts';
import { type Args, valuesOf } from '../client/given.ts';
import { type BodyOf, buildRequest } from '../client/transaction.ts';
import type { Called, Party } from '../client/typed.ts';
import { nodeNatives } from '../crypto/node.ts';
import { makeGenesis } from '../ledger/genesis.ts';
import { Engine } from '../runtime/code.ts';
import { readTop } from '../runtime/records.ts';
import { referee, tierOf } from '../runtime/tiers.ts';
import { topKey } from '../state/key.ts';
import { type Account, authorised, namedAccount, party, sha256, standIn } from './account.ts';
import { abiFrom, type Built, build, described, sourcedOf } from './build.ts';
import { baseOf, type Mark, type Onlooker, TestChain } from './chain.ts';
import { Contract, type Deployment, type Upgrade } from './contract.ts';
import { type Coverage, coverage } from './coverage.ts';
import { CallFailed } from './failures.ts';
import { type ForkOptions, type Origin, openFork } from './fork.ts';
import { noteGas } from './gas.ts';
import { pathOf, type Sourced } from './inside.ts';
import { Mock, mockModule, type Reason, reasoned } from './mock.ts';
import { millisecondsOf, type Span } from './span.ts';
import { type Arrival, WatchedTier } from './watch.ts';

export { StorageChanged } from '../abi/upgrade.ts';
export { Fault, Reject, Usage } from '../base/errors.ts';
export { type AddressKind, formatAddress, type ParsedAddress, parseAddress } from '../client/address.ts';
export type { Emitted } from '../client/events.ts';
export type { Addressed, Args, Given } from '../client/given.ts';
export type { Called, Party } from '../client/typed.ts';
export { CompileError, type Diagnostic } from '../compile/diagnostics.ts';
export type { Account } from './account.ts';
export { Contract, type Deployment, type Upgrade } from './contract.ts';
export { CallFailed, expectRevert } from './failures.ts';
export type { ForkOptions } from './fork.ts';
export type { Path, PathStep, Place } from './inside.ts';
export { type Action, type Invariant, InvariantFailed, invariant, type Tried } from './invariant.ts';
export { type Got, Mock } from './mock.ts';
export type { Span } from './span.ts';

/** How a chain in memory begins. */
export interface SandboxOptions {
  /** Time of the genesis in milliseconds since 1970; 2025-01-01 without it. */
  readonly time?: number;
  /** Has every transaction run in both tiers, which takes a few times as long. */
  readonly check?: boolean;
}

/** A state to go back to. */
export interface Snapshot {
  readonly blocks: number;
  readonly clock: number;
}

/** A snapshot with what it stands for. */
interface Taken {
  readonly snapshot: Snapshot;
  readonly mark: Mark;
  readonly arrivals: number;
}

const START = Date.UTC(2025, 0, 1);
const BLOCK_MILLISECONDS = 1_000;
/** A chain in memory. Each call is a block of its own. */
export class Sandbox {
  private readonly chain: TestChain;
  private readonly tier: WatchedTier;
  private readonly coverage: Coverage | undefined;
  private readonly origin: Origin | undefined;
  /** By code id in hexadecimal. */
  private readonly abis = new Map<string, Abi>();
  /** By code id in hexadecimal. */
  private readonly sources = new Map<string, Sourced>();
  private readonly parties = new Map<string, Account>();
  /** Contracts that are mocks, by address in hexadecimal. */
  private readonly mocks = new Set<string>();
  /** Calls that mocks got. */
  private readonly arrived: Arrival[] = [];
  private readonly taken: Taken[] = [];
  /** Time of the next block. */
  private clock: number;
  private deployed = 0;
  private last: Receipt | undefined;

  /** `origin` is a chain that it goes on from; see {@link fork}. */
  constructor(options: SandboxOptions = {}, origin?: Origin) {
    this.coverage = coverage();
    this.tier = new WatchedTier(tierOf('compiled'), this.coverage !== undefined);
    const engine = new Engine(nodeNatives, this.tier, origin?.shelf);
    if (options.check) engine.checking = referee(1);
    const { time = START } = options;
    const base = origin?.base ?? baseOf(engine, makeGenesis(nodeNatives, { ...GENESIS, time }));
    this.chain = new TestChain(engine, base, this.coverage && onlooker(this.coverage, this.tier));
    this.clock = base.time + BLOCK_MILLISECONDS;
    this.origin = origin;
  }

  /**
   * A sandbox that goes on from the state of a chain folder: same chain, and height and time behind its last block or the one of
   * `height`. The folder stays as it is, and others may use it meanwhile. {@link close} lets go of what it takes to read it.
   * @throws Fault NO_GENESIS, STORE_*, SPEC_MISMATCH; Usage for a height that the chain has not reached
   */
  static async fork(folder: string, options: ForkOptions & SandboxOptions = {}): Promise<Sandbox> {
    return new Sandbox(options, await openFork(folder, options));
  }

  /** Lets go of the chain that it was forked from; nothing can be called any more. Without one it does nothing. */
  async close(): Promise<void> {
    await this.origin?.close();
  }

  /** Height of the chain. */
  get height(): number {
    return this.chain.height;
  }

  /** Time that the next call will have, milliseconds since 1970. */
  get time(): number {
    return this.clock;
  }

  /** Receipt of the last transaction, however it ended; undefined before the first one. */
  get receipt(): Receipt | undefined {
    return this.last;
  }

  /** The account of this name, made when it is first asked for; that of an address is acted for as {@link impersonate} does. */
  account(name: string): Account {
    const known = this.parties.get(name);
    if (known !== undefined) return known;
    const account = looksLikeAddress(name) ? { name, address: parseAddress(name).bytes } : namedAccount(name);
    this.parties.set(name, account);
    return account;
  }

  /** Accounts by their names. */
  accounts(...names: readonly string[]): Account[] {
    return names.map((name) => this.account(name));
  }

  /** An account, or a contract, that sends although nobody here has its keys: signatures are not looked at in a sandbox. */
  impersonate(who: Party): Account {
    const address = addressOf(who);
    return this.account(
      formatAddress(readTop(this.chain.state, 'contract', address) ? 'contract' : 'account', address),
    );
  }

  /**
   * Makes a contract from a source file, a module, or the text of a source.
   * @throws CompileError, Usage; CallFailed if its init fails
   */
  async deploy(source: string, { from = this.account('deployer'), args = {} }: Deployment = {}): Promise<Contract> {
    const built = await this.upload(await build(source), from);
    return new Contract(this, this.instantiate(built, from, args));
  }

  /**
   * Makes a contract with the ABI of a source, a module or a file of JSON, or with this one, that answers what it is told to.
   * @throws CompileError; Usage FILE_UNREADABLE, ABI_INVALID
   */
  async mock(like: string | Abi): Promise<Mock> {
    const abi = typeof like === 'string' ? await abiFrom(like) : like;
    const from = this.account('deployer');
    const built = await this.upload(described(await mockModule(abi)), from);
    // All mocks run the same code, so what they are called by stands with their address.
    const address = this.instantiate(built, from, {});
    this.mocks.add(toHex(address));
    this.tier.watch(address);
    return new Mock(this, address);
  }

  /**
   * A contract that is there already: by its address, its text, or its name in the chain that this was forked from. Its ABI is the one
   * that was uploaded with its code, or that of `source`, which must build to the code that it runs.
   * @throws Usage NAME_UNKNOWN, ADDRESS_INVALID, ABI_MISSING; Reject CONTRACT_UNKNOWN
   */
  async at(contract: Party, source?: string): Promise<Contract> {
    const address = typeof contract === 'string' ? this.located(contract) : addressOf(contract);
    const { codeId } = this.contractRecord(address);
    if (source !== undefined) await this.learn(await build(source), codeId);
    this.abiOf(address);
    return new Contract(this, address);
  }

  private located(text: string): Bytes {
    if (looksLikeAddress(text)) return parseAddress(text).bytes;
    if (this.origin !== undefined) return this.origin.addressOf(text);
    throw new Usage('NAME_UNKNOWN', `${text}: a sandbox that was not forked knows contracts by their addresses`);
  }

  /** Moves a contract to other code and runs its `@migrate`; see {@link Contract.upgrade}. @internal */
  async upgrade(
    { address: contract }: Contract,
    source: string,
    { from = this.account('deployer'), args = {}, allowStorageChanges = false }: Upgrade,
  ): Promise<void> {
    const built = await build(source);
    checkStorage(this.knownAbi(this.contractRecord(contract)), built.abi, allowStorageChanges);
    const { abi, codeId, metaId } = await this.upload(built, from);
    const hook = hookOf(abi, 'migrate');
    const input = contractClient(abi).migrate(valuesOf(hook?.params ?? [], args));
    const body = { contract, codeId, metaId, breaking: false, input };
    const { gasUsed } = this.send(from, 'upgrade', body, `${abi.name}.migrate`);
    if (hook !== undefined) noteGas(`${abi.name}.migrate`, gasUsed);
  }

  /** The ABI of the code that a contract runs now. @throws Reject CONTRACT_UNKNOWN if it is not there in this state; Usage ABI_MISSING */
  abiOf(contract: Bytes): Abi {
    const abi = this.knownAbi(this.contractRecord(contract));
    if (abi === undefined) throw new Usage('ABI_MISSING', formatAddress('contract', contract));
    return abi;
  }

  private knownAbi({ codeId, metaId }: ContractRecord): Abi | undefined {
    const [code, meta] = [toHex(codeId), toHex(metaId)];
    const known = this.abis.get(meta) ?? this.abis.get(code) ?? this.origin?.abiOf(metaId);
    if (known !== undefined && !this.abis.has(code)) this.abis.set(code, known);
    return known;
  }

  private contractRecord(contract: Bytes): ContractRecord {
    const record = readTop(this.chain.state, 'contract', contract);
    if (record === undefined) throw new Reject('CONTRACT_UNKNOWN', 'it is not there in this state');
    return record;
  }

  private async learn(built: Built, codeId: Bytes): Promise<void> {
    if (toHex(built.codeId) !== toHex(codeId))
      throw misuse(`${built.file ?? 'the source'} builds to other code than the contract runs`);
    await this.know(built);
  }

  private async know(built: Built): Promise<void> {
    for (const id of [built.metaId, built.codeId]) this.abis.set(toHex(id), built.abi);
    const sourced = sourcedOf(built);
    if (sourced !== undefined) this.sources.set(toHex(built.codeId), sourced);
    await this.coverage?.learn(built);
  }

  private async upload(built: Built, from: Account): Promise<Built> {
    const { codeId, wasm } = built;
    await this.know(built);
    const isThere = this.chain.state.get(topKey('code', codeId)) !== undefined;
    if (!isThere) this.send(from, 'upload', { module: wasm }, 'upload');
    return built;
  }

  private instantiate(built: Built, from: Account, args: Args): Bytes {
    const salt = sha256(String(this.deployed++));
    const { name } = built.abi;
    const { gasUsed } = this.send(from, 'instantiate', instantiation(from, built, { args, salt }), `${name}.init`);
    if (hookOf(built.abi, 'init') !== undefined) noteGas(`${name}.init`, gasUsed);
    return contractAddress(nodeNatives, this.chain.id, from.address, salt);
  }

  /** Moves the time of the blocks to come; it never goes back. @throws Usage for anything but known units, from 0 on, that come to whole milliseconds */
  advance(span: Span): void {
    this.clock += millisecondsOf(span);
  }

  /** The state as it is, to go back to. */
  snapshot(): Snapshot {
    const snapshot = { blocks: this.height, clock: this.clock };
    this.taken.push({ snapshot, mark: this.chain.mark(), arrivals: this.arrived.length });
    return snapshot;
  }

  /** Goes back to a state: what was called since has not happened. */
  restore(snapshot: Snapshot): void {
    const index = this.taken.findIndex((each) => each.snapshot === snapshot);
    if (index < 0) throw misuse('the snapshot is of a state that was left already');
    this.taken.length = index + 1;
    const { mark, arrivals } = this.taken[index]!;
    this.chain.restore(mark);
    this.arrived.length = arrivals;
    this.clock = snapshot.clock;
  }

  /** Calls a contract; see {@link Contract.call}. @internal */
  call(contract: Contract, method: string, args: Args, from: Account): Called {
    const { abi, address } = contract;
    const row = methodOf(abi, method);
    const { input } = contractClient(abi).call(method, valuesOf(row.params, args));
    const receipt = this.send(from, 'call', { to: address, method, input }, `${abi.name}.${method}`);
    if (!this.mocks.has(toHex(address))) noteGas(`${abi.name}.${method}`, receipt.gasUsed);
    const events = receipt.events.map((event) => this.emitted(event));
    return { result: contractClient(abi).output(method, receipt.output), events, gasUsed: receipt.gasUsed };
  }

  /** Asks a view; see {@link Contract.query}. @internal */
  query(contract: Contract, method: string, args: Args, from: Account | undefined): Value | undefined {
    const { abi, address } = contract;
    const { input } = contractClient(abi).query(method, valuesOf(methodOf(abi, method).params, args));
    const asked = { contract: address, method, input, caller: from ? party(from).address : ZERO32 };
    const { result, captured } = this.chain.ask(this.clock, asked);
    this.arrive(result.status);
    if (captured !== undefined) throw this.failure(`${abi.name}.${method}`, result, captured);
    return contractClient(abi).output(method, result.output);
  }

  private emitted(event: EventRecord): Emitted {
    return readEvent(this.abiOf(event.contract), event);
  }

  private send<K extends TxKindName>(from: Account, kind: K, body: BodyOf<K>, what: string): Receipt {
    const { chain } = this;
    if (party(from).secret === undefined && !readTop(chain.state, 'account', from.address))
      chain.put(topKey('account', from.address), standIn());
    const record = readTop(chain.state, 'account', from.address);
    const gasLimit = BigInt(LIMITS.transactionGas.max);
    const nonce = BigInt(record?.nonce ?? 0);
    const terms = { chain: chain.id, sender: from.address, nonce, gasLimit, expiry: 2n ** 53n - 1n };
    const transaction = authorised(buildRequest(terms, kind, body), from, record);
    const { result: receipt, captured } = chain.apply(this.clock, transaction);
    this.last = receipt;
    this.clock += BLOCK_MILLISECONDS;
    this.arrive(receipt.status);
    if (captured !== undefined) throw this.failure(what, receipt, captured);
    return receipt;
  }

  private failure(what: string, ran: Reason, captured: Captured): CallFailed {
    const { status, gasUsed } = ran;
    const world = { sources: this.sources, abis: this.abis, nameOf: (address: Bytes) => this.knownName(address) };
    return new CallFailed(what, { status, output: reasoned(ran, this), gasUsed }, () => pathOf(captured, world));
  }

  /** An account by its name, a contract by that of its ABI. */
  private knownName(address: Bytes): string | undefined {
    const account = [...this.parties.values()].find((each) => equal(each.address, address));
    if (account !== undefined) return account.name;
    if (equal(address, ZERO32)) return 'nobody';
    const record = readTop(this.chain.state, 'contract', address);
    return record && this.knownAbi(record)?.name;
  }

  /** Keeps the calls that mocks got if nothing was dropped. */
  private arrive(status: number): void {
    const arrivals = this.tier.take();
    if (status === 0) this.arrived.push(...arrivals);
  }

  /** What came to a mock; see {@link Mock.calls}. @internal */
  arrivals(contract: Bytes): readonly Arrival[] {
    return this.arrived.filter((each) => toHex(each.contract) === toHex(contract));
  }

  /** Puts a value into the state, without a block: what mocks are told. @internal */
  put(key: string, value: Bytes): void {
    this.chain.put(key, value);
  }

  /** An address as a test calls it: the name of an account, or text. */
  nameOf(address: Bytes): string {
    const known = [...this.parties.values()].find((each) => toHex(each.address) === toHex(address));
    return (
      known?.name ?? formatAddress(readTop(this.chain.state, 'contract', address) ? 'contract' : 'account', address)
    );
  }
}

const GENESIS = { name: 'sandbox', salt: ZERO32, accounts: [] };

function onlooker(coverage: Coverage, tier: WatchedTier): Onlooker {
  return {
    begin: () => void tier.frames(),
    transaction: (block, bytes) => coverage.transaction(block, bytes, tier.frames()),
    view: (site, asked) => coverage.view(site, asked, tier.frames()),
  };
}

function addressOf(who: Party): Bytes {
  if (typeof who === 'string') return parseAddress(who).bytes;
  return who instanceof Uint8Array ? who : who.address;
}
