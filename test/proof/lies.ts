// What a verifier must refuse although its checksum is right, or its root that of the tree: for the published vectors.
import type { Chance } from '../../bench/chance.ts';
import { type Bytes, fromHex, fromLatin1, toHex } from '../../engine/base/bytes.ts';
import { encode, type Header } from '../../engine/base/records.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { readShown } from '../../engine/proof/evidence.ts';
import { rootOf as rootOfPath } from '../../engine/proof/path.ts';
import { encodeProof, type Proof, type Subject } from '../../engine/proof/proof.ts';
import { prove } from '../../engine/proof/prove.ts';
import type { Question } from '../../engine/proof/question.ts';
import { topKey } from '../../engine/state/key.ts';
import { bytesOf, forms, hashOf, NO_TREES, ONE_KEY, otherTree, UNASKABLE } from './attack.ts';
import { sealed } from './second.ts';
import type { Sample } from './trees.ts';

export interface Lie {
  readonly root: Bytes;
  readonly question: Question;
  readonly evidence: Bytes;
}

const rootOf = (shown: Parameters<typeof hashOf>[0]) => fromLatin1(hashOf(shown));
const withByte = (bytes: Bytes, byte: number) => Uint8Array.of(...bytes, byte);

/** The same tree shown otherwise, and others under their own root; some are lawful. */
export function changedTrees(random: Chance, { tree, values }: Sample, question: Question): Lie[] {
  const show = (asked: Question) => prove(tree, asked, (key) => values.get(key)!);
  if (values.size === 0 || values.size > 5) return [];
  const [all, own] = [readShown(show({ kind: 'prefix', prefix: '' }))!, show(question)];
  const other = [...forms(all)].map(bytesOf).filter((form) => form.toString() !== own.toString());
  const chosen = [0, 1].map(() => other[random(other.length)]!);
  const changed = otherTree(random, readShown(own)!);
  return [
    ...chosen.map((evidence) => ({ root: tree.root(), question, evidence })),
    { root: rootOf(changed), question, evidence: bytesOf(changed) },
  ];
}

export function noTrees(): Lie[] {
  const own = { root: rootOf(ONE_KEY), evidence: bytesOf(ONE_KEY) };
  const question: Question = { kind: 'key', key: 'a' };
  return [
    ...NO_TREES.map(([, shown, asked]) => ({ root: rootOf(shown), question: asked, evidence: bytesOf(shown) })),
    ...UNASKABLE.map((asked) => ({ ...own, question: asked })),
    { ...own, question, evidence: withByte(own.evidence, 0) },
    { ...own, question, evidence: new Uint8Array(0) },
    { ...own, question, evidence: Uint8Array.of(0) },
    { root: new Uint8Array(32), question, evidence: Uint8Array.of(0, 0) },
    { root: new Uint8Array(32), question, evidence: new Uint8Array(0) },
  ];
}

const bodyOf = (proof: Proof) => toHex(encodeProof(nodeNatives, proof)).slice(0, -16);

/** @param byte where to put the new bytes; counted from the end if negative */
function put(body: string, byte: number, bytes: string): string {
  const at = byte < 0 ? body.length + 2 * byte : 2 * byte;
  return body.slice(0, at) + bytes + body.slice(at + bytes.length);
}

/** @param recordWith a contract's record with these fields */
export function forgedProofs(proofs: readonly Proof[], recordWith: (change: object) => Bytes): string[] {
  const of = (kind: Subject['kind']) => proofs.findLast(({ subject }) => subject.kind === kind)!;
  const [state, storage, transaction, receipt] = [of('state'), of('storage'), of('transaction'), of('receipt')].map(
    bodyOf,
  ) as [string, string, string, string];
  const kindAt = 1 + encode('Header', of('state').header).length;
  const heightAt = 1 + 1 + 4 + 32 + 32;
  return [
    ...[state, storage, transaction, receipt].flatMap((body) => [`${body}00`, body.slice(0, -2), put(body, -1, 'fe')]),
    put(state, 0, '02'),
    put(state, 1, '02'),
    put(state, heightAt + 6, '20'),
    ...['00', '03', '05'].map((kind) => put(state, kindAt, kind)),
    put(transaction, kindAt, '04'),
    put(receipt, kindAt, '03'),
    ...[-33, -66, -99].map((step) => put(transaction, step, '02')),
    ...forgedPaths(of('transaction')).map(bodyOf),
    ...forgedRecords(of('storage').header, recordWith).map(bodyOf),
    ...UNASKABLE.map((question) => {
      const subject = { kind: 'state', question, evidence: bytesOf(ONE_KEY) } as const;
      return bodyOf({ header: { ...of('state').header, stateRoot: rootOf(ONE_KEY) }, subject });
    }),
  ].map(sealed);
}

function forgedPaths({ header, subject }: Proof): Proof[] {
  const item = subject as Subject & { kind: 'transaction' };
  const { path } = item;
  const long = Array.from({ length: 33 }, () => path[0]!);
  const txRoot = rootOfPath(nodeNatives, 'TX_LEAF', item.bytes, long);
  const turned = path.map(({ isLeft, hash }) => ({ isLeft: !isLeft, hash }));
  return [
    { header: { ...header, txRoot }, subject: { ...item, path: long } },
    ...[turned, path.slice(1), path.slice(0, -1), []].map((other) => ({ header, subject: { ...item, path: other } })),
  ];
}

/** A state whose one record is that of a contract that has nothing stored, if it is a record. */
const NEXT = { members: [new Uint8Array(32).fill(0xee)], threshold: 1, delay: 0 };

function forgedRecords(header: Header, recordWith: (change: object) => Bytes): Proof[] {
  const contract = new Uint8Array(32).fill(9);
  const question: Question = { kind: 'prefix', prefix: '' };
  const stateOf = (key: string, value: Bytes): Proof => {
    const shown = { kind: 'leaf', key, value } as const;
    const subject = {
      kind: 'storage',
      contract,
      record: bytesOf(shown),
      question,
      evidence: Uint8Array.of(0),
    } as const;
    return { header: { ...header, stateRoot: rootOf(shown) }, subject };
  };
  const storageRoot = new Uint8Array(32);
  const record = recordWith({ storageRoot });
  const hex = toHex(record);
  const changed = [
    withByte(record, 0),
    record.slice(0, -1),
    fromHex(put(hex, 0, '02'))!,
    fromHex(put(hex, -1, '02'))!,
    fromHex(toHex(recordWith({ storageRoot, nextAdmin: NEXT })).replace('0101000000ee', '0201000000ee'))!,
    fromHex(toHex(recordWith({ storageRoot, freeze: { level: 0, reason: 'zz', height: 0 } })).replace('7a7a', 'c080'))!,
  ];
  const absent = stateOf(topKey('contract', new Uint8Array(32).fill(7)), record);
  return [...changed.map((value) => stateOf(topKey('contract', contract), value)), absent];
}
