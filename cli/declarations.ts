// Ambient declarations of the contract library for editors: they show AssemblyScript contracts without errors.

const INTEGERS = ['i8', 'i16', 'i32', 'i64', 'u8', 'u16', 'u32', 'u64', 'usize'];
/** What each type of integers is as a value: a cast, and its ends. */
const CASTS = INTEGERS.map(
  (type) =>
    `declare const ${type}: { (value: number | boolean): ${type}; readonly MIN_VALUE: ${type}; readonly MAX_VALUE: ${type} };`,
).join('\n');
/** What reads a text. */
const READERS = INTEGERS.filter((type) => type !== 'usize')
  .map((type) => `declare const ${type.toUpperCase()}: { parseInt(text: string, radix?: i32): ${type} };`)
  .join('\n');

/** Text of \`tally.d.ts\`. Amounts are declared as numbers because an editor knows no operators on classes. */
export const DECLARATIONS = `// What contracts may use, declared for editors only; \`tally build\` does not read this file.
declare type bool = boolean;
declare type i8 = number;
declare type i16 = number;
declare type i32 = number;
declare type i64 = number;
declare type u8 = number;
declare type u16 = number;
declare type u32 = number;
declare type u64 = number;
declare type usize = number;

// A cast, \`u64(x)\`, and the ends of each type, \`u64.MAX_VALUE\`; \`U64.parseInt("5")\` reads a text.
${CASTS}
${READERS}
declare function bool(value: unknown): bool;
/** The less of two whole numbers. */
declare function min<T extends number>(left: T, right: T): T;
/** The more of two whole numbers. */
declare function max<T extends number>(left: T, right: T): T;
/** Ends the call with ABORT unless it holds; \`require\` tells callers a code instead. */
declare function assert<T>(condition: T, message?: string): T;

/** Names a contract; one exported class of the entry file. */
declare function contract(name: string, version: string): ClassDecorator;
/** Runs once, when the contract is made. */
declare const init: MethodDecorator;
/** Answers without changing anything. */
declare const view: MethodDecorator;
/** Changes the contract. */
declare const mutate: MethodDecorator;
/** Runs when a contract is upgraded to this code. */
declare const migrate: MethodDecorator;
declare const step: MethodDecorator;
/** Only for callers who have one of these roles. */
declare function only(...roles: string[]): MethodDecorator;
/** May be entered again while it runs. */
declare const reentrant: MethodDecorator;
/** Something that a contract reports; fields are its constructor's public parameters. */
declare const event: ClassDecorator;
/** Beside event: these fields become topics, by which it can be found. */
declare function indexed(...fields: string[]): ClassDecorator;

/** A class whose fields, in their order, travel and are stored as one value. */
declare const struct: ClassDecorator;

/** A whole number from 0 to 2^128 - 1 in minor units; reverts when it would leave that range. */
interface Number {
  readonly isZero: bool;
  plus(other: number): number;
  minus(other: number): number;
  times(other: number): number;
  over(other: number): number;
  modulo(other: number): number;
  /** this × numerator / denominator, without overflow in between; rounded half to even unless it is said otherwise. */
  mulDiv(numerator: number, denominator: number, rounding?: number): number;
  /** Of an Amount: the same number as a u64. */
  toU64(): u64;
  equals(other: number): bool;
  differs(other: number): bool;
  isLess(other: number): bool;
  isMore(other: number): bool;
  isAtMost(other: number): bool;
  isAtLeast(other: number): bool;
}
/** Of a Decimal: a number with 18 digits behind the point. */
interface Number {
  readonly isNegative: bool;
  readonly abs: number;
  negated(): number;
  /** The product and the quotient, rounded as is said. */
  mul(other: number, rounding?: number): number;
  div(other: number, rounding?: number): number;
  /** This many times an amount, in whole minor units. */
  ofAmount(amount: number, rounding?: number): number;
  /** With so many digits behind the point. */
  round(places: i32, rounding?: number): number;
  toAmount(rounding?: number): number;
}
interface String {
  charCodeAt(index: i32): i32;
}

declare module "tally" {
  export type Amount = number;
  export const Amount: {
    of(value: number | string): Amount;
    readonly zero: Amount;
    readonly max: Amount;
  };

  /** A signed number with 18 digits behind the point. */
  export type Decimal = number;
  export const Decimal: {
    /** Of an integer, or of an Amount's minor units. */
    of(value: number): Decimal;
    /** \`-12.50\`. */
    parse(text: string): Decimal;
    ratio(part: Amount, whole: Amount, rounding?: Rounding): Decimal;
    basisPoints(count: i32): Decimal;
    readonly zero: Decimal;
    readonly one: Decimal;
  };

  /** A number, a bool or an enum, or nothing. */
  export class Option<T> {
    static some<V>(value: V): Option<V>;
    static none<V>(): Option<V>;
    readonly isSome: bool;
    readonly isNone: bool;
    /** Reverts if there is none. */
    readonly value: T;
    or(fallback: T): T;
  }

  export class Address {
    static readonly zero: Address;
    readonly isZero: bool;
    equals(other: Address): bool;
    differs(other: Address): bool;
    toString(): string;
  }

  export abstract class Context {
    /** Who called: an account or a contract. */
    static readonly caller: Address;
    static readonly self: Address;
    /** The name that was called. */
    static readonly method: string;
    static readonly height: u64;
    /** Milliseconds since 1970 UTC, of the block. */
    static readonly time: u64;
    /** Days since 1970 UTC. */
    static readonly day: u32;
    static readonly chain: Uint8Array;
    static readonly txId: Uint8Array;
    static readonly gasLeft: u64;
  }

  /** One stored value. */
  export class Value<T> {
    value: T;
    readonly isSet: bool;
    remove(): void;
  }

  /** Stored values by key. */
  export class Map<K, V> {
    /** Reverts if there is none. */
    get(key: K): V;
    getOr(key: K, fallback: V): V;
    set(key: K, value: V): void;
    has(key: K): bool;
    remove(key: K): void;
  }

  /** Stored values by two keys. */
  export class Map2<A, B, V> {
    get(first: A, second: B): V;
    getOr(first: A, second: B, fallback: V): V;
    set(first: A, second: B, value: V): void;
    has(first: A, second: B): bool;
    remove(first: A, second: B): void;
  }

  /** Stored values by key, which can be gone through in the order of the keys. */
  export class OrderedMap<K, V> extends Map<K, V> {
    /** The first keys, at most so many. */
    keys(limit: u32): K[];
    /** The keys behind one, at most so many. */
    keysAfter(key: K, limit: u32): K[];
  }

  /** In a \`@step\` method: one value that the code before kept, by the name of its field, \`Token.supply\`. */
  export class FormerValue<T> {
    constructor(field: string);
    readonly value: T;
    readonly isSet: bool;
  }

  /** In a \`@step\` method: values by key that the code before kept, by the name of the field. */
  export class FormerMap<K, V> {
    constructor(field: string);
    get(key: K): V;
    has(key: K): bool;
    keys(limit: u32): K[];
    keysAfter(key: K, limit: u32): K[];
  }

  /** A list of stored values. */
  export class Vec<T> {
    readonly length: u32;
    /** Reverts if the list ends before. */
    get(index: u32): T;
    set(index: u32, value: T): void;
    /** Puts a value behind the last; gives its index. */
    push(value: T): u32;
    /** Takes the last value off. */
    pop(): T;
    /** The values from an index on, at most so many. */
    page(from: u32, limit: u32): T[];
  }

  /** Named roles and who has them; \`@only\` asks for one. */
  export abstract class Roles {
    static has(role: string, who: Address): bool;
    /** Whoever may call the method that does this decides: it checks nothing. */
    static grant(role: string, who: Address): void;
    static revoke(role: string, who: Address): void;
    static check(role: string): void;
    static checkAny(roles: string[]): void;
  }
  /** Roles that were granted by transaction. */
  export abstract class Granted {
    static has(role: string, who: Address): bool;
    /** A role of the chain. */
    static hasOfChain(role: string, who: Address): bool;
    static check(role: string): void;
  }
  /** Accounts that were held in this contract by transaction. */
  export abstract class Holds {
    static has(who: Address): bool;
    static check(who: Address): void;
  }
  /** One owner, who hands over in two steps. */
  export abstract class Owner {
    static readonly address: Address;
    static begin(first: Address): void;
    static check(): void;
    static offer(to: Address): void;
    static accept(): void;
    static renounce(): void;
  }
  /** A switch that stops what checks it. */
  export abstract class Pause {
    static readonly isOn: bool;
    static on(): void;
    static off(): void;
    static check(): void;
  }

  /** Passes calls on to another contract, in a fallback. */
  export abstract class Proxy {
    static readonly implementation: Address;
    static change(to: Address): void;
    static forward(): void;
  }
  /** In the contract behind a proxy: whose word on the caller is taken. */
  export abstract class Forwarded {
    static readonly proxy: Address;
    static trust(proxy: Address): void;
    static check(): void;
  }

  /** What a fungible token offers. */
  export interface FungibleToken {
    transfer(to: Address, amount: Amount): void;
    approve(spender: Address, amount: Amount): void;
    transferFrom(from: Address, to: Address, amount: Amount): void;
    balanceOf(holder: Address): Amount;
    allowance(holder: Address, spender: Address): Amount;
    totalSupply(): Amount;
    name(): string;
    symbol(): string;
    decimals(): u8;
  }
  /** A token at an address, called by another contract. */
  export class TokenClient implements FungibleToken {
    constructor(at: Address);
    readonly at: Address;
    transfer(to: Address, amount: Amount): void;
    tryTransfer(to: Address, amount: Amount): CallResult;
    approve(spender: Address, amount: Amount): void;
    transferFrom(from: Address, to: Address, amount: Amount): void;
    tryTransferFrom(from: Address, to: Address, amount: Amount): CallResult;
    balanceOf(holder: Address): Amount;
    allowance(holder: Address, spender: Address): Amount;
    totalSupply(): Amount;
    name(): string;
    symbol(): string;
    decimals(): u8;
  }

  export class Event {
    emit(): void;
  }
  /** An event by its name, with fields that were written one after the other; \`new PaidIn(…).emit()\` is the plain way. */
  export function emitEvent(name: string, data: Writer): void;
  /** In a \`fallback\`: what the caller gets. */
  export function respond<T>(value: T): void;

  /** Reverts with a code and a message unless the condition holds. */
  export function require(condition: bool, code: string, message?: string): void;
  export function revert(code: string, message?: string): never;
  /** A line for the developer; kept by nobody. */
  export function log(text: string): void;
  export function sha256(data: Uint8Array): Uint8Array;
  /** Keccak-256 as Ethereum uses it. */
  export function keccak256(data: Uint8Array): Uint8Array;
  export function blake2b256(data: Uint8Array): Uint8Array;
  export function sm3(data: Uint8Array): Uint8Array;
  export function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): bool;
  /** A compressed key of 33 bytes, a digest of 32, and r and s; s at most half the order. */
  export function verifySecp256k1(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): bool;
  /** A compressed key of 33 bytes, a digest of 32, and r and s. */
  export function verifyP256(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): bool;
  /** A compressed key of 33 bytes, r and s, and the signer's id, usually "1234567812345678". */
  export function verifySm2(key: Uint8Array, message: Uint8Array, signature: Uint8Array, id?: string): bool;
  /** Whether a leaf stands at an index in a Merkle tree of so many leaves (RFC 9162). */
  export function verifyMerkle(root: Uint8Array, leaf: Uint8Array, index: u64, size: u64, proof: Uint8Array): bool;
  export enum Rounding { Down, Up, HalfUp, HalfEven }
  /** a × b / divisor of little-endian numbers, 16 bytes; null if the divisor is 0 or the quotient does not fit. */
  export function mulDiv128(a: Uint8Array, b: Uint8Array, divisor: Uint8Array, rounding?: Rounding): Uint8Array | null;
  /** The same with 32 bytes. */
  export function mulDiv256(a: Uint8Array, b: Uint8Array, divisor: Uint8Array, rounding?: Rounding): Uint8Array | null;

  /** How days are counted, and how many make a year (ISDA 2006 Definitions, 4.16). */
  export enum DayCount { ACT_360, ACT_365, THIRTY_360, THIRTY_E_360 }
  /** A calendar of whole days; a day is a number, days since 1970-01-01, as Context.day has it. */
  export abstract class Day {
    static of(year: u32, month: u32, day: u32): u32;
    static year(day: u32): u32;
    static month(day: u32): u32;
    static dayOfMonth(day: u32): u32;
    /** 1 is Monday, 7 is Sunday. */
    static weekday(day: u32): u32;
    static isLeap(year: u32): bool;
    static daysInMonth(year: u32, month: u32): u32;
    /** The same day of another month, or its last. */
    static addMonths(day: u32, months: i32): u32;
    static isBusiness(day: u32, holidays: u32[]): bool;
    static following(day: u32, holidays: u32[]): u32;
    static preceding(day: u32, holidays: u32[]): u32;
    static modifiedFollowing(day: u32, holidays: u32[]): u32;
    static addBusiness(day: u32, count: u32, holidays: u32[]): u32;
    /** Days from one day to another by a convention. */
    static between(from: u32, to: u32, convention: DayCount): u32;
    static yearOf(convention: DayCount): u32;
    /** 2025-03-31 */
    static text(day: u32): string;
    static parse(text: string): u32;
  }
  /** Rates in basis points, rounded half to even. */
  export abstract class Rate {
    static of(amount: Amount, basisPoints: u32): Amount;
    /** Simple interest at so many basis points a year. */
    static interest(amount: Amount, basisPoints: u32, from: u32, to: u32, convention: DayCount): Amount;
    /** The amount less simple interest on it. */
    static discounted(amount: Amount, basisPoints: u32, from: u32, to: u32, convention: DayCount): Amount;
  }

  export type Bytes = Uint8Array;
  /** Writes values one after the other as Borsh. */
  export class Writer {
    constructor(size?: u32);
    readonly length: u32;
    put<T>(value: T): Writer;
  }
  /** Reads values one after the other. */
  export class Reader {
    static input(): Reader;
    readonly left: u32;
    get<T>(): T;
    /** Reverts if anything is left. */
    finish(): void;
  }
  export namespace Status {
    const OK: u32;
    const REVERT: u32;
    const TRAP: u32;
    const OUT_OF_GAS: u32;
    const REFUSED: u32;
  }
  export const ALLOW_REENTRY: u32;
  export class CallResult {
    readonly status: u32;
    readonly isOk: bool;
    readonly output: Reader;
  }
  export function call(to: Address, method: string, input: Writer, gas?: u64, flags?: u32): CallResult;
  export function callOrRevert(to: Address, method: string, input: Writer, gas?: u64, flags?: u32): Reader;
}
`;
