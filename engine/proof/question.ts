// What can be asked of a tree, and where bit prefixes stand to it. Keys are Latin-1 strings, one character a byte.
import { PROOFS } from '../../spec/proofs.ts';
import { fromLatin1, toLatin1 } from '../base/bytes.ts';
import type { Decoder, Encoder } from '../base/codec.ts';
import { CodecError } from '../base/errors.ts';
import { bitOf, firstDifference } from '../state/bits.ts';

/**
 * One key, all keys with a prefix, or all keys from `from` (included) to `to` (not included; undefined: to the last one).
 * The order is that of bytes, a key before those that it begins.
 */
export type Question =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly from: string; readonly to: string | undefined };

/** Keys that share their first `bits` bits with `key`; a leaf has all of its own. */
export interface Interval {
  readonly key: string;
  readonly bits: number;
}

/** Bits of a whole key, with the 0 at its end. */
export function bitsOf(key: string): number {
  return 9 * key.length + 1;
}

/** Where an interval stands to a key: before (-1) or behind (1) it, or 0 if the key is one of those in it. */
export function sideOf({ key, bits }: Interval, other: string): -1 | 0 | 1 {
  const difference = firstDifference(key, other);
  if (difference < 0 || difference >= bits) return 0;
  return bitOf(key, difference) === 1 ? 1 : -1;
}

/** Whether every key of the interval is asked for. */
export function isInside(question: Question, interval: Interval): boolean {
  switch (question.kind) {
    case 'key':
      return interval.key === question.key && interval.bits >= bitsOf(question.key);
    case 'prefix':
      return interval.bits >= 9 * question.prefix.length && interval.key.startsWith(question.prefix);
    case 'range': {
      const { from, to } = question;
      const isLeaf = interval.bits >= bitsOf(interval.key);
      const isFrom = sideOf(interval, from) > 0 || (isLeaf && interval.key === from);
      return isFrom && (to === undefined || sideOf(interval, to) < 0);
    }
  }
}

/** Keys whose place in the tree is shown whatever is found there: the ends of what is asked. */
export function endsOf(question: Question): readonly string[] {
  switch (question.kind) {
    case 'key':
      return [question.key];
    case 'prefix':
      return [question.prefix];
    case 'range':
      return question.to === undefined ? [question.from] : [question.from, question.to];
  }
}

/** Whether a question can be asked at all: a range may not end before it begins. */
export function isSound(question: Question): boolean {
  if (question.kind === 'key') return question.key !== '';
  return question.kind !== 'range' || question.to === undefined || question.from < question.to;
}

export function writeQuestion(to: Encoder, question: Question): void {
  to.u8(PROOFS.questions[question.kind]);
  for (const end of endsOf(question)) to.vec(fromLatin1(end));
  // An open end is an empty one, which nothing could be before.
  if (question.kind === 'range' && question.to === undefined) to.u32(0);
}

/** @throws CodecError */
export function readQuestion(from: Decoder): Question {
  const question = readAny(from);
  if (!isSound(question)) throw new CodecError('the question of a proof has no answer');
  return question;
}

function readAny(from: Decoder): Question {
  const kind = from.u8();
  const text = () => toLatin1(from.vec());
  if (kind === PROOFS.questions.key) return { kind: 'key', key: text() };
  if (kind === PROOFS.questions.prefix) return { kind: 'prefix', prefix: text() };
  if (kind !== PROOFS.questions.range) throw new CodecError(`no question has number ${kind}`);
  const first = text();
  const to = text();
  return { kind: 'range', from: first, to: to === '' ? undefined : to };
}
