// A contract of a chain by its ABI, as an application calls it.
import { STATUS } from '../../spec/errors.ts';
import type { Abi } from '../abi/types.ts';
import type { Value } from '../abi/value.ts';
import type { Bytes } from '../base/bytes.ts';
import type { EventRecord } from '../base/records.ts';
import { formatAddress } from '../client/address.ts';
import type { Log, ViewAnswer, ViewCall } from '../client/connection.ts';
import { contractClient, methodOf } from '../client/contract.ts';
import type { Emitted } from '../client/events.ts';
import { CallFailed } from '../client/failed.ts';
import { type Addressed, type Args, valuesOf } from '../client/given.ts';
import type { Called, Party } from '../client/typed.ts';
import type { Signer } from './keys.ts';
import type { Kept, Order } from './send.ts';

/** A call that ended OK, and that the chain keeps. */
export interface Returned extends Called {
  /** Id of the transaction, 32 bytes. */
  readonly transaction: Bytes;
  readonly height: number;
  readonly logs: readonly Log[];
}

/** Whoever calls: a signer, or a key file: its path, which ends in `.json`, or the name of a key that is kept beside the chain. */
export type From = Signer | string;

/** Blocks that are looked at. */
export interface Range {
  /** The first height; 0 without it. */
  readonly since?: number;
  /** The last height; the newest without it. */
  readonly until?: number;
}

/** An event that the chain keeps, and where it stands. */
export interface ChainEvent {
  readonly event: Emitted;
  readonly height: number;
  /** Id of its transaction, 32 bytes. */
  readonly transaction: Bytes;
  /** Which of the events of its transaction. */
  readonly index: number;
}

/** What a contract needs of the chain that it is on. */
export interface Home {
  /** Keeps the chain open until the act has ended. */
  during<T>(act: () => Promise<T>): Promise<T>;
  /** @throws Usage if nobody is named, or no such key is there */
  signer(from: From | undefined): Signer;
  /** Address of whoever asks; zero for nobody. */
  asker(from: From | Party | undefined): Bytes;
  /** Sends and waits. @throws CallFailed unless it ends OK */
  send(signer: Signer, order: Order<'call'>, what: string): Promise<Kept>;
  query(question: ViewCall): Promise<ViewAnswer>;
  /** The ABI of the code that a contract runs now. @throws Usage ABI_MISSING, ABI_INVALID; Reject CONTRACT_UNKNOWN */
  abiOf(contract: Bytes): Promise<Abi>;
  emitted(event: EventRecord): Promise<Emitted>;
  events(range: Range & { readonly contract?: Party }): AsyncGenerator<ChainEvent>;
}

/** How calls of a contract are made. */
export interface Calling {
  /** Who calls; the chain's own signer without it. */
  readonly from?: From;
  /** Gas limit of each call; without one it is simulated first, and gets a quarter more than that used. */
  readonly gas?: number;
}

/** A contract of a chain. Its ABI is that of the code that it runs when it is called. */
export class ChainContract implements Addressed {
  /** 32 bytes. */
  readonly address: Bytes;
  private readonly home: Home;
  private readonly calling: Calling;

  constructor(home: Home, address: Bytes, calling: Calling = {}) {
    this.home = home;
    this.address = address;
    this.calling = calling;
  }

  /**
   * Calls a method, and waits until the chain keeps what it did. A call whose simulation fails is not sent.
   * @throws CallFailed if it does not end OK; Usage for arguments that are not of its types, or if nobody signs; Reject
   * METHOD_UNKNOWN and what else a chain refuses to run; Fault
   */
  call(method: string, args: Args = {}, from: From | undefined = this.calling.from): Promise<Returned> {
    return this.home.during(() => this.send(method, args, from));
  }

  private async send(method: string, args: Args, from: From | undefined): Promise<Returned> {
    const signer = this.home.signer(from);
    const abi = await this.abi();
    const { input } = contractClient(abi).call(method, valuesOf(methodOf(abi, method).params, args));
    const order = { kind: 'call', body: { to: this.address, method, input }, gas: this.calling.gas } as const;
    const { place, receipt, logs } = await this.home.send(signer, order, `${abi.name}.${method}`);
    const events = await Promise.all(receipt.events.map((event) => this.home.emitted(event)));
    const result = contractClient(abi).output(method, receipt.output);
    return { result, events, gasUsed: receipt.gasUsed, transaction: place.id, height: place.height, logs };
  }

  /**
   * What a view answers on the newest block. Nothing is signed: `from` is only whom it sees as its caller, by key or by address; a text
   * that begins with `ta1` or `tc1` is an address.
   * @throws like {@link call}
   */
  query(method: string, args: Args = {}, from?: From | Party): Promise<Value | undefined> {
    return this.home.during(() => this.ask(method, args, from ?? this.calling.from));
  }

  private async ask(method: string, args: Args, from: From | Party | undefined): Promise<Value | undefined> {
    const abi = await this.abi();
    const { input } = contractClient(abi).query(method, valuesOf(methodOf(abi, method).params, args));
    const question = { contract: this.address, method, input, caller: this.home.asker(from) };
    const { status, output, gasUsed } = await this.home.query(question);
    if (status !== STATUS.OK) throw new CallFailed(`${abi.name}.${method}`, { status, output, gasUsed });
    return contractClient(abi).output(method, output);
  }

  /** What it reported, from the oldest block of the range to the newest. */
  events(range: Range = {}): AsyncGenerator<ChainEvent> {
    return this.home.events({ ...range, contract: this });
  }

  /** Its address as text, `tc1…`. */
  toString(): string {
    return formatAddress('contract', this.address);
  }

  /** The ABI of the code that it runs now. @throws Usage ABI_MISSING, ABI_INVALID; Reject CONTRACT_UNKNOWN */
  abi(): Promise<Abi> {
    return this.home.abiOf(this.address);
  }
}
