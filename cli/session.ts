// A session: what one command knows of its surroundings, and the connection that it holds open.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createKey, type Key, listKeys, loadKey } from '../engine/app/keys.ts';
import { Usage } from '../engine/base/errors.ts';
import type { Connection } from '../engine/client/connection.ts';
import { type Language, type Text, Told } from '../engine/template/text.ts';
import type { Output } from './print.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly lang?: string;
  readonly chain?: string;
  readonly from?: string;
  readonly input?: boolean;
  readonly quiet?: boolean;
}

/** Opens a chain folder; handed in, so that tests can put something else in its place. */
export type Connect = (folder: string, need: 'read' | 'write') => Promise<Connection>;

/** Key of a chain that nobody chose one for. */
export const DEFAULT_KEY = 'dev';
const HOME = '.tally';

export class Session {
  readonly output: Output;
  readonly language: Language;
  /** Folder of the chain, as it was written. */
  readonly chain: string;
  readonly keys: string;
  readonly names: string;
  /** Words behind `--`, which belong to a contract. */
  readonly rest: readonly string[];
  private readonly from: string | undefined;
  private readonly dial: Connect;
  private held: Promise<Connection> | undefined;

  /** @throws Usage FILE_UNREADABLE if the chain is no folder */
  constructor(options: GlobalOptions, parts: Pick<Session, 'output' | 'language' | 'rest'> & { connect: Connect }) {
    this.output = parts.output;
    this.language = parts.language;
    this.rest = parts.rest;
    this.dial = parts.connect;
    this.chain = options.chain ?? join(HOME, 'chain');
    // What cannot be seen at all is told by whoever opens it.
    if (existsSync(this.chain) && !existsSync(`${this.chain}/.`))
      throw new Usage('FILE_UNREADABLE', `${this.chain} is no folder`);
    // Keys and names stand beside the chain in its .tally folder; a chain elsewhere uses those of the current folder.
    const above = dirname(resolve(this.chain));
    const home = options.chain !== undefined && basename(above) === HOME ? above : HOME;
    this.keys = join(home, 'keys');
    this.names = join(home, 'names.json');
    this.from = options.from;
  }

  /** The one connection of the command; it is closed by {@link close}. @throws Fault, Usage */
  connect(need: 'read' | 'write'): Promise<Connection> {
    this.held ??= this.dial(this.chain, need);
    return this.held;
  }

  /** The key that signs: `--from`, otherwise `dev`; with `--from a,b` more of the same account beside it. @throws Usage NAME_UNKNOWN, KEY_FILE */
  signer(): Key {
    const names = (this.from ?? DEFAULT_KEY).split(',');
    const [first, ...others] = names.map((name) => this.warned(loadKey(this.keys, name)));
    if (new Set(names).size < names.length) throw new Usage('USAGE', `--from ${this.from}: one key twice`);
    return others.length === 0 ? first! : { ...first!, others };
  }

  /** The same; makes `dev` if there is no key at all and none was named. */
  firstSigner(): Key {
    const keys = listKeys(this.keys);
    if (this.from === undefined && keys.length > 0 && !keys.some(({ name }) => name === DEFAULT_KEY))
      throw new Told('NAME_UNKNOWN', whichKey(keys.map(({ name }) => name).join(', ')));
    if (this.from !== undefined || keys.length > 0) return this.signer();
    const key = createKey(this.keys, DEFAULT_KEY);
    this.output.note(madeKey(this.keys)[this.language]);
    return key;
  }

  /** Who asks a view: the signer if there is one, otherwise nobody. @throws Usage if `--from` names no key */
  asker(): Key | undefined {
    if (this.from !== undefined) return this.signer();
    return existsSync(join(this.keys, `${DEFAULT_KEY}.json`)) ? this.signer() : undefined;
  }

  /** Lets go of the chain. */
  async close(): Promise<void> {
    const held = this.held;
    this.held = undefined;
    if (!held) return;
    const connection = await held.catch(() => undefined);
    await connection?.close();
  }

  private warned(key: Key): Key {
    if (key.exposed) this.output.warn(exposedKey(key.name)[this.language]);
    return key;
  }
}

const madeKey = (folder: string): Text => ({
  en: `made key ${DEFAULT_KEY} in ${folder}`,
  zh: `已在 ${folder} 生成密钥 ${DEFAULT_KEY}`,
});

const exposedKey = (name: string): Text => ({
  en: `other users of this machine can read key ${name}: chmod 600 its file`,
  zh: `本机其他用户可以读取密钥 ${name}：请对其文件执行 chmod 600`,
});

function whichKey(names: string): Text {
  return {
    en: `key ${DEFAULT_KEY}; name one that there is with --from (${names}), or make it: tally key new ${DEFAULT_KEY}`,
    zh: `密钥 ${DEFAULT_KEY}；请用 --from 指明现有密钥（${names}），或生成它：tally key new ${DEFAULT_KEY}`,
  };
}

/** Refuses a number that is not whole or not within its range. @throws Usage USAGE */
export function wholeNumber(text: string, option: string, max = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value <= max) return value;
  throw new Usage('USAGE', `${option} ${JSON.stringify(text)}: expected a whole number from 0 to ${max}`);
}
