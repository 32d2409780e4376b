// What applications use: a chain of a folder, its contracts by name or address, and what these reported.
import { basename, dirname, join, resolve } from 'node:path';
import type { Abi } from '../abi/types.ts';
import { type Bytes, equal, toHex, ZERO32 } from '../base/bytes.ts';
import { Reject, Usage } from '../base/errors.ts';
import type { ContractRecord, EventRecord } from '../base/records.ts';
import { formatAddress, looksLikeAddress, parseAddress } from '../client/address.ts';
import type { Connection } from '../client/connection.ts';
import { type Emitted, eventsIn, readEvent } from '../client/events.ts';
import { CallFailed, misuse } from '../client/failed.ts';
import type { Party } from '../client/typed.ts';
import { connect } from '../node/open.ts';
import { abiShelf } from './abis.ts';
import { type Calling, ChainContract, type ChainEvent, type From, type Home, type Range } from './contract.ts';
import { type Deployment, instantiation, readModule } from './deploy.ts';
import { loadKey, type Signer } from './keys.ts';
import { contractAddressOf, type Named, readNames } from './names.ts';
import { isKept, type Kept, type Order, type Sent, send, upload } from './send.ts';

export { Fault, Reject, Usage } from '../base/errors.ts';
export { type AddressKind, formatAddress, type ParsedAddress, parseAddress } from '../client/address.ts';
export type { Emitted } from '../client/events.ts';
export { CallFailed } from '../client/failed.ts';
export type { Addressed, Args, Given } from '../client/given.ts';
export type {
  Asker,
  Backend,
  Deployer,
  EventOf,
  Outcome,
  Party,
  Refusal,
  Reply,
  Sender,
  Whole,
} from '../client/typed.ts';
export type { Calling, ChainContract, ChainEvent, From, Range, Returned } from './contract.ts';
export type { Deployment } from './deploy.ts';
export { createKey, importKey, type Key, listKeys, loadKey, parseSecretKey, type Signer, signerOf } from './keys.ts';

/** How a chain is used. */
export interface Opening {
  /** Who calls, unless a call names somebody else. */
  readonly from?: From;
  /** Folder of key files; `keys` beside the folder of the chain without it. */
  readonly keys?: string;
  /** File with names of contracts; `names.json` beside the folder of the chain without it. */
  readonly names?: string;
}

/**
 * Opens the chain of a folder: through its node if one runs, otherwise as a node for as long as it is open, so that others can use
 * the folder meanwhile. Close it.
 * @throws Fault NO_GENESIS, STORE_*, SPEC_MISMATCH; Usage KEY_FILE, NAME_UNKNOWN if there is no such key
 */
export async function open(folder: string, opening: Opening = {}): Promise<Chain> {
  const beside = dirname(resolve(folder));
  const places = { keys: join(beside, 'keys'), names: join(beside, 'names.json') };
  const from = opening.from === undefined ? undefined : signerFrom(opening.from, opening.keys ?? places.keys);
  const connection = await connect(folder, 'write');
  return new Chain(connection, { ...places, ...opening, ...(from ? { from } : {}) });
}

/** A chain, as applications use it. */
export class Chain {
  /** What it goes through: blocks, records and transactions as they are stored. */
  readonly connection: Connection;
  private readonly opening: Opening;
  private readonly abi: ReturnType<typeof abiShelf>;
  /** The last transaction of each signer, by address: those of one signer go one after the other, as their nonces do. */
  private readonly last = new Map<string, Promise<unknown>>();
  /** What was begun and has not ended. */
  private readonly begun = new Set<Promise<unknown>>();
  private readonly home: Home;

  /** Over a connection that is open already; without a `keys` folder and a file of `names` there are none. */
  constructor(connection: Connection, opening: Opening = {}) {
    this.connection = connection;
    this.opening = opening;
    this.abi = abiShelf(connection);
    this.home = {
      during: (act) => this.during(act),
      signer: (from) => this.signer(from),
      asker: (from) => this.asker(from),
      send: (signer, order, what) => this.send(signer, order, what),
      query: (question) => connection.query(question),
      abiOf: (contract) => this.abiOf(contract),
      emitted: (event) => this.emitted(event),
      events: (range) => this.events(range),
    };
  }

  /** Height of the newest block. */
  async height(): Promise<number> {
    return (await this.connection.info()).height;
  }

  /**
   * A contract by its name beside the chain, by its address as text (`tc1…`) or in bytes.
   * @throws Usage NAME_UNKNOWN, ADDRESS_INVALID; Reject CONTRACT_UNKNOWN
   */
  async contract(which: Party, calling: Calling = {}): Promise<ChainContract> {
    const address = await this.addressOf(which);
    await this.record(address);
    return new ChainContract(this.home, address, calling);
  }

  /**
   * Makes a contract from a module, a file `x.wasm` or its bytes; its code is uploaded unless the chain has it.
   * @throws CallFailed if its init fails; Usage, ModuleReject, Reject, Fault
   */
  deploy(module: string | Bytes, deployment: Deployment = {}): Promise<ChainContract> {
    return this.during(async () => {
      const signer = this.signer(deployment.from);
      const built = readModule(module);
      const body = instantiation(signer, built, deployment);
      await this.inLine(signer, async () => {
        const sent = await upload(this.connection, signer, built);
        return sent && kept(sent, 'upload');
      });
      const { receipt } = await this.send(signer, { kind: 'instantiate', body }, `${built.abi.name}.init`);
      return new ChainContract(this.home, receipt.output);
    });
  }

  /**
   * What contracts reported, from the oldest block of the range to the newest; of all contracts unless one is named, as {@link contract}
   * takes it. @throws Usage NAME_UNKNOWN, ADDRESS_INVALID
   */
  async *events({
    since = 0,
    until,
    contract,
  }: Range & { readonly contract?: Party } = {}): AsyncGenerator<ChainEvent> {
    const only = contract && (await this.addressOf(contract));
    const last = Math.min(until ?? Number.MAX_SAFE_INTEGER, await this.height());
    for (let at = since; at <= last; at++) {
      const block = await this.connection.block(at);
      for (const { event, ...place } of block ? eventsIn(block) : []) {
        if (only && !equal(event.contract, only)) continue;
        yield { event: await this.emitted(event), ...place };
      }
    }
  }

  /** Lets go of the chain, when what was called has ended. */
  async close(): Promise<void> {
    await Promise.allSettled(this.begun);
    await this.connection.close();
  }

  private during<T>(act: () => Promise<T>): Promise<T> {
    const work = act();
    this.begun.add(work);
    const end = () => void this.begun.delete(work);
    work.then(end, end);
    return work;
  }

  private signer(from: From | undefined = this.opening.from): Signer {
    if (from === undefined) throw misuse('nobody signs: name a key as `from`');
    return signerFrom(from, this.opening.keys);
  }

  private asker(from: From | Party | undefined = this.opening.from): Bytes {
    if (from === undefined) return ZERO32;
    if (typeof from !== 'string') return bytesOf(from);
    return looksLikeAddress(from) ? parseAddress(from).bytes : this.signer(from).address;
  }

  private async addressOf(which: Party): Promise<Bytes> {
    return typeof which === 'string' ? contractAddressOf(await this.names(), which) : bytesOf(which);
  }

  private async names(): Promise<readonly Named[]> {
    const { names } = this.opening;
    return names === undefined ? [] : readNames(names, (await this.connection.info()).chain);
  }

  private send<K extends Order['kind']>(signer: Signer, order: Order<K>, what: string): Promise<Kept> {
    return this.inLine(signer, async () => kept(await send(this.connection, signer, order), what));
  }

  private inLine<T>(signer: Signer, act: () => Promise<T>): Promise<T> {
    const key = toHex(signer.address);
    const mine = (this.last.get(key) ?? Promise.resolve()).then(act);
    // Whoever waits for it is told how it failed; the next one only waits.
    this.last.set(
      key,
      mine.catch(() => undefined),
    );
    return mine;
  }

  private async record(address: Bytes): Promise<ContractRecord> {
    const record = await this.connection.contract(address);
    if (record === undefined) throw new Reject('CONTRACT_UNKNOWN', formatAddress('contract', address));
    return record;
  }

  private async abiOf(address: Bytes): Promise<Abi> {
    const abi = await this.abi(await this.record(address));
    if (abi === undefined) throw new Usage('ABI_MISSING', formatAddress('contract', address));
    return abi;
  }

  private async emitted(event: EventRecord): Promise<Emitted> {
    const record = await this.connection.contract(event.contract);
    return readEvent(record && (await this.abi(record).catch(() => undefined)), event);
  }
}

/** @throws CallFailed unless it ended OK and the chain keeps it */
function kept(sent: Sent, what: string): Kept {
  if (isKept(sent)) return sent;
  const { receipt, place } = sent;
  throw new CallFailed(what, receipt, place?.id);
}

function bytesOf(party: Exclude<Party, string>): Bytes {
  return party instanceof Uint8Array ? party : party.address;
}

/** @throws Usage KEY_FILE, NAME_UNKNOWN */
function signerFrom(from: From, keys: string | undefined): Signer {
  if (typeof from !== 'string') return from;
  if (from.endsWith('.json')) return loadKey(dirname(from), basename(from, '.json'));
  if (keys === undefined) throw new Usage('NAME_UNKNOWN', `key ${from}: no folder of keys was named`);
  return loadKey(keys, from);
}
