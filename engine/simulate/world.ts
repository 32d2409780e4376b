// A throw-away chain with one instance of a template: its parties act, time is what one says, and every state can be gone back to.

import { join } from 'node:path';
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import type { TxKindName } from '../../spec/tx.ts';
import type { Abi } from '../abi/types.ts';
import type { Value } from '../abi/value.ts';
import { readModule } from '../app/deploy.ts';
import { type Bytes, toLatin1, ZERO32 } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import { contractAddress } from '../base/hash.ts';
import { decode, type Receipt } from '../base/records.ts';
import { contractClient, methodOf } from '../client/contract.ts';
import { type BodyOf, buildRequest } from '../client/transaction.ts';
import { compileKept } from '../compile/kept.ts';
import { loadSources, packageFolder } from '../compile/sources.ts';
import { nodeNatives } from '../crypto/node.ts';
import { makeGenesis } from '../ledger/genesis.ts';
import { applyTransaction, query } from '../runtime/apply.ts';
import { Engine } from '../runtime/code.ts';
import { readTop, rulesOf } from '../runtime/records.ts';
import { tierOf } from '../runtime/tiers.ts';
import { Overlay } from '../state/overlay.ts';
import type { State } from '../state/reader.ts';
import { type BuiltTemplate, buildTemplate } from '../template/build.ts';
import { decimalsOf } from '../template/currency.ts';
import type { Fill } from '../template/fill.ts';
import type { Template } from '../template/folder.ts';
import { bodyFor, initArguments, saltOf } from '../template/instance.ts';
import { currencyOf, type Given, isList } from '../template/manifest.ts';
import { answerText } from '../template/refusals.ts';
import { Told } from '../template/text.ts';
import { type Account, authorised, namedAccount } from '../testing/account.ts';
import { baseOf } from '../testing/chain.ts';
import { argumentsOf, type Terms } from './given.ts';

/** A state of the chain, and the time of its next block. States are values: what is done in one leaves it as it is. */
export interface Place {
  readonly writes: Overlay;
  readonly time: number;
}

/** What came of a step. */
export interface Ran {
  readonly status: number;
  /** Code of the refusal; undefined unless it is one. */
  readonly refusal: string | undefined;
  readonly receipt: Receipt;
  /** The state behind it; the same place if nothing changed. */
  readonly place: Place;
}

/** Major units that everybody has of each token. */
const PLENTY = 10n ** 12n;
const HEIGHT = 1;

export class World implements Terms {
  readonly template: Template;
  readonly fill: Fill;
  readonly built: BuiltTemplate;
  /** Address of the instance. */
  readonly instance: Bytes;
  /** Addresses of the tokens, by parameter. */
  readonly tokens = new Map<string, Bytes>();
  private readonly engine: Engine;
  private readonly base: State;
  private readonly chain: Bytes;
  private readonly codes = new Map<string, Bytes>();
  private readonly accounts = new Map<string, Account>();
  /** Who acts besides the parties. */
  private readonly actors: readonly string[];

  private constructor(template: Template, fill: Fill, built: BuiltTemplate, actors: readonly string[], time: number) {
    this.actors = actors;
    this.template = template;
    this.fill = fill;
    this.built = built;
    this.engine = new Engine(nodeNatives, tierOf('compiled'));
    const genesis = makeGenesis(nodeNatives, { name: 'simulation', salt: ZERO32, accounts: [], time });
    const { id, state } = baseOf(this.engine, genesis);
    this.chain = id;
    this.base = state;
    this.instance = contractAddress(nodeNatives, id, this.account(DEPLOYER).address, saltOf(template, fill));
  }

  /**
   * A world in which the instance was just made, at this time. Actors are those who act besides the parties.
   * @throws CompileError, Usage; Usage INSTANCE_REFUSED if the contract refuses the values
   */
  static async begin(
    template: Template,
    fill: Fill,
    { actors, time }: { readonly actors: readonly string[]; readonly time: number },
  ): Promise<{ world: World; place: Place }> {
    const world = new World(template, fill, await buildTemplate(template, fill.options), actors, time);
    let place: Place = { writes: new Overlay(world.base), time: time + 1 };
    place = await world.makeTokens(place, [...Object.keys(fill.parties), ...actors]);
    return { world, place: world.instantiate(place) };
  }

  get abi(): Abi {
    return this.built.abi;
  }

  get manifest() {
    return this.template.manifest;
  }

  /** The account of a party or an actor. */
  account(name: string): Account {
    const known = this.accounts.get(name) ?? namedAccount(name);
    this.accounts.set(name, known);
    return known;
  }

  /** Whether somebody of this name may act or be named. */
  knows(name: string): boolean {
    return Object.hasOwn(this.manifest.parties, name) || this.actors.includes(name);
  }

  /** What names stand for in arguments and values. @throws Usage TEMPLATE_INVALID if it is nobody's */
  address(name: string): Bytes {
    if (this.knows(name)) return this.account(name).address;
    const token = this.tokenOf(name);
    if (token !== undefined) return token;
    if (name === 'instance') return this.instance;
    throw new Usage('TEMPLATE_INVALID', `${JSON.stringify(name)} is neither a party nor an actor`);
  }

  private tokenOf(name: string): Bytes | undefined {
    return [...this.tokens].find(([parameter]) => this.fill.fields[parameter] === name)?.[1];
  }

  /** Calls the instance. What the method refuses leaves the place as it is. @throws Usage TEMPLATE_INVALID for arguments that it does not take */
  act(place: Place, by: string, method: string, given: { readonly [name: string]: Given }): Ran {
    const row = methodOf(this.abi, method);
    const { input } = contractClient(this.abi).call(method, argumentsOf(this, row.params, given));
    return this.call(place, by, method, input);
  }

  /** The same with arguments that were encoded. */
  call(place: Place, by: string, method: string, input: Bytes): Ran {
    return this.send(place, this.account(by), 'call', { to: this.instance, method, input });
  }

  /** What a view without parameters answers. @throws Usage TEMPLATE_INVALID if it refuses to */
  ask(place: Place, method: string): Value {
    const answer = this.answer(place, this.instance, method, contractClient(this.abi).query(method).input);
    return contractClient(this.abi).output(method, answer) as Value;
  }

  /** What the instance has of the token of a parameter. */
  balance(place: Place, parameter: string): bigint {
    const output = this.answer(place, this.tokens.get(parameter)!, 'balanceOf', this.instance);
    return decode16(output);
  }

  private answer(place: Place, contract: Bytes, method: string, input: Bytes): Bytes {
    const question = { contract, method, input, caller: ZERO32, gas: LIMITS.transactionGas.max };
    const { status, output } = query(this.site(place), question);
    if (status !== STATUS.OK)
      throw new Usage('TEMPLATE_INVALID', `the view ${method} ends with ${refusalOf(status, output) ?? status}`);
    return output;
  }

  /** The state of a place with the code that was uploaded. */
  private site(place: Place) {
    const { writes, time } = place;
    const state: State = {
      get: (key) => writes.get(key),
      next: (prefix, after, skipped) => writes.next(prefix, after, skipped),
      code: (id) => this.codes.get(toLatin1(id)),
    };
    return { engine: this.engine, state, chain: this.chain, height: HEIGHT, time };
  }

  private send<K extends TxKindName>(place: Place, from: Account, kind: K, body: BodyOf<K>): Ran {
    const site = this.site(place);
    const record = readTop(site.state, 'account', from.address);
    const terms = {
      chain: this.chain,
      sender: from.address,
      nonce: BigInt(record?.nonce ?? 0),
      gasLimit: GAS,
      expiry: BigInt(HEIGHT),
    };
    const bytes = authorised(buildRequest(terms, kind, body), from, record);
    const { governed, blockGas } = rulesOf(site.state);
    const overlay = new Overlay(place.writes);
    const { receipt, stores } = applyTransaction({ ...site, overlay, governed, gasLeft: blockGas }, bytes, true);
    const { status } = receipt;
    if (stores?.code) this.codes.set(toLatin1(stores.code.codeId), stores.code.module);
    const refusal = status === STATUS.REVERT ? refusalOf(status, receipt.output) : undefined;
    if (status !== STATUS.OK) return { status, refusal, receipt, place };
    const writes = new Overlay(this.base);
    place.writes.commitInto(writes);
    overlay.commitInto(writes);
    return { status, refusal, receipt, place: { writes, time: place.time } };
  }

  private mustSend<K extends TxKindName>(place: Place, from: Account, kind: K, body: BodyOf<K>): Place {
    const ran = this.send(place, from, kind, body);
    if (ran.status !== STATUS.OK) throw new Told('INSTANCE_REFUSED', answerText(this.template, this.fill, ran.receipt));
    return ran.place;
  }

  private instantiate(place: Place): Place {
    const { template, fill, built } = this;
    const deployer = this.account(DEPLOYER);
    const acting = {
      ...fill,
      parties: Object.fromEntries(
        Object.entries(fill.parties).map(([role, party]) => [role, { ...party, account: PARTY + role }]),
      ),
    };
    const input = contractClient(built.abi).init(
      initArguments(template, built.abi, acting, (text) =>
        text.startsWith(PARTY) ? this.account(text.slice(PARTY.length)).address : (this.tokenOf(text) ?? ZERO32),
      ),
    );
    const there = this.mustSend(place, deployer, 'upload', { module: built.wasm });
    return this.mustSend(there, deployer, 'instantiate', bodyFor(template, fill, built, input));
  }

  /** A token for each parameter that names one, of which everybody has plenty, and lets the instance spend it. */
  private async makeTokens(start: Place, names: readonly string[]): Promise<Place> {
    const { properties } = this.manifest.parameters;
    const parameters = Object.keys(properties).filter((name) => {
      const field = properties[name]!;
      return !isList(field) && field['x-type'] === 'token' && this.fill.fields[name] !== undefined;
    });
    if (parameters.length === 0) return start;
    const { wasm } = await compileKept(loadSources(join(packageFolder(), 'contracts', 'token.ts')));
    const token = readModule(wasm);
    const client = contractClient(token.abi);
    const owner = this.account(DEPLOYER);
    let place = this.mustSend(start, owner, 'upload', { module: wasm });
    for (const parameter of parameters) {
      const currency = String(this.fill.fields[currencyOf(this.manifest, parameter)] ?? '');
      const decimals = decimalsOf(currency) ?? 2;
      const salt = nodeNatives.sha256(new TextEncoder().encode(parameter));
      const input = client.init({ name: currency || parameter, symbol: currency || parameter, decimals });
      const { codeId, metaId } = token;
      const rest = { admin: { members: [], threshold: 0, delay: 0 }, holds: false, invariant: '', template: null };
      place = this.mustSend(place, owner, 'instantiate', { codeId, metaId, salt, input, ...rest });
      const to = contractAddress(nodeNatives, this.chain, owner.address, salt);
      this.tokens.set(parameter, to);
      const amount = PLENTY * 10n ** BigInt(decimals);
      for (const name of names) {
        const { address } = this.account(name);
        place = this.mustSend(place, owner, 'call', { to, ...client.call('mint', { to: address, amount }) });
        place = this.mustSend(place, this.account(name), 'call', {
          to,
          ...client.call('approve', { spender: this.instance, amount }),
        });
      }
    }
    return place;
  }
}

/** Before the role of a party, so that no token is taken for one: no value has a NUL. */
const PARTY = '\0';
const DEPLOYER = 'whoever makes the instance';
const GAS = BigInt(LIMITS.transactionGas.max);

/** The code of a refusal. */
export function refusalOf(status: number, output: Bytes): string | undefined {
  return status === STATUS.REVERT ? decode('Revert', output).code : undefined;
}

function decode16(bytes: Bytes): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
