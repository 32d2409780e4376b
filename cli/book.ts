// The address book of a command: addresses of names, names of addresses, and whether an address is an account or a contract.
import { didYouMean } from '../engine/abi/nearest.ts';
import { keyNames, loadKey } from '../engine/app/keys.ts';
import { type Named, readNames } from '../engine/app/names.ts';
import { type Bytes, equal, toLatin1, ZERO32 } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';
import { type AddressKind, formatAddress, looksLikeAddress, parseAddress } from '../engine/client/address.ts';
import type { Connection } from '../engine/client/connection.ts';
import type { Session } from './session.ts';

export class Book {
  readonly contracts: readonly Named[];
  private readonly session: Session;
  private readonly connection: Connection;
  private accounts: readonly Named[] | undefined;
  private readonly kinds = new Map<string, AddressKind>();

  private constructor(session: Session, connection: Connection, contracts: readonly Named[]) {
    this.session = session;
    this.connection = connection;
    this.contracts = contracts;
  }

  /** @throws Usage FILE_UNREADABLE if the names cannot be read */
  static async open(session: Session, connection: Connection): Promise<Book> {
    const { chain } = await connection.info();
    return new Book(session, connection, readNames(session.names, chain));
  }

  /** Address of a key, a contract or an address text; `key:dev` and `contract:dev` tell two apart. @throws Usage */
  readonly resolve = (text: string): Bytes => {
    if (looksLikeAddress(text)) return parseAddress(text).bytes;
    const [, prefix, name] = /^(?:(key|contract):)?(.*)$/s.exec(text)!;
    const contract = prefix === 'key' ? undefined : this.contract(name!);
    const isKey = prefix !== 'contract' && keyNames(this.session.keys).includes(name!);
    if (contract && isKey) {
      throw new Usage('USAGE', `${name} is a key and a contract: write key:${name} or contract:${name}`);
    }
    if (contract) return contract;
    if (isKey) return loadKey(this.session.keys, name!).address;
    const known = [...keyNames(this.session.keys), ...this.contracts.map((named) => named.name)];
    throw new Usage('NAME_UNKNOWN', `${JSON.stringify(text)}${didYouMean(text, known)}`);
  };

  /** The address that a contract's name stands for. */
  contract(name: string): Bytes | undefined {
    return this.contracts.find((named) => named.name === name)?.address;
  }

  /** What people call an address, if it has a name. */
  nameOf(address: Bytes): string | undefined {
    this.accounts ??= readAccounts(this.session.keys);
    return [...this.contracts, ...this.accounts].find((named) => equal(named.address, address))?.name;
  }

  /** The text of an address that was {@link learn learnt}; what nobody knows is shown as an account. */
  readonly text = (address: Bytes): string => {
    return formatAddress(this.kinds.get(toLatin1(address)) ?? 'account', address);
  };

  /** The name of an address, otherwise its text. */
  readonly label = (address: Bytes): string => this.nameOf(address) ?? this.text(address);

  /** The name of an address, otherwise its beginning and end, for lists. */
  readonly short = (address: Bytes): string => {
    const text = this.text(address);
    return this.nameOf(address) ?? `${text.slice(0, 8)}…${text.slice(-4)}`;
  };

  /** Finds out which of these addresses are contracts. */
  async learn(addresses: readonly Bytes[]): Promise<void> {
    for (const address of addresses) {
      const key = toLatin1(address);
      if (this.kinds.has(key)) continue;
      const isContract = !equal(address, ZERO32) && (await this.connection.contract(address)) !== undefined;
      this.kinds.set(key, isContract ? 'contract' : 'account');
    }
  }
}

// A key file that cannot be used only costs its name here; whoever signs with it is told.
function readAccounts(folder: string): Named[] {
  return keyNames(folder).flatMap((name) => {
    try {
      return [{ name, address: loadKey(folder, name).address }];
    } catch (error) {
      if (error instanceof Usage) return [];
      throw error;
    }
  });
}
