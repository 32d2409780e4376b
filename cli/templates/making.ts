// Making instances: the transactions that make them, what there is already, and many in one go.

import type { Key } from '../../engine/app/keys.ts';
import { accountOf, send, upload } from '../../engine/app/send.ts';
import { type Bytes, equal, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { contractAddress } from '../../engine/base/hash.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { contractClient } from '../../engine/client/contract.ts';
import { type BodyOf, buildRequest, signTransaction } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { type BuiltTemplate, buildTemplate } from '../../engine/template/build.ts';
import type { Fill } from '../../engine/template/fill.ts';
import type { Template } from '../../engine/template/folder.ts';
import { bodyFor, canonical, initArguments, keyText, type Resolve, resolved } from '../../engine/template/instance.ts';
import { answerText } from '../../engine/template/refusals.ts';
import type { Text } from '../../engine/template/text.ts';
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import type { Book } from '../book.ts';

/** An instance that is to be made. */
export interface Planned {
  readonly template: Template;
  /** Values with accounts as addresses. */
  readonly fill: Fill;
  readonly key: string;
  readonly address: Bytes;
  readonly body: BodyOf<'instantiate'>;
  readonly built: BuiltTemplate;
}

/** How it went. */
export type Outcome =
  | { readonly kind: 'made'; readonly height: number; readonly gasUsed: number }
  /** It was there, with the same values. */
  | { readonly kind: 'there' }
  | { readonly kind: 'failed'; readonly text: Text; readonly isTaken?: true };

/** Where instances are made, and by whom. */
export interface Workshop {
  readonly connection: Connection;
  readonly book: Book;
  /** As the book does; each name is looked up once, however many rows have it. */
  readonly resolve: Resolve;
  readonly key: Key;
  readonly chain: Bytes;
  readonly sender: Bytes;
  readonly builds: Map<string, Promise<BuiltTemplate>>;
}

export async function openWorkshop(connection: Connection, book: Book, key: Key): Promise<Workshop> {
  const { chain } = await connection.info();
  const { address: sender } = await accountOf(connection, key);
  const seen = new Map<string, Bytes>();
  const resolve = (text: string): Bytes => {
    const address = seen.get(text) ?? book.resolve(text);
    seen.set(text, address);
    return address;
  };
  return { connection, book, resolve, key, chain, sender, builds: new Map() };
}

/** The transaction that makes an instance. @throws CompileError, Usage */
export async function plan(
  { resolve, chain, sender, builds }: Workshop,
  template: Template,
  given: Fill,
): Promise<Planned> {
  const choices = canonical(given.options);
  const building = builds.get(choices) ?? buildTemplate(template, given.options);
  builds.set(choices, building);
  const built = await building;
  const fill = resolved(given, resolve);
  const input = contractClient(built.abi).init(initArguments(template, built.abi, fill, resolve));
  const body = bodyFor(template, fill, built, input);
  return {
    template,
    fill,
    key: keyText(template, fill),
    address: contractAddress(nodeNatives, chain, sender, body.salt),
    body,
    built,
  };
}

/** The transactions of all of these, in their order. @throws CompileError, Usage */
export async function planAll(workshop: Workshop, template: Template, fills: readonly Fill[]): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const fill of fills) planned.push(await plan(workshop, template, fill));
  return planned;
}

/** Whether it is there: the same, another one of its name, or none. */
async function present({ connection }: Workshop, { address, body }: Planned): Promise<'same' | 'other' | undefined> {
  const record = await connection.contract(address);
  if (record === undefined) return undefined;
  return record.template && equal(record.template.parameters, body.template!.parameters) ? 'same' : 'other';
}

/** Uploads the code of these unless it is there. */
async function uploadAll({ connection, key }: Workshop, planned: readonly Planned[]): Promise<void> {
  const builds = new Map(planned.map(({ built }) => [toHex(built.codeId), built]));
  for (const built of builds.values()) {
    const sent = await upload(connection, key, built);
    if (sent && sent.receipt.status !== STATUS.OK)
      throw new Usage('TEMPLATE_INVALID', `the upload ended with ${sent.receipt.status}`);
  }
}

/** Transactions that are sent before the first of them is answered. */
const AT_ONCE = 1_000;
const LIFE = 1_000n;

/** Makes all of these that are not there yet; `told` gets some of them whenever they are done. Answers stand in the order of what was planned. */
export async function makeAll(
  workshop: Workshop,
  planned: readonly Planned[],
  told: (done: readonly Planned[], outcomes: readonly Outcome[]) => void = () => {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let from = 0; from < planned.length; from += AT_ONCE) {
    const part = planned.slice(from, from + AT_ONCE);
    const done = await makeSome(workshop, part);
    outcomes.push(...done);
    told(part, done);
  }
  return outcomes;
}

async function makeSome(workshop: Workshop, planned: readonly Planned[]): Promise<Outcome[]> {
  const outcomes = await Promise.all(planned.map((each) => known(workshop, each)));
  const open = outcomes.flatMap((outcome, i) => (outcome === undefined ? [i] : []));
  if (open.length === 0) return outcomes as Outcome[];
  await uploadAll(
    workshop,
    open.map((i) => planned[i]!),
  );
  const answers = await submit(
    workshop,
    open.map((i) => planned[i]!),
  );
  for (const [j, i] of open.entries()) outcomes[i] = answers[j]!;
  return outcomes as Outcome[];
}

/** What is known before anything is sent. */
async function known(workshop: Workshop, planned: Planned): Promise<Outcome | undefined> {
  const there = await present(workshop, planned);
  if (there === undefined) return undefined;
  return there === 'same' ? { kind: 'there' } : { kind: 'failed', text: takenText(planned), isTaken: true };
}

function takenText({ key, address }: Planned): Text {
  const where = formatAddress('contract', address);
  return { en: `${key} is there already with other values: ${where}`, zh: `${key} 已存在且内容不同：${where}` };
}

/** Signs and sends; a transaction that was turned away takes no nonce, so those behind it are sent again. */
async function submit(workshop: Workshop, planned: readonly Planned[]): Promise<Outcome[]> {
  const { connection, key, chain, sender } = workshop;
  const gas = await gasFor(workshop, planned);
  const secrets = [key, ...(key.others ?? [])].map(({ secretKey }) => secretKey);
  const outcomes: Outcome[] = [];
  while (outcomes.length < planned.length) {
    const [{ nonce }, { height }] = await Promise.all([connection.account(sender), connection.info()]);
    const rest = planned.slice(outcomes.length);
    const signed = rest.map(({ body }, i) => {
      const terms = { chain, sender, nonce: BigInt(nonce + i), gasLimit: BigInt(gas), expiry: BigInt(height) + LIFE };
      return encodeTransaction(signTransaction(nodeNatives, buildRequest(terms, 'instantiate', body), secrets));
    });
    for (const answer of await connection.submit(signed)) {
      if (!answer.ok) {
        const { id, detail } = answer.error;
        outcomes.push({ kind: 'failed', text: same(`${id}${detail ? `: ${detail}` : ''}`) });
        break;
      }
      const { receipt, height: at } = answer;
      const { template, fill } = planned[outcomes.length]!;
      outcomes.push(
        receipt.status === STATUS.OK
          ? { kind: 'made', height: at, gasUsed: receipt.gasUsed }
          : { kind: 'failed', text: answerText(template, fill, receipt) },
      );
    }
  }
  return outcomes;
}

/** What a node says is in one language only. */
function same(text: string): Text {
  return { en: text, zh: text };
}

/** What the largest of them used when it was simulated, twice over. */
async function gasFor({ connection, key }: Workshop, planned: readonly Planned[]): Promise<number> {
  const largest = planned.reduce((a, b) => (b.body.input.length > a.body.input.length ? b : a));
  const { receipt } = await send(connection, key, { kind: 'instantiate', body: largest.body, dryRun: true });
  return receipt.status === STATUS.OK
    ? Math.min(2 * receipt.gasUsed, LIMITS.transactionGas.max)
    : LIMITS.transactionGas.max;
}
