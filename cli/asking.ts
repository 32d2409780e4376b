// Calls and queries up to their input: the contract, the method, and the arguments by its ABI or raw.
import type { AbiMethod } from '../engine/abi/types.ts';
import { type Bytes, EMPTY } from '../engine/base/bytes.ts';
import { Reject, Usage } from '../engine/base/errors.ts';
import type { Connection } from '../engine/client/connection.ts';
import { contractClient, methodOf } from '../engine/client/contract.ts';
import type { Speech } from '../engine/template/speech.ts';
import { asksForHelp, describeMethod, describeMethods, readArguments } from './arguments.ts';
import { Book } from './book.ts';
import { hexBytes } from './hex.ts';
import type { Session } from './session.ts';
import { findContract, type Target } from './target.ts';

/** A question or an order to a contract. */
export interface Asked {
  readonly connection: Connection;
  readonly book: Book;
  readonly target: Target;
  readonly method: string;
  readonly input: Bytes;
  /** Absent for bytes, and for contracts that were made of no template. */
  readonly speech: Speech | undefined;
}

/**
 * Reads `contract method values…` and the words behind `--`. Undefined if they asked for help, which is printed then.
 * @throws Usage, Reject
 */
export async function readAsked(
  session: Session,
  words: readonly string[],
  { verb, raw }: { readonly verb: 'call' | 'query'; readonly raw: string | undefined },
): Promise<Asked | undefined> {
  const [name, method, ...values] = words as [string, string | undefined, ...string[]];
  const rest = [...values, ...session.rest];
  const connection = await session.connect(verb === 'query' || asksForHelp(rest) ? 'read' : 'write');
  const book = await Book.open(session, connection);
  const target = await findContract(connection, book, name);
  if (asksForHelp(rest)) return void explain(session, target, method, verb);
  if (method === undefined) throw new Usage('USAGE', `which method of ${name}?${listed(target, verb)}`);
  const speech = raw === undefined ? await speechOf(session, connection, target) : undefined;
  const input = inputOf(target, method, rest, { verb, raw, book, speech });
  return { connection, book, target, method, input, speech };
}

/** Templates are loaded by whoever speaks to an instance of one, and by nobody else. */
async function speechOf(session: Session, connection: Connection, target: Target): Promise<Speech | undefined> {
  if (target.record.template === null) return undefined;
  const { speechFor } = await import('./templates/speaking.ts');
  return speechFor(session, connection, target);
}

const KINDS = { call: ['mutate', 'view'], query: ['view'] } as const satisfies Record<string, AbiMethod['kind'][]>;

function inputOf(
  { abi, name }: Target,
  method: string,
  words: readonly string[],
  {
    verb,
    raw,
    book,
    speech,
  }: { verb: 'call' | 'query'; raw: string | undefined; book: Book; speech: Speech | undefined },
): Bytes {
  if (raw !== undefined) {
    if (words.length > 0) throw new Usage('ARGUMENT_EXTRA', `${JSON.stringify(words[0])} beside --raw`);
    return hexBytes(raw, '--raw');
  }
  if (!abi) {
    if (words.length > 0) throw new Usage('ABI_MISSING', name);
    return EMPTY;
  }
  const row = methodOf(abi, method);
  // The kind is judged before the arguments: whoever takes the wrong verb need not mend them first.
  if (row.kind === 'mutate' && verb === 'query') throw new Reject('NOT_VIEW', `${name}.${method} changes the contract`);
  if (row.kind === 'init' || row.kind === 'migrate') throw new Reject('METHOD_RESERVED', `${name}.${method}`);
  return contractClient(abi)[verb](method, readArguments(row.params, words, book.resolve, speech)).input;
}

function listed({ abi }: Target, verb: 'call' | 'query'): string {
  const kinds: readonly string[] = KINDS[verb];
  const names = abi?.methods.filter(({ kind }) => kinds.includes(kind)).map((method) => method.name) ?? [];
  return names.length === 0 ? '' : ` It has ${names.join(', ')}`;
}

function explain({ output }: Session, { abi, name }: Target, method: string | undefined, verb: 'call' | 'query'): void {
  if (!abi) throw new Usage('ABI_MISSING', name);
  const kinds: readonly AbiMethod['kind'][] = KINDS[verb];
  const methods =
    method === undefined ? abi.methods.filter(({ kind }) => kinds.includes(kind)) : [methodOf(abi, method)];
  const text = method === undefined ? describeMethods(abi, kinds) : describeMethod(methods[0]!);
  output.result({ contract: name, methods }, text);
}
