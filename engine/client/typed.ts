// What the clients that `tally bindings` writes in TypeScript are made of: contracts that answer at once or later, and types of
// what goes in and comes out.
import type { Value } from '../abi/value.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Emitted } from './events.ts';
import type { CallFailed } from './failed.ts';
import type { Addressed } from './given.ts';

/** What an address is given as: its 32 bytes, its text (`ta1…` or `tc1…`), or something that has it, such as an account, a key or a contract. */
export type Party = Bytes | Addressed | string;

/** What an integer of 64 bits and more is given as; numbers up to 2^53 - 1. */
export type Whole = bigint | number;

/**
 * A contract as a typed client calls it: one of a sandbox, which answers at once, or one of a chain, which promises. Arguments go
 * by name; `from` is whoever calls.
 */
export interface Backend extends Addressed {
  call(method: string, args?: object, from?: unknown): unknown;
  query(method: string, args?: object, from?: unknown): unknown;
}

/** A call that ended OK. */
export interface Called {
  /** Undefined for a method that returns nothing. */
  readonly result: Value | undefined;
  /** Of this contract and of those that it called. */
  readonly events: readonly Emitted[];
  readonly gasUsed: number;
}

/** Where typed clients are deployed: a sandbox or a chain. */
export interface Deployer<B extends Backend, From> {
  deploy(module: string, deployment?: { readonly from?: From; readonly args?: object }): Promise<B>;
}

/** Whoever may call a contract of this kind. */
export type Sender<B extends Backend> = Parameters<B['call']>[2];

/** Whoever may ask a contract of this kind. */
export type Asker<B extends Backend> = Parameters<B['query']>[2];

/** A value at once, or the promise of it. */
export type Reply<B extends Backend, T> = B extends { query(...given: never): Promise<unknown> } ? Promise<T> : T;

/** What a call came to, with its result typed. */
export type Outcome<B extends Backend, R> = Reply<B, WithResult<Awaited<ReturnType<B['call']>>, R>>;

type WithResult<C, R> = { readonly [K in keyof C]: K extends 'result' ? R : C[K] };

/** Any of the events whose fields are given by their names. */
export type EventOf<Fields> = {
  [Name in keyof Fields & string]: {
    readonly contract: Bytes;
    readonly name: Name;
    readonly fields: Fields[Name];
    readonly topics: readonly Bytes[];
  };
}[keyof Fields & string];

/** A failure with one of these codes. */
export type Refusal<Code extends string> = CallFailed & { readonly code: Code };
