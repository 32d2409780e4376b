// Templates as their tests use them: another choice of options in a copy of the folder, values as arguments, scenarios played.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { type Account, type Contract, expectRevert, type Given, Sandbox } from '../../engine/testing/sandbox.ts';

export type Json = { readonly [name: string]: unknown };
type Texts = { readonly [name: string]: string };

/** What these tests read of a manifest. */
export interface Manifest {
  readonly options: { readonly [name: string]: { readonly values: Json; readonly default: string } };
  readonly parties: { readonly [role: string]: { readonly only?: Texts } };
  readonly parameters: { readonly required: readonly string[]; readonly properties: { readonly [name: string]: Json } };
  readonly states: {
    readonly list: Json;
    readonly roles: Json;
    readonly edges: readonly { readonly from: string[]; readonly to: string[]; readonly method: string }[];
  };
  readonly figures: Json;
  readonly invariants: { readonly list: readonly { readonly code: string }[] };
  readonly samples: readonly string[];
  readonly scenarios: readonly string[];
  readonly assets: { readonly total: string; readonly parts: readonly string[] };
  readonly explore: {
    readonly values: string;
    readonly actors?: readonly string[];
    readonly times: readonly string[];
    readonly actions: readonly {
      readonly method: string;
      readonly by: readonly string[];
      readonly with?: { readonly [name: string]: readonly unknown[] };
    }[];
  };
}

/** One step of a scenario. */
interface Step {
  readonly on?: string;
  readonly by?: string;
  readonly do?: string;
  readonly with?: Json;
  readonly expect?: Json;
  readonly refused?: string;
}

/** An instance in a chain of its own, and the accounts of everybody by role. */
export interface Instance {
  readonly sandbox: Sandbox;
  readonly contract: Contract;
  readonly token: Contract | undefined;
  readonly who: { readonly [role: string]: Account };
}

/** Parameters that only the prose tells, so that no init takes them. */
export const PROSE_ONLY: readonly string[] = ['governingLaw'];

/** Codes that were refused with so far. */
export const seen = new Set<string>();

const DAY = 86_400_000;
const PLENTY = 10n ** 30n;

export const read = (path: string): Json => JSON.parse(readFileSync(path, 'utf8'));

export const manifestOf = (folder: string): Manifest => read(join(folder, 'template.json')) as unknown as Manifest;

export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/** `settlement` is `SETTLEMENT`, `priceAndSensor` is `PRICE_AND_SENSOR`. */
const constant = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** The contract of a template with other choices: a copy of the folder, in which options.ts is written anew. */
export function variantOf(folder: string, choices: Texts): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'tally-template-')), basename(folder));
  cpSync(folder, copy, { recursive: true });
  let text = readFileSync(join(copy, 'options.ts'), 'utf8');
  for (const [name, value] of Object.entries(choices)) {
    const line = new RegExp(`export const ${constant(name)}: i32 = .*;`);
    expect(text).toMatch(line);
    text = text.replace(line, `export const ${constant(name)}: i32 = ${constant(name)}_${constant(value)};`);
  }
  writeFileSync(join(copy, 'options.ts'), text);
  return join(copy, 'contract.ts');
}

/** `1250000.00` of a currency with two decimals is 125000000. */
export function minor(text: string): bigint {
  const [whole = '', behind = ''] = text.split('.');
  return BigInt(whole + behind.padEnd(2, '0'));
}

/** Makes an instance of values, on a day, with an account for each party and actor, and a token if it has one. */
export async function open(
  folder: string,
  values: Json,
  day: string,
  choices: Texts = {},
  actors: readonly string[] = [],
): Promise<Instance> {
  const sandbox = new Sandbox({ time: Date.parse(day.includes('T') ? day : `${day}T00:00:00Z`) });
  const who: { [role: string]: Account } = {};
  for (const role of [...Object.keys(values['parties'] as Json), ...actors]) who[role] = sandbox.account(role);
  const chosen = { ...(values['options'] as Texts), ...choices };
  const token = chosen['settlement'] === 'token' || chosen['payments'] === 'token' ? await coin(sandbox) : undefined;
  const args = argumentsOf(manifestOf(folder), values, who, token);
  const contract = await sandbox.deploy(variantOf(folder, chosen), { args });
  for (const account of token ? Object.values(who) : []) {
    token!.call('mint', { to: account, amount: PLENTY });
    token!.call('approve', { spender: contract, amount: PLENTY }, account);
  }
  return { sandbox, contract, token, who };
}

const coin = (sandbox: Sandbox): Promise<Contract> =>
  sandbox.deploy('contracts/token.ts', { args: { name: 'Yuan', symbol: 'CNY', decimals: 2 } });

/** What the init gets: accounts and identifiers of the parties, and each parameter as its x-type says. */
export function argumentsOf(
  manifest: Manifest,
  values: Json,
  who: { readonly [role: string]: Account },
  token: Contract | undefined,
): { [name: string]: Given } {
  const args: { [name: string]: Given } = {};
  const parties = values['parties'] as { readonly [role: string]: { readonly id: string } };
  for (const role of Object.keys(manifest.parties)) {
    args[role] = who[role] ?? new Uint8Array(32);
    args[`${role}Id`] = parties[role]?.id ?? '';
  }
  for (const [name, { 'x-type': type, default: preset }] of Object.entries(manifest.parameters.properties)) {
    if (PROSE_ONLY.includes(name)) continue;
    if (type === 'token') args[name] = token ?? new Uint8Array(32);
    else args[name] = given(type as string, values[name] ?? preset);
  }
  return args;
}

function given(type: string, value: unknown): Given {
  if (type === 'money') return minor(value as string);
  if (type === 'date') return dayOf(value as string);
  if (type === 'percent') return Number(minor(value as string));
  if (type === 'hash') return Uint8Array.from(Buffer.from(value as string, 'hex'));
  return value as Given;
}

/** Plays a scenario from beginning to end. */
export async function play(folder: string, file: string): Promise<void> {
  const scenario = read(join(folder, file));
  const values = read(join(folder, scenario['values'] as string));
  const actors = Object.keys((scenario['actors'] ?? {}) as Json);
  const instance = await open(folder, values, scenario['on'] as string, {}, actors);
  for (const [index, step] of (scenario['steps'] as readonly Step[]).entries()) {
    try {
      await take(instance, step);
    } catch (error) {
      throw new Error(`${file}, step ${index}: ${(error as Error).message}`, { cause: error });
    }
  }
}

async function take(instance: Instance, step: Step): Promise<void> {
  const { sandbox, contract, who } = instance;
  if (step.on !== undefined) moveTo(sandbox, step.on);
  const act = (): unknown => contract.call(step.do!, written(instance, step.do!, step.with ?? {}), who[step.by!]!);
  if (step.refused !== undefined) await refuses(step.refused, act);
  else if (step.do !== undefined) act();
  for (const [view, value] of Object.entries(step.expect ?? {})) {
    const type = String(contract.abi.methods.find(({ name }) => name === view)?.returns);
    expect([view, contract.query(view)]).toEqual([view, typed(instance, type, value)]);
  }
}

/** Expects a refusal with a code, and remembers that it was seen. */
export async function refuses(code: string, act: () => unknown): Promise<void> {
  await expectRevert(code, act);
  seen.add(code);
}

/** Codes of a contract that nothing has refused with, apart from those of its invariants. */
export function unseen(folder: string, contract: Contract): string[] {
  const { list } = manifestOf(folder).invariants;
  const codes = new Set(contract.abi.errors.map(({ code }) => code));
  return [...codes].filter((code) => !seen.has(code) && !list.some((each) => each.code === code));
}

/** Moves the time to the beginning of a day, unless it has come. */
export const moveTo = (sandbox: Sandbox, day: string): void => moveToDay(sandbox, dayOf(day));

/** The same by its number. */
export function moveToDay(sandbox: Sandbox, day: number): void {
  const seconds = (day * DAY - sandbox.time) / 1_000;
  if (seconds > 0) sandbox.advance({ seconds });
}

/** Arguments as they are written in scenarios, by the types of the method. */
export function written(instance: Instance, method: string, args: Json): { [name: string]: Given } {
  const { params } = instance.contract.abi.methods.find(({ name }) => name === method)!;
  return Object.fromEntries(params.map(({ name, type }) => [name, typed(instance, String(type), args[name])]));
}

function typed({ who }: Instance, type: string, value: unknown): Given {
  if (type === 'Amount') return minor(value as string);
  if (type === 'Address') return who[value as string]!;
  if (type === 'u64') return BigInt(value as number);
  if (type === 'u32' && typeof value === 'string') return dayOf(value);
  return value as Given;
}
