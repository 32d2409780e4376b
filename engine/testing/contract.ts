// A contract of a sandbox by its ABI, and what its calls take and give.
import { didYouMean } from '../abi/nearest.ts';
import type { Abi } from '../abi/types.ts';
import type { Value } from '../abi/value.ts';
import type { Bytes } from '../base/bytes.ts';
import { CodedError, Reject } from '../base/errors.ts';
import { formatAddress } from '../client/address.ts';
import type { Addressed, Args } from '../client/given.ts';
import type { Called } from '../client/typed.ts';
import type { Account } from './account.ts';

/** What a contract is made from. */
export interface Deployment {
  /** Who deploys and may upgrade it; the account `deployer` without it. */
  readonly from?: Account;
  readonly args?: Args;
}

/** What a contract is upgraded to. */
export interface Upgrade extends Deployment {
  /** Goes on although the new code does not find or read what is stored. */
  readonly allowStorageChanges?: boolean;
}

/** What a contract needs of the sandbox that it is in. */
export interface Home {
  account(name: string): Account;
  abiOf(contract: Bytes): Abi;
  call(contract: Contract, method: string, args: Args, from: Account): Called;
  query(contract: Contract, method: string, args: Args, from: Account | undefined): Value | undefined;
  upgrade(contract: Contract, source: string, upgrade: Upgrade): Promise<void>;
}

/** A contract of a sandbox. */
export class Contract implements Addressed {
  /** 32 bytes. */
  readonly address: Bytes;
  private readonly home: Home;

  constructor(home: Home, address: Bytes) {
    this.home = home;
    this.address = address;
  }

  /** Of the code that it runs now. */
  get abi(): Abi {
    return this.home.abiOf(this.address);
  }

  /**
   * Calls a method, from the account `deployer` unless another is named.
   * @throws CallFailed if it does not end OK; Usage for arguments that are not of its types; Reject METHOD_UNKNOWN
   */
  call(method: string, args: Args = {}, from: Account = this.home.account('deployer')): Called {
    return this.home.call(this, method, args, from);
  }

  /**
   * Moves it to other code: a source file, a module, or the text of a source; `args` are for its `@migrate`.
   * @throws CallFailed if its migrate fails; CompileError, Usage; StorageChanged if the new code does not find or read what is stored;
   * Reject NOT_ADMIN unless `from` deployed it
   */
  upgrade(source: string, upgrade: Upgrade = {}): Promise<void> {
    return this.home.upgrade(this, source, upgrade);
  }

  /** What a view answers. @throws like {@link call} */
  query(method: string, args: Args = {}, from?: Account): Value | undefined {
    return this.home.query(this, method, args, from);
  }
  /** Its address as text, `tc1…`. */
  toString(): string {
    return formatAddress('contract', this.address);
  }
}

// Whoever writes `token.transfer(…)` is told how it is called, and for `token.transfr(…)` what there is. Only words that are one slip away
// from a method are answered: whatever else looks for a member, such as `await` for `then` and printers for their own, finds nothing.
const MEMBERS = new Proxy(Object.prototype, {
  get: (target, key, receiver) => {
    if (typeof key === 'string' && !(key in target) && receiver instanceof Contract) return hintOn(receiver, key);
    return Reflect.get(target, key, receiver);
  },
});
Object.setPrototypeOf(Contract.prototype, MEMBERS);

const OWN = ['call', 'query', 'upgrade'];

/** What a member that is not there throws when it is called; undefined if nothing of the contract is called like it. */
function hintOn(contract: Contract, name: string): (() => never) | undefined {
  if (name === 'then') return undefined;
  const methods = methodsOf(contract).filter(({ kind }) => kind === 'view' || kind === 'mutate');
  const method = methods.find((each) => each.name === name);
  if (method !== undefined) {
    const how = `${method.kind === 'view' ? 'query' : 'call'}(${JSON.stringify(name)}, { … })`;
    return () => {
      throw new TypeError(`${name} is a method of the contract: write ${how}`);
    };
  }
  const meant = didYouMean(name, [...methods.map((each) => each.name), ...OWN]);
  if (meant === '') return undefined;
  return () => {
    throw new Reject('METHOD_UNKNOWN', `${name}${meant}`);
  };
}

function methodsOf(contract: Contract): Abi['methods'] {
  try {
    return contract.abi.methods;
  } catch (error) {
    // In a state in which it is not there it has none.
    if (error instanceof CodedError) return [];
    throw error;
  }
}
