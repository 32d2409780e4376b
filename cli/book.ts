// The address book of a command: addresses of names, names of addresses, and whether an address is an account, a contract or an organisation.
import { didYouMean } from '../engine/abi/nearest.ts';
import { keyNames, loadKey } from '../engine/app/keys.ts';
import { type Named, readNames } from '../engine/app/names.ts';
import { type Bytes, equal, toLatin1, ZERO32 } from '../engine/base/bytes.ts';
import { Reject, Usage } from '../engine/base/errors.ts';
import { type AddressKind, formatAddress, looksLikeAddress, parseAddress } from '../engine/client/address.ts';
import type { Connection } from '../engine/client/connection.ts';
import { type TopEntry, topRecord, topRecords } from '../engine/client/records.ts';
import type { Session } from './session.ts';

export class Book {
  readonly contracts: readonly Named[];
  private readonly session: Session;
  private readonly connection: Connection;
  private accounts: readonly NamedKey[] | undefined;
  private readonly kinds = new Map<string, AddressKind>();
  private founded: Promise<TopEntry<'organisation'>[]> | undefined;
  /** Names of organisations, and of accounts by the keys that they have now, that were {@link learn learnt}. */
  private readonly titles = new Map<string, string>();

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
    const named = [...this.contracts, ...this.keys()].find((each) => equal(each.address, address));
    return named?.name ?? this.titles.get(toLatin1(address));
  }

  private keys(): readonly NamedKey[] {
    this.accounts ??= readAccounts(this.session.keys);
    return this.accounts;
  }

  /** All organisations; asked for once. */
  organisations(): Promise<TopEntry<'organisation'>[]> {
    this.founded ??= topRecords(this.connection, 'organisation');
    return this.founded;
  }

  /** The organisation of a text `to1…`, or of a name that only one has. @throws Usage NAME_UNKNOWN, ID_AMBIGUOUS, ADDRESS_INVALID; Reject */
  async organisation(word: string): Promise<TopEntry<'organisation'>> {
    const all = await this.organisations();
    if (looksLikeAddress(word)) {
      const { kind, bytes } = parseAddress(word);
      if (kind !== 'organisation') throw new Usage('ADDRESS_INVALID', `${word} is an ${kind}; to1… is an organisation`);
      const found = all.find(({ id }) => equal(id, bytes));
      if (found) return found;
      throw new Reject('ORGANISATION_UNKNOWN', word);
    }
    const found = all.filter(({ record }) => record.name === word);
    const names = all.map(({ record }) => record.name);
    if (found.length === 0)
      throw new Usage('NAME_UNKNOWN', `organisation ${JSON.stringify(word)}${didYouMean(word, names)}`);
    if (found.length === 1) return found[0]!;
    throw new Usage('ID_AMBIGUOUS', found.map(({ id }) => formatAddress('organisation', id)).join(', '));
  }

  /** The account or organisation that a word names: a key stands for the account that it belongs to now. @throws Usage, Reject */
  async party(word: string): Promise<Bytes> {
    const isTitle = (await this.organisations()).some(({ record }) => record.name === word);
    if (isTitle && !keyNames(this.session.keys).includes(word)) return (await this.organisation(word)).id;
    const address = this.resolve(word);
    await this.learn([address]);
    if (this.kinds.get(toLatin1(address)) !== 'account') return address;
    return (await topRecord(this.connection, 'key', address))?.account ?? address;
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

  /** Finds out which of these addresses are contracts, and which are organisations. */
  async learn(addresses: readonly Bytes[]): Promise<void> {
    for (const address of addresses) {
      const key = toLatin1(address);
      if (!this.kinds.has(key)) this.kinds.set(key, await this.kindOf(address));
    }
  }

  private async kindOf(address: Bytes): Promise<AddressKind> {
    if (equal(address, ZERO32)) return 'account';
    if ((await this.connection.contract(address)) !== undefined) return 'contract';
    const home = await topRecord(this.connection, 'organisation', address);
    if (home === undefined) {
      await this.learnKeys(address);
      return 'account';
    }
    const all = await this.organisations();
    // A name that two have names none of them.
    if (all.filter(({ record }) => record.name === home.name).length < 2) this.titles.set(toLatin1(address), home.name);
    return 'organisation';
  }

  /** An account that got other keys since it was made has the name of the first of them that is here. */
  private async learnKeys(account: Bytes): Promise<void> {
    if (this.nameOf(account) !== undefined) return;
    const { keys } = await this.connection.account(account);
    const own = this.keys().find(({ publicKey }) => keys.some(({ key }) => equal(key, publicKey)));
    if (own !== undefined) this.titles.set(toLatin1(account), own.name);
  }
}

interface NamedKey extends Named {
  readonly publicKey: Bytes;
}

// A key file that cannot be used only costs its name here; whoever signs with it is told.
function readAccounts(folder: string): NamedKey[] {
  return keyNames(folder).flatMap((name) => {
    try {
      const { address, publicKey } = loadKey(folder, name);
      return [{ name, address, publicKey }];
    } catch (error) {
      if (error instanceof Usage) return [];
      throw error;
    }
  });
}
