// Plays the scenarios of a template: deploys the values, takes the steps, and compares what comes of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { typeText } from '../../engine/abi/types.ts';
import { hookOf } from '../../engine/client/contract.ts';
import { abiFrom } from '../../engine/testing/build.ts';
import { type Account, type Contract, expectRevert, Sandbox } from '../../engine/testing/sandbox.ts';
import { choosing, dayOf, tokenFor } from './choosing.ts';

// biome-ignore lint/suspicious/noExplicitAny: documents of JSON
type Json = any;

const NOBODY = new Uint8Array(32);
const PLENTY = 10n ** 18n;
const DECIMALS: { readonly [currency: string]: number } = { JPY: 0, KRW: 0, BHD: 3, KWD: 3 };
const ABSENT: { readonly [type: string]: unknown } = { Address: NOBODY, string: '', bytes: new Uint8Array() };

/** Plays every scenario that the manifest names. */
export async function playAll(template: string): Promise<void> {
  const manifest = read(template, 'template.json');
  for (const file of manifest.scenarios) await new Play(template, manifest, file).run();
}

const read = (template: string, file: string): Json =>
  JSON.parse(readFileSync(join('templates', template, file), 'utf8'));
const upper = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replaceAll('-', '_')
    .toUpperCase();

class Play {
  private readonly template: string;
  private readonly manifest: Json;
  private readonly scenario: Json;
  private readonly file: string;
  private readonly values: Json;
  private readonly sandbox: Sandbox;
  private readonly tokens: Contract[] = [];

  constructor(template: string, manifest: Json, file: string) {
    this.template = template;
    this.manifest = manifest;
    this.file = file;
    this.scenario = read(template, file);
    this.values = read(template, this.scenario.values);
    this.sandbox = new Sandbox({ time: Date.parse(this.scenario.on) });
  }

  async run(): Promise<void> {
    const contract = await this.deploy();
    for (const [index, step] of this.scenario.steps.entries()) {
      const where = `${this.file}, step ${index}: ${step.do}`;
      if (step.on !== undefined) {
        const seconds = (Date.parse(step.on) - this.sandbox.time) / 1_000;
        if (seconds > 0) this.sandbox.advance({ seconds });
      }
      const call = () => contract.call(step.do, this.argsOf(contract, step.do, step.with ?? {}), this.account(step.by));
      if (step.refused)
        await expectRevert(step.refused, call).catch((error) =>
          Promise.reject(new Error(`${where}: ${error.message}`)),
        );
      else
        try {
          call();
        } catch (error) {
          throw new Error(`${where}: ${(error as Error).message}`);
        }
      contract.query('invariants');
      for (const [view, wanted] of Object.entries(step.expect ?? {}))
        expect([where, view, contract.query(view)]).toEqual([
          where,
          view,
          this.typed(typeOf(contract, view), wanted, view),
        ]);
    }
  }

  private async deploy(): Promise<Contract> {
    const choices = Object.fromEntries(
      Object.keys(this.manifest.options).map((name) => [upper(name), upper(`${name}-${this.values.options[name]}`)]),
    );
    const accounts = [...Object.keys(this.manifest.parties), ...Object.keys(this.scenario.actors ?? {})].map((name) =>
      this.account(name),
    );
    const source = choosing(this.template, choices);
    const args: Json = {};
    const init = hookOf(await abiFrom(source), 'init');
    for (const { name, type } of init?.params ?? []) args[name] = await this.initial(name, typeText(type), accounts);
    const contract = await this.sandbox.deploy(source, { args });
    for (const token of this.tokens)
      for (const holder of accounts) token.call('approve', { spender: contract, amount: PLENTY }, holder);
    return contract;
  }

  private async initial(name: string, type: string, accounts: readonly Account[]): Promise<unknown> {
    const { parties } = this.values;
    if (name in this.manifest.parties) return parties[name] ? this.account(name) : NOBODY;
    if (name.endsWith('Id') && name.slice(0, -2) in this.manifest.parties) return parties[name.slice(0, -2)]?.id ?? '';
    const schema = this.manifest.parameters.properties[name];
    const value = this.values[name] ?? schema.default;
    // The default of what some choices need is the empty text.
    if (value === undefined || value === '') return ABSENT[type] ?? 0;
    if (schema['x-type'] === 'token') {
      const token = await tokenFor(this.sandbox, accounts, PLENTY);
      this.tokens.push(token);
      return token;
    }
    return this.written(schema, value, name);
  }

  private written(schema: Json, value: Json, name: string): unknown {
    if (schema.type === 'array')
      return value.map((row: Json) =>
        Object.fromEntries(
          Object.entries(row).map(([key, each]) => [key, this.written(schema.items.properties[key], each, key)]),
        ),
      );
    const kind = schema['x-type'];
    if (kind === 'money') return this.minor(value, name);
    if (kind === 'date') return dayOf(value);
    if (kind === 'percent') return Number(scaled(value, 2));
    if (kind === 'hash') return Buffer.from(value, 'hex');
    return value;
  }

  private argsOf(contract: Contract, method: string, given: Json): Json {
    const row = contract.abi.methods.find((each) => each.name === method)!;
    return Object.fromEntries(
      row.params.map(({ name, type }) => [name, this.typed(typeText(type), given[name], name)]),
    );
  }

  private typed(type: string, value: Json, name: string): unknown {
    if (type === 'Amount') return this.minor(value, name);
    if (type === 'Address') return this.account(value);
    if (type === 'bytes') return Buffer.from(value, 'hex');
    if (type === 'u32' && typeof value === 'string') return dayOf(value);
    if (type === 'u64' && typeof value === 'string') return BigInt(Date.parse(value));
    return value;
  }

  private minor(value: string, name: string): bigint {
    const currency = this.values[this.manifest.amounts?.[name] ?? 'currency'];
    return scaled(value, DECIMALS[currency] ?? 2);
  }

  private account(name: string): Account {
    return this.sandbox.account(name);
  }
}

function scaled(text: string, places: number): bigint {
  const [whole, rest = ''] = text.split('.');
  if (rest.length > places) throw new Error(`${text} has more than ${places} decimals`);
  return BigInt(whole + rest.padEnd(places, '0'));
}

const typeOf = (contract: Contract, view: string): string =>
  typeText(contract.abi.methods.find((each) => each.name === view)!.returns);
