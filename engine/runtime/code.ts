// Prepared code by code id: prepared once, kept while the engine runs, and for longer where there is a shelf.
import { type Bytes, equal, toLatin1 } from '../base/bytes.ts';
import { CodecError, Fault, Reject } from '../base/errors.ts';
import { Kept } from '../base/kept.ts';
import type { Natives } from '../base/natives.ts';
import type { PreparedCode, Tier } from '../base/tier.ts';
import type { State } from '../state/reader.ts';
import { prepare } from '../wasm/prepare.ts';
import { decodePrepared, type Shelf } from './shelf.ts';
import type { Checking } from './tiers.ts';

/** Instrumented bytes of the codes that are kept prepared. */
const KEPT_BYTES = 2 ** 27;

/** What runs contracts: a tier and the code that it may run. One engine serves one chain or many. */
export class Engine {
  readonly natives: Natives;
  readonly tier: Tier;
  /** Which transactions run in a second tier too; none without it. */
  checking: Checking | undefined;
  private readonly prepared: Kept<PreparedCode>;
  private readonly shelf: Shelf;
  private readonly names = new WeakMap<Bytes, string>();

  /** Code is taken from the shelf where it stands there; an auditor's engine has none. */
  constructor(natives: Natives, tier: Tier, shelf: Shelf = () => undefined, keptBytes = KEPT_BYTES) {
    this.natives = natives;
    this.tier = tier;
    this.shelf = shelf;
    this.prepared = new Kept(keptBytes);
  }

  /** Code that the state says is there. @throws Fault STORE_CORRUPT if its bytes are missing or not lawful */
  code(state: State, codeId: Bytes): PreparedCode {
    const known = this.prepared.get(this.nameOf(codeId));
    if (known) return known;
    const bytes = state.code(codeId);
    if (!bytes) throw new Fault('STORE_CORRUPT', 'code bytes are missing');
    const code = this.fromShelf(codeId, bytes) ?? this.prepareStored(bytes);
    if (!equal(code.codeId, codeId)) throw new Fault('STORE_CORRUPT', 'code bytes are those of another code id');
    this.keep(code);
    return code;
  }

  /** A contract's record is decoded once and names its code by the same bytes at each call. */
  private nameOf(codeId: Bytes): string {
    const known = this.names.get(codeId);
    if (known !== undefined) return known;
    const name = toLatin1(codeId);
    this.names.set(codeId, name);
    return name;
  }

  private fromShelf(codeId: Bytes, module: Bytes): PreparedCode | undefined {
    const bytes = this.shelf(codeId);
    if (bytes === undefined) return undefined;
    try {
      return decodePrepared(this.natives, codeId, module, bytes);
    } catch (error) {
      if (error instanceof CodecError) throw new Fault('STORE_CORRUPT', `prepared code: ${error.message}`);
      throw error;
    }
  }

  private prepareStored(bytes: Bytes): PreparedCode {
    try {
      return prepare(this.natives, bytes).code;
    } catch (error) {
      // Uploading proved it lawful, so it is the store that is to blame and not whoever calls the contract now.
      if (error instanceof Reject) throw new Fault('STORE_CORRUPT', `code bytes: ${error.message}`);
      throw error;
    }
  }

  /** Remembers code that was just prepared for an upload. */
  keep(code: PreparedCode): void {
    this.prepared.set(toLatin1(code.codeId), code, code.metered.length);
  }
}
