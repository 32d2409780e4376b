// Contracts of random code on one state, called over and over in both tiers; the first difference is thrown.
import { createHash } from 'node:crypto';
import { MemoryChain, placeContract } from '../../bench/chain.ts';
import { type Chance, chance, randomBytes } from '../../bench/chance.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { contractAddress } from '../../engine/base/hash.ts';
import type { Guest, HostTable, Port, PreparedCode, Tier } from '../../engine/base/tier.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { InterpretedTier } from '../../engine/interpreter/interpreter.ts';
import { orderOf } from '../../engine/runtime/admit.ts';
import { attempt, type Building } from '../../engine/runtime/attempt.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { compare } from '../../engine/runtime/referee.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { Overlay } from '../../engine/state/overlay.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { METHODS, randomModule, type Wanted } from './modules.ts';

/** Contracts at a time, which call each other. */
const CONTRACTS = 4;

/** The two sides; a test puts something crooked in place of one. */
export interface Sides {
  readonly first: Tier;
  readonly second: Tier;
  /** What each side is given of a code. */
  readonly firstCode?: (code: PreparedCode) => PreparedCode;
}

/** The compiled tier and the interpreter. */
export function honest(): Sides {
  return { first: new CompiledTier(2 ** 22, 64), second: new InterpretedTier() };
}

/** Bytes of a memory that are compared: the first page. */
const HASHED = 65_536;

/** Memory differs at the end of a frame, and nothing that the chain sees. */
export class MemoryDiffers extends Error {
  override name = 'MemoryDiffers';
}

/** What both sides must agree on besides: memory at the end of each frame, however it ends. */
class Noting implements Tier {
  notes: string[] = [];
  private readonly tier: Tier;

  constructor(tier: Tier) {
    this.tier = tier;
  }

  start(code: PreparedCode, host: HostTable, port: Port): Guest {
    const guest = this.tier.start(code, host, port);
    const close = () => {
      const { bytes } = guest.memory;
      const digest = createHash('sha1').update(bytes.subarray(0, HASHED)).digest('base64');
      this.notes.push(`${digest} ${bytes.length}`);
      guest.close();
    };
    return { run: (name) => guest.run(name), close, memory: guest.memory };
  }
}

interface Call {
  readonly to: Bytes;
  readonly method: string;
  readonly input: Bytes;
}

/** What a transaction itself costs at most. */
const LEAST = 430_000;

export class Arena {
  private last: { readonly body: Call; readonly used: number } | undefined;
  private readonly random: Chance;
  private readonly chain = new MemoryChain(1);
  private readonly addresses: readonly Bytes[];
  private readonly wanted: Wanted;
  private block: Building;
  /** Gas with which everything may be tried. */
  private plenty = 0;
  private readonly first: Noting;
  private readonly second: Noting;
  private readonly firstCode: NonNullable<Sides['firstCode']>;
  /** How often each status came. */
  readonly counts = new Map<number, number>();
  executions = 0;

  constructor(seed: number, sides: Sides = honest(), wanted: Wanted = {}) {
    this.random = chance(seed);
    this.first = new Noting(sides.first);
    this.second = new Noting(sides.second);
    this.firstCode = sides.firstCode ?? ((code) => code);
    this.wanted = wanted;
    const owner = this.chain.accounts[0]!.address;
    const salts = Array.from({ length: CONTRACTS }, (_, n) => new Uint8Array(32).fill(n + 1));
    this.addresses = salts.map((salt) => contractAddress(nodeNatives, this.chain.chain.id, owner, salt));
    this.block = this.chain.open([]).block;
  }

  /** Puts other code behind the addresses. Modules that are beyond a limit are made anew. */
  renew(): void {
    const engine = new Engine(nodeNatives, this.first);
    const overlay = new Overlay(this.chain.chain.state);
    this.last = undefined;
    this.block = { ...this.chain.open([]).block, engine, overlay };
    // Now and then all are large, so that a few frames on top of each other have more pages open than there may be.
    const isLarge = this.random(30) === 0;
    const wanted = isLarge ? { ...this.wanted, pages: 60 } : this.wanted;
    this.plenty = isLarge ? 15_000_000 : 2_800_000;
    for (const address of this.addresses) {
      const code = this.code(wanted);
      engine.keep(this.firstCode(code));
      placeContract(this.block, address, code.codeId);
    }
  }

  private code(wanted: Wanted): PreparedCode {
    for (let tries = 0; tries < 100; tries++) {
      const { code, problems } = prepared(randomModule(this.random, this.addresses, wanted));
      if (code !== undefined) return code;
      if (!/MODULE_LIMIT/.test(problems)) throw new Error(`the generator made an unlawful module: ${problems}`);
    }
    throw new Error('no lawful module in a hundred');
  }

  /** Calls a contract, with plenty of gas or with what some earlier call needed, or less. @throws Divergence */
  call(): void {
    const { random } = this;
    if (this.last === undefined || random(2) === 0) {
      const method = METHODS[random(5) % METHODS.length]!.split('#')[0]!;
      const body = { to: this.addresses[random(CONTRACTS)]!, method, input: randomBytes(random, random(40)) };
      this.last = { body, used: this.run(body, this.plenty) };
      return;
    }
    const { body, used } = this.last;
    this.run(body, [used, used - 1, LEAST + random(Math.max(1, used - LEAST))][random(3)]!);
  }

  /** Runs a call in both tiers; returns the gas that it used. */
  private run(body: Call, gas: number): number {
    const owner = this.chain.accounts[0]!;
    const { nonce } = owner;
    const bytes = this.chain.transaction(owner, 'call', body, Math.max(LEAST, gas));
    owner.nonce = nonce;
    const order = orderOf(this.block, bytes, true);
    [this.first.notes, this.second.notes] = [[], []];
    const first = attempt(this.block, order, this.first);
    const judged = { ...first, traceHash: first.run.trace.digest() };
    compare(this.block, order, { transaction: bytes }, judged, this.second);
    if (this.first.notes.join() !== this.second.notes.join()) throw new MemoryDiffers();
    const { status, gasLeft } = first.ended;
    if (status === 0) first.overlay.commitInto(this.block.overlay);
    this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
    this.executions += 1;
    return gas - gasLeft;
  }
}

function prepared(module: Bytes): { code?: PreparedCode; problems: string } {
  try {
    return { code: prepare(nodeNatives, module).code, problems: '' };
  } catch (error) {
    return { problems: `${(error as { id?: string }).id} ${(error as Error).message}` };
  }
}
