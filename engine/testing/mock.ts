// Mocks: contracts with the ABI of another one, whose answers a test puts into their storage.
import { STATUS } from '../../spec/errors.ts';
import { ABI_SECTION } from '../abi/abi.ts';
import { readRevert } from '../abi/event.ts';
import { type NameAddress, namedTexts, printArguments } from '../abi/print.ts';
import type { Abi, AbiMethod } from '../abi/types.ts';
import { decodeArguments, encodeValue, type Value } from '../abi/value.ts';
import { type Bytes, concat, toLatin1 } from '../base/bytes.ts';
import { encoded } from '../base/codec.ts';
import { CodecError, Usage } from '../base/errors.ts';
import { encode } from '../base/records.ts';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import { encodeInput, methodOf } from '../client/contract.ts';
import { type Args, type Given, meant, valuesOf } from '../client/given.ts';
import { exportName } from '../compile/contract.ts';
import { compileKept } from '../compile/kept.ts';
import { singleSource } from '../compile/sources.ts';
import { nodeNatives } from '../crypto/node.ts';
import { storagePrefix } from '../state/key.ts';
import { Reader } from '../wasm/reader.ts';
import { Writer } from '../wasm/writer.ts';
import { Contract, type Home } from './contract.ts';
import type { Arrival } from './watch.ts';

/** A call that a mock got. */
export interface Got {
  readonly args: { readonly [name: string]: Value };
  /** Address of the account or contract that called. */
  readonly caller: Bytes;
}

/** Code of the refusal of a mock that was given no answer. */
export const NO_ANSWER = 'NO_ANSWER';

/** First byte of a stored answer. */
const OUTPUT = 0;
const REVERT = 1;

/**
 * Every method of every mock: answers stand under the name and the hash of the arguments, or under the name alone. An answer is 0 and
 * the output, or 1, the length of a code, the code and the data of a revert. Without one it reverts with what it was asked.
 */
const ANSWERING = `import * as host from "tally/host";

function put(from: Uint8Array, length: i32, to: Uint8Array, at: i32): i32 {
  for (let i = 0; i < length; i++) to[at + i] = from[i];
  return at + length;
}

@contract("mock", "1.0.0")
export class Mock {
  @view
  fallback(): void {
    const size = host.input(0, 0);
    const input = new Uint8Array(size);
    host.input(input.dataStart, size);
    const method = new Uint8Array(64);
    const length = host.method(method.dataStart, 64);
    const key = new Uint8Array(length + 33);
    const general = put(method, length, key, 0) + 1;
    host.sha256(input.dataStart, size, key.dataStart + general);
    let found = host.get(key.dataStart, general + 32, 0, 0);
    if (found < 0) found = host.get(key.dataStart, general, 0, 0);
    if (found < 0) this.refuse(method, length, input);
    const answer = new Uint8Array(found);
    host.result(0, answer.dataStart, found);
    if (answer[0] == ${OUTPUT}) {
      host.output(answer.dataStart + 1, found - 1);
    } else {
      const data = 2 + <i32>answer[1];
      host.revert(answer.dataStart + 2, answer[1], answer.dataStart + data, found - data);
    }
  }

  private refuse(method: Uint8Array, length: i32, input: Uint8Array): void {
    const code = new Uint8Array(${NO_ANSWER.length});
    const letters: u8[] = [${[...NO_ANSWER].map((letter) => letter.charCodeAt(0)).join(', ')}];
    for (let i = 0; i < letters.length; i++) code[i] = letters[i];
    const size = input.length < 800 ? input.length : 800;
    const data = new Uint8Array(33 + length + size);
    host.self(data.dataStart);
    data[32] = <u8>length;
    const end = put(input, size, data, put(method, length, data, 33));
    host.revert(code.dataStart, code.length, data.dataStart, end);
  }
}
`;

let answering: Promise<Bytes> | undefined;

/** A module with the methods of an ABI, but for those that run when a contract is made or moved. */
export async function mockModule(abi: Abi): Promise<Bytes> {
  answering ??= compileKept(singleSource(ANSWERING)).then(({ wasm }) => wasm);
  const methods = abi.methods.filter(({ kind }) => kind === 'view' || kind === 'mutate');
  return offering({ ...abi, methods, storage: [] }, await answering);
}

const EXPORTS = 7;

/** The module with its one method exported under the names of others, and with their ABI. */
function offering(abi: Abi, wasm: Bytes): Bytes {
  const to = new Writer(wasm.length).raw(wasm.subarray(0, 8));
  for (const from = new Reader(wasm, 8); !from.done; ) {
    const id = from.u8();
    const part = from.part(from.u32());
    if (id === EXPORTS) to.section(EXPORTS, (section) => renameExports(part, abi, section));
    else if (id !== 0) to.u8(id).sized(wasm.subarray(part.at, part.end));
  }
  const json = encodeUtf8(JSON.stringify(abi));
  return to.section(0, (section) => void section.name(ABI_SECTION).raw(json)).finish();
}

function renameExports(from: Reader, abi: Abi, to: Writer): void {
  const all = from.list(() => ({ name: from.name(), kind: from.u8(), index: from.u32() }));
  const own = all.find(({ name }) => name.startsWith('fallback'))!;
  const offered = abi.methods.map((method) => ({ ...own, name: exportName(method) }));
  to.list([...all.filter((each) => each !== own), ...offered], ({ name, kind, index }) => {
    to.name(name).u8(kind).u32(index);
  });
}

/** What a mock needs of the sandbox that it is in. */
export interface MockHome extends Home {
  /** Puts a value into the state, without a block. */
  put(key: string, value: Bytes): void;
  arrivals(contract: Bytes): readonly Arrival[];
}

/** A contract that answers what a test says. What it is told is part of the state: going back to a state takes it back. */
export class Mock extends Contract {
  private readonly mockHome: MockHome;

  constructor(home: MockHome, address: Bytes) {
    super(home, address);
    this.mockHome = home;
  }

  /**
   * Has a method answer a value: `returns("balanceOf", 5n)` whatever the arguments are, `returns("balanceOf", { holder: ann }, 5n)` for
   * these, which goes before. A method without a result takes no value.
   * @throws Usage ARGUMENT_* for what is not of the types of the ABI; Reject METHOD_UNKNOWN
   */
  returns(method: string, ...given: readonly [] | readonly [Given] | readonly [Args, Given | undefined]): void {
    const row = this.row(method);
    const isWithArgs = given.length === 2 || (given.length === 1 && row.returns === 'void');
    const value = given.length === 2 ? given[1] : isWithArgs ? undefined : given[0];
    const answer = concat(Uint8Array.of(OUTPUT), outputOf(row, value));
    this.put(row, isWithArgs ? (given[0] as Args) : undefined, answer);
  }

  /** Has a method refuse with a code and a message: `reverts("transfer", "CODE", "why")`, or for these arguments alone. */
  reverts(method: string, ...given: readonly [string, string?] | readonly [Args, string, string?]): void {
    const row = this.row(method);
    const [args, code, message = ''] = typeof given[0] === 'string' ? [undefined, ...given] : given;
    if (!/^[A-Za-z0-9_.]{1,64}$/.test(String(code)))
      throw new Usage('ARGUMENT_TYPE', `${JSON.stringify(code)} is no code: 1 to 64 characters of A-Z a-z 0-9 _ and .`);
    const name = encodeUtf8(code as string);
    const data = described(message);
    this.put(row, args as Args | undefined, concat(Uint8Array.of(REVERT, name.length), concat(name, data)));
  }

  /** Calls that a method got, in order: arguments and caller. Those of a call that failed are not among them. */
  calls(method: string): readonly Got[] {
    const row = this.row(method);
    const own = this.mockHome.arrivals(this.address).filter((each) => each.method === method);
    return own.map(({ caller, input }) => ({ caller, args: argumentsOf(row, input) }));
  }

  private row(method: string): AbiMethod {
    return methodOf(this.abi, method);
  }

  private put(row: AbiMethod, args: Args | undefined, answer: Bytes): void {
    const general = `${storagePrefix(this.address)}${row.name}\0`;
    const hash = args && toLatin1(nodeNatives.sha256(encodeInput(row, valuesOf(row.params, args))));
    this.mockHome.put(general + (hash ?? ''), answer);
  }
}

function outputOf({ name, returns }: AbiMethod, value: Given | undefined): Bytes {
  if (returns === 'void') {
    if (value === undefined) return new Uint8Array(0);
    throw new Usage('ARGUMENT_TYPE', `${name} returns nothing`);
  }
  try {
    return encodeValue(returns, meant(returns, value as Given));
  } catch (error) {
    if (error instanceof CodecError) throw new Usage('ARGUMENT_TYPE', `what ${name} returns: ${error.message}`);
    throw error;
  }
}

/** Data of a revert as the contract library writes it, without a line. */
function described(message: string): Bytes {
  return encoded((to) => {
    to.string(message);
    to.u32(0);
  });
}

function argumentsOf({ params }: AbiMethod, input: Bytes): Got['args'] {
  const values = decodeArguments(params, input);
  return Object.fromEntries(params.map(({ name }, i) => [name, values[i]!]));
}

/** How a call ended. */
export interface Reason {
  readonly status: number;
  readonly output: Bytes;
  readonly gasUsed: number;
}

/** What knows contracts and names. */
interface Book {
  abiOf(contract: Bytes): Abi;
  nameOf(address: Bytes): string;
}

/** The output of a call that failed; the refusal of a mock without an answer is put into words, whoever passed it on. */
export function reasoned({ status, output }: Reason, book: Book): Bytes {
  if (status !== STATUS.REVERT) return output;
  const { code, data } = readRevert(output);
  const length = data[32];
  if (code !== NO_ANSWER || length === undefined || data.length < 33 + length) return output;
  const method = decodeUtf8(data.subarray(33, 33 + length));
  const abi = book.abiOf(data.subarray(0, 32));
  const asked = `${abi.name}.${method}(${wordsOf(abi, method, data.subarray(33 + length), (each) => book.nameOf(each))})`;
  const message = `the mock was given no answer for ${asked}`;
  return encode('Revert', { code, data: described(message.length > 250 ? `${message.slice(0, 250)}…` : message) });
}

function wordsOf(abi: Abi, method: string, input: Bytes, nameOf: NameAddress): string {
  const params = abi.methods.find(({ name }) => name === method)?.params ?? [];
  try {
    const values = decodeArguments(params, input);
    return namedTexts(printArguments(params, values, nameOf)).join(', ');
  } catch (error) {
    if (error instanceof CodecError) return '…';
    throw error;
  }
}
