// A small in-memory host for built contracts: no gas, no limits, state and events as plain values.
import { createHash } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Abi } from '../../engine/abi/types.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { Decoder, Encoder } from '../../engine/base/codec.ts';
import type { Compiled } from '../../engine/compile/asc.ts';
import { mulDiv } from '../../engine/host/numbers.ts';
import { readValue, type Value, writeValue } from './values.ts';
import { Wasm, type WasmModule } from './webassembly.ts';

/** The call ended with REVERT. */
export class Reverted extends Error {
  readonly code: string;
  readonly data: Uint8Array;
  constructor(code: string, data: Uint8Array) {
    super(code);
    this.code = code;
    this.data = data;
  }
  /** Message and line of a payload of the library's form. */
  get reason(): { message: string; line: number } {
    const from = new Decoder(this.data);
    const reason = { message: from.string(), line: from.u32() };
    from.end();
    return reason;
  }
}

/** Stands in for a signature check: valid if all begin alike. */
function alike(...parts: readonly Uint8Array[]): number {
  return new Set(parts.map((part) => part[0])).size === 1 ? 1 : 0;
}

/** A result that may not be there. */
function whole(guest: GuestMemory, to: number, cap: number, bytes: Uint8Array | undefined): number {
  return bytes === undefined ? -1 : guest.out(to, cap, bytes);
}

interface Deployed {
  readonly module: WasmModule;
  readonly abi: Abi;
  storage: Map<string, Uint8Array>;
}

interface FakeEvent {
  readonly contract: string;
  readonly name: string;
  readonly data: Uint8Array;
}

/** Guest memory as the rows read and write it. */
class GuestMemory {
  memory!: { readonly buffer: ArrayBuffer };
  read(at: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer.slice(at >>> 0, (at >>> 0) + length));
  }
  write(at: number, bytes: Uint8Array): void {
    new Uint8Array(this.memory.buffer).set(bytes, at >>> 0);
  }
  text(at: number, length: number): string {
    return new TextDecoder('utf-8', { fatal: true }).decode(this.read(at, length));
  }
  /** As much as there is room for; returns the whole length. */
  out(at: number, capacity: number, bytes: Uint8Array): number {
    this.write(at, bytes.subarray(0, capacity));
    return bytes.length;
  }
}

interface Frame {
  readonly caller: Uint8Array;
  readonly self: Uint8Array;
  readonly method: string;
  readonly input: Uint8Array;
  readonly guest: GuestMemory;
  output: Uint8Array;
  result: Uint8Array;
}

type Rows = { readonly [name: string]: (...args: never[]) => number | bigint | undefined };

/** An address whose bytes are all `n`. */
export const address = (n: number): Uint8Array => new Uint8Array(32).fill(n);

export class FakeChain {
  private contracts = new Map<string, Deployed>();
  events: FakeEvent[] = [];
  logs: string[] = [];
  /** Milliseconds since 1970. */
  time = 86_400_000n * 20_000n;
  height = 1n;
  /** Host calls of the last call's top frame and below, by name, in order. */
  hostCalls: string[] = [];

  /** Puts code at an address; storage that is there stays. */
  deploy(at: Uint8Array, built: Pick<Compiled, 'wasm' | 'abi'>): void {
    const storage = this.contracts.get(toHex(at))?.storage ?? new Map();
    this.contracts.set(toHex(at), { module: new Wasm.Module(built.wasm), abi: built.abi, storage });
  }

  storage(at: Uint8Array): Map<string, Uint8Array> {
    return this.contracts.get(toHex(at))!.storage;
  }

  /** Calls a method with values in ABI order and decodes what it returns. @throws Reverted */
  call(caller: Uint8Array, at: Uint8Array, method: string, ...args: Value[]): Value | undefined {
    const abi = this.contracts.get(toHex(at))!.abi.methods.find((m) => m.name === method)!;
    const to = new Encoder();
    abi.params.forEach((param, i) => {
      writeValue(to, param.type, args[i]!);
    });
    this.hostCalls = [];
    const from = new Decoder(this.raw(caller, at, method, to.finish()));
    const value = abi.returns === 'void' ? undefined : readValue(from, abi.returns);
    from.end();
    return value;
  }

  /** Calls a method with input bytes. Writes and events are kept only if it ends well. */
  raw(caller: Uint8Array, self: Uint8Array, method: string, input: Uint8Array): Uint8Array {
    const before = [...this.contracts].map(([key, c]) => [key, new Map(c.storage)] as const);
    const events = [...this.events];
    try {
      return this.run({ caller, self, method, input, guest: new GuestMemory(), output: input, result: input });
    } catch (error) {
      for (const [key, storage] of before) this.contracts.get(key)!.storage = storage;
      this.events = events;
      throw error;
    }
  }

  private run(frame: Frame): Uint8Array {
    frame.output = new Uint8Array(0);
    frame.result = new Uint8Array(0);
    const rows = { ...this.surroundings(frame), ...this.state(frame), ...this.others(frame), ...inputs(frame) };
    const noted = Object.entries(rows).map(([name, row]) => [name, this.noted(name, row)] as const);
    const tally = Object.fromEntries(noted);
    const { exports } = new Wasm.Instance(this.contracts.get(toHex(frame.self))!.module, { tally });
    frame.guest.memory = exports['memory'] as { readonly buffer: ArrayBuffer };
    const atStart = this.hostCalls.length;
    (exports['_start'] as (() => void) | undefined)?.();
    if (this.hostCalls.length > atStart) throw new Error('a host call in _start');
    (exports[this.exportOf(frame.self, frame.method)!] as () => void)();
    return frame.output;
  }

  private noted(name: string, row: Rows[string]): Rows[string] {
    return (...args) => {
      this.hostCalls.push(name);
      return row(...args);
    };
  }

  private surroundings({ caller, self, method, guest }: Frame): Rows {
    return {
      self: (to: number) => void guest.write(to, self),
      caller: (to: number) => void guest.write(to, caller),
      method: (at: number, cap: number) => guest.out(at, cap, new TextEncoder().encode(method)),
      height: () => this.height,
      time: () => this.time,
      chain: (to: number) => void guest.write(to, address(0xcc)),
      tx_id: (to: number) => void guest.write(to, address(0xdd)),
      gas_left: () => 1_000_000n,
      log: (at: number, length: number) => void this.logs.push(guest.text(at, length)),
    };
  }

  private state(frame: Frame): Rows {
    const { guest } = frame;
    const stored = () => this.storage(frame.self);
    const key = (at: number, length: number) => {
      if (length < 1 || length > 256) throw new Error(`a key of ${length} bytes`);
      return toHex(guest.read(at, length));
    };
    return {
      get: (at: number, length: number, to: number, cap: number) => {
        const value = stored().get(key(at, length));
        if (!value) return -1;
        frame.result = value;
        return guest.out(to, cap, value);
      },
      set: (at: number, length: number, value: number, size: number) =>
        void stored().set(key(at, length), guest.read(value, size)),
      remove: (at: number, length: number) => void stored().delete(key(at, length)),
      emit: (name: number, length: number, topics: number, count: number, data: number, size: number) => {
        if (toHex(guest.read(topics, count)) !== '00000000') throw new Error('topics');
        const event = { contract: toHex(frame.self), name: guest.text(name, length), data: guest.read(data, size) };
        this.events.push(event);
        return undefined;
      },
    };
  }

  private others(frame: Frame): Rows {
    const { guest } = frame;
    return {
      call: (to: number, name: number, length: number, data: number, size: number) => {
        const [status, result] = this.subCall(
          frame,
          guest.read(to, 32),
          guest.text(name, length),
          guest.read(data, size),
        );
        frame.result = result;
        return status;
      },
      result_size: () => frame.result.length,
      result: (offset: number, to: number, cap: number) => guest.out(to, cap, frame.result.subarray(offset)),
      sha256: (at: number, length: number, to: number) =>
        void guest.write(to, createHash('sha256').update(guest.read(at, length)).digest()),
      keccak256: (at: number, length: number, to: number) => void guest.write(to, keccak_256(guest.read(at, length))),
      blake2b256: (at: number, length: number, to: number) =>
        void guest.write(to, blake2b(guest.read(at, length), { dkLen: 32 })),
      sm3: (at: number, length: number, to: number) =>
        void guest.write(to, createHash('sm3').update(guest.read(at, length)).digest()),
      verify_secp256k1: (key: number, keySize: number, digest: number, signature: number, size: number) =>
        alike(guest.read(key, keySize), guest.read(digest, 32), guest.read(signature, size)),
      verify_p256: (key: number, keySize: number, digest: number, signature: number, size: number) =>
        1 - alike(guest.read(key, keySize), guest.read(digest, 32), guest.read(signature, size)),
      verify_sm2: (
        key: number,
        keySize: number,
        id: number,
        idSize: number,
        at: number,
        length: number,
        signature: number,
        size: number,
      ) =>
        Buffer.from(guest.read(id, idSize)).toString() === '1234567812345678'
          ? alike(guest.read(key, keySize), guest.read(at, length), guest.read(signature, size))
          : 0,
      mul_div_128: (
        a: number,
        aSize: number,
        b: number,
        bSize: number,
        d: number,
        dSize: number,
        mode: number,
        to: number,
        cap: number,
      ) => whole(guest, to, cap, mulDiv(16, guest.read(a, aSize), guest.read(b, bSize), guest.read(d, dSize), mode)),
      mul_div_256: (
        a: number,
        aSize: number,
        b: number,
        bSize: number,
        d: number,
        dSize: number,
        mode: number,
        to: number,
        cap: number,
      ) => whole(guest, to, cap, mulDiv(32, guest.read(a, aSize), guest.read(b, bSize), guest.read(d, dSize), mode)),
      verify_merkle: (
        root: number,
        leaf: number,
        length: number,
        index: bigint,
        size: bigint,
        _proof: number,
        proofSize: number,
      ) => (guest.read(root, 1)[0] === guest.read(leaf, length)[0] && index < size && proofSize === 64 ? 1 : 0),
      verify_ed25519: (key: number, message: number, length: number, signature: number, size: number) =>
        alike(guest.read(key, 1), guest.read(message, length), guest.read(signature, size)),
    };
  }

  private subCall({ self }: Frame, callee: Uint8Array, method: string, input: Uint8Array): [number, Uint8Array] {
    if (!this.exportOf(callee, method)) return [4, new Uint8Array(0)];
    try {
      return [0, this.raw(self, callee, method, input)];
    } catch (error) {
      if (!(error instanceof Reverted)) return [2, new Uint8Array(0)];
      const payload = new Encoder();
      payload.string(error.code);
      payload.vec(error.data);
      return [1, payload.finish()];
    }
  }

  private exportOf(at: Uint8Array, method: string): string | undefined {
    const module = this.contracts.get(toHex(at))?.module;
    return module && Wasm.Module.exports(module).find(({ name }) => name.split('#')[0] === method)?.name;
  }
}

function inputs(frame: Frame): Rows {
  const { guest } = frame;
  return {
    input: (at: number, cap: number) => guest.out(at, cap, frame.input),
    output: (at: number, length: number) => {
      frame.output = guest.read(at, length);
      return undefined;
    },
    revert: (code: number, codeLength: number, data: number, length: number) => {
      throw new Reverted(guest.text(code, codeLength), guest.read(data, length));
    },
  };
}

/** Decodes an event's data by its ABI row. */
export function eventValues(built: { readonly abi: Abi }, event: FakeEvent): Record<string, Value> {
  const from = new Decoder(event.data);
  const fields = built.abi.events.find((e) => e.name === event.name)!.fields;
  const values = Object.fromEntries(fields.map((field) => [field.name, readValue(from, field.type)]));
  from.end();
  return values;
}

/** What a call reverts with. */
export function reverts(run: () => unknown): { code: string; message: string; line: number } {
  try {
    run();
  } catch (error) {
    if (error instanceof Reverted) return { code: error.code, ...error.reason };
    throw error;
  }
  throw new Error('it did not revert');
}
