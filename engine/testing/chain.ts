// A chain as tests want it: each transaction is a block, states are layers to go back to, and there are neither trees nor headers.

import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import type { Captured } from '../base/capture.ts';
import { genesisId } from '../base/hash.ts';
import type { Genesis, Receipt } from '../base/records.ts';
import type { ViewCall } from '../client/connection.ts';
import { applyGenesis } from '../ledger/genesis.ts';
import { type Answer, applyTransaction, query } from '../runtime/apply.ts';
import { captureView } from '../runtime/asked.ts';
import type { Building, Site } from '../runtime/attempt.ts';
import type { Engine } from '../runtime/code.ts';
import { rulesOf } from '../runtime/records.ts';
import { capture } from '../runtime/referee.ts';
import { MemoryState } from '../state/memory.ts';
import { Overlay } from '../state/overlay.ts';
import type { State } from '../state/reader.ts';

/** What a chain begins with: the state behind its last block. It is read and never written. */
export interface Base {
  /** Id of the chain. */
  readonly id: Bytes;
  readonly state: State;
  /** Of the last block. */
  readonly height: number;
  readonly time: number;
}

/** What was written between two states. */
interface Layer {
  readonly writes: Overlay;
  readonly below: Layer | undefined;
  /** Layers with it. */
  readonly count: number;
}

/** A state to go back to. */
export interface Mark {
  readonly layer: Layer;
  readonly height: number;
}

/** What was run, and all that it had read if it did not end OK. */
export interface Ran<T> {
  readonly result: T;
  readonly captured: Captured | undefined;
}

/** Something that looks at what is executed, by executing it once more over the same state. */
export interface Onlooker {
  /** What ran before is none of what it is told of next: what failed is run again to be captured. */
  begin(): void;
  transaction(block: Building, bytes: Bytes): void;
  view(site: Site, asked: ViewCall): void;
}

/** Layers that are searched one after the other before they are put into one. */
const MOST_LAYERS = 16;

export class TestChain {
  readonly id: Bytes;
  height: number;
  private readonly engine: Engine;
  private readonly base: State;
  private readonly onlooker: Onlooker | undefined;
  /** Modules by code id as Latin-1: whether one is there is for the state to say. */
  private readonly codes = new Map<string, Bytes>();
  private floor: Layer;
  private top: Overlay;

  constructor(engine: Engine, { id, state, height }: Base, onlooker?: Onlooker) {
    this.engine = engine;
    this.base = state;
    this.id = id;
    this.height = height;
    this.onlooker = onlooker;
    this.floor = { writes: new Overlay(state), below: undefined, count: 1 };
    this.top = new Overlay(this.floor.writes);
  }

  /** State behind the last block. */
  get state(): State {
    const { top, codes, base } = this;
    return {
      get: (key) => top.get(key),
      next: (prefix, after, skipped) => top.next(prefix, after, skipped),
      code: (id) => codes.get(toLatin1(id)) ?? base.code(id),
    };
  }

  /** A block of one transaction, whose signatures count as valid. @throws Reject, and nothing has happened; Fault */
  apply(time: number, bytes: Bytes): Ran<Receipt> {
    const site = this.site(time);
    const { governed, blockGas } = rulesOf(site.state);
    const block = () => ({
      ...site,
      overlay: new Overlay(this.top),
      governed,
      gasLeft: blockGas,
    });
    const own = block();
    this.onlooker?.begin();
    const { receipt, stores } = applyTransaction(own, bytes, true);
    if (stores?.code) this.codes.set(toLatin1(stores.code.codeId), stores.code.module);
    else this.onlooker?.transaction(block(), bytes);
    const captured = receipt.status === STATUS.OK ? undefined : capture(block(), bytes);
    own.overlay.commitInto(this.top);
    this.height += 1;
    return { result: receipt, captured };
  }

  /** Asks a view on the state as the next block would find it. @throws Reject, Fault */
  ask(time: number, asked: ViewCall): Ran<Answer> {
    const site = this.site(time);
    const question = { ...asked, gas: LIMITS.transactionGas.max };
    this.onlooker?.begin();
    const result = query(site, question);
    this.onlooker?.view(site, asked);
    return { result, captured: result.status === STATUS.OK ? undefined : captureView(site, question) };
  }

  private site(time: number): Site {
    const { engine, state, id: chain } = this;
    return { engine, state, chain, height: this.height + 1, time };
  }

  /** Puts a value into the state, without a block. */
  put(key: string, value: Bytes): void {
    this.top.set(key, value);
  }

  /** The state as it is. */
  mark(): Mark {
    if (this.top.writes().size > 0) {
      const { floor } = this;
      this.floor = this.joined({ writes: this.top, below: floor, count: floor.count + 1 });
      this.top = new Overlay(this.floor.writes);
    }
    return { layer: this.floor, height: this.height };
  }

  /** Goes back to a state. */
  restore({ layer, height }: Mark): void {
    this.floor = layer;
    this.top = new Overlay(layer.writes);
    this.height = height;
  }

  private joined(layer: Layer): Layer {
    if (layer.count <= MOST_LAYERS) return layer;
    const all: Overlay[] = [];
    for (let each: Layer | undefined = layer; each !== undefined; each = each.below) all.unshift(each.writes);
    const writes = new Overlay(this.base);
    for (const each of all) each.commitInto(writes);
    return { writes, below: undefined, count: 1 };
  }
}

/** The chain of a genesis, before any transaction. */
export function baseOf(engine: Engine, genesis: Genesis): Base {
  const state = new MemoryState(engine.natives);
  const { head, writes } = applyGenesis(engine.natives, genesis, state.forest);
  state.commit(writes);
  return { id: genesisId(engine.natives, genesis), state, height: 0, time: head.header.time };
}
