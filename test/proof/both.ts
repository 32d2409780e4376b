// Both verifiers on the same bytes: they take the same, and say the same of it.
import { type Bytes, fromHex, fromLatin1, toHex, toLatin1 } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { checkEvidence } from '../../engine/proof/check.ts';
import { checkProof } from '../../engine/proof/proof.ts';
import type { Question } from '../../engine/proof/question.ts';
import * as second from './second.ts';
import type { Sample } from './trees.ts';

const hexOf = (text: string): string => toHex(fromLatin1(text));
const textOf = (hex: string): string => toLatin1(fromHex(hex)!);

export function hexQuestion(question: Question): second.Question {
  if (question.kind === 'key') return { kind: 'key', key: hexOf(question.key) };
  if (question.kind === 'prefix') return { kind: 'prefix', prefix: hexOf(question.prefix) };
  return {
    kind: 'range',
    from: hexOf(question.from),
    to: question.to === undefined ? null : hexOf(question.to),
  };
}

export function textQuestion(question: second.Question): Question {
  if (question.kind === 'key') return { kind: 'key', key: textOf(question.key) };
  if (question.kind === 'prefix') return { kind: 'prefix', prefix: textOf(question.prefix) };
  const to = question.to === null ? undefined : textOf(question.to);
  return { kind: 'range', from: textOf(question.from), to };
}

export const hexEntries = ({ values }: Sample): second.Entry[] =>
  [...values].map(([key, value]) => [hexOf(key), toHex(value)]);

const entriesOf = (entries: readonly { readonly key: Bytes; readonly value: Bytes }[]) =>
  entries.map(({ key, value }): second.Entry => [toHex(key), toHex(value)]);

/** @throws whatever is not a refusal */
function orRefused<T>(isRefusal: (error: unknown) => boolean, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
const byEngine = (error: unknown) => error instanceof Usage && error.id === 'PROOF_INVALID';
const bySecond = (error: unknown) => error instanceof Error && error.message.startsWith('refused');

function agreed<T>(about: string, engine: T | undefined, other: T | undefined): T | undefined {
  const [a, b] = [JSON.stringify(engine), JSON.stringify(other)];
  if (a !== b) throw new Error(`the verifiers disagree: ${about}\n the engine: ${a}\n the second: ${b}`);
  return engine;
}

/** The entries that both give, or undefined if both refuse. @throws Error if they disagree */
export function evidenceByBoth(root: string, question: Question, evidence: Bytes): second.Entry[] | undefined {
  const [asked, hex] = [hexQuestion(question), toHex(evidence)];
  const engine = orRefused(byEngine, () => entriesOf(checkEvidence(nodeNatives, fromHex(root)!, question, evidence)));
  const other = orRefused(bySecond, () => second.checkEvidence(root, asked, hex));
  return agreed(`root ${root}, ${JSON.stringify(asked)}, ${hex}`, engine, other);
}

/** What both say of a proof, or undefined if both refuse. @throws Error if they disagree */
export function proofByBoth(proof: string): second.Checked | undefined {
  const engine = orRefused(byEngine, () => told(fromHex(proof)!));
  return agreed(
    proof,
    engine,
    orRefused(bySecond, () => second.checkProof(proof)),
  );
}

function told(proof: Bytes): second.Checked {
  const { blockHash, subject, entries } = checkProof(nodeNatives, proof);
  const common = { kind: subject.kind, block: toHex(blockHash) };
  if ('bytes' in subject) return { ...common, record: toHex(subject.bytes) };
  const contract = subject.kind === 'storage' ? { contract: toHex(subject.contract) } : {};
  return { ...common, ...contract, question: hexQuestion(subject.question), entries: entriesOf(entries) };
}
