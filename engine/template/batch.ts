// Many instances at once: rows that are all lawful, what they are named by, and who prepared and approved them.
import { createHash } from 'node:crypto';
import { SCHEMES } from '../../spec/records.ts';
import { type Bytes, fromHex, toHex } from '../base/bytes.ts';
import { nodeNatives } from '../crypto/node.ts';
import { sign } from '../crypto/sign.ts';
import type { Template } from './folder.ts';
import { canonical } from './instance.ts';
import { Told } from './text.ts';

/** A person who stands behind a batch. */
export interface Hand {
  /** Name of the key, for people. */
  readonly name: string;
  /** Public key and signature, hexadecimal. */
  readonly key: string;
  readonly signature: string;
}

/** A batch as it goes from maker to checker in a file. */
export interface Batch {
  readonly tally: 'batch/1';
  readonly template: string;
  readonly version: string;
  /** Documents of values, complete and lawful. */
  readonly rows: readonly { readonly [member: string]: unknown }[];
  readonly prepared: Hand;
  readonly approved?: Hand;
}

/** Whoever signs. */
export interface Signing {
  readonly name: string;
  readonly publicKey: Bytes;
  readonly secretKey: Bytes;
}

/** A batch that its maker signed. */
export function prepare({ manifest }: Template, rows: Batch['rows'], maker: Signing): Batch {
  const body = { tally: 'batch/1', template: manifest.id, version: manifest.version, rows } as const;
  return { ...body, prepared: hand('prepared', body, maker) };
}

/** The batch with the signature of its checker. @throws Usage BATCH_OWN if that is its maker; BATCH_INVALID if the file was changed */
export function approve(batch: Batch, checker: Signing): Batch {
  checkHand('prepared', batch, batch.prepared);
  if (batch.prepared.key.toLowerCase() === toHex(checker.publicKey))
    throw new Told('BATCH_OWN', {
      en: `${checker.name} prepared it, and somebody else must approve it`,
      zh: `${checker.name} 是制单人，须由他人复核`,
    });
  return { ...batch, approved: hand('approved', batch, checker) };
}

/** Refuses a batch that was not prepared by one and approved by another as it is now. @throws Usage BATCH_INVALID, BATCH_OPEN, BATCH_OWN */
export function checkApproved(batch: Batch): void {
  checkHand('prepared', batch, batch.prepared);
  if (batch.approved === undefined) throw new Told('BATCH_OPEN', OPEN);
  checkHand('approved', batch, batch.approved);
  if (batch.approved.key.toLowerCase() === batch.prepared.key.toLowerCase())
    throw new Told('BATCH_OWN', {
      en: 'one and the same person prepared and approved it',
      zh: '制单人与复核人为同一人',
    });
}

const OPEN = { en: 'it was prepared, and waits for its approval', zh: '已制单，等待复核' } as const;

/**
 * Refuses a sender who did not prepare it: addresses follow from the sender, so another one would make everything a second time.
 * @throws Usage BATCH_SENDER
 */
export function checkSender({ prepared }: Batch, publicKey: Bytes): void {
  if (prepared.key !== toHex(publicKey))
    throw new Told('BATCH_SENDER', {
      en: `${prepared.name} prepared it, and sends it too: --from ${prepared.name}`,
      zh: `该批次由 ${prepared.name} 制单，也由其发送：--from ${prepared.name}`,
    });
}

/** A batch out of JSON. @throws Usage BATCH_INVALID */
export function readBatch(json: unknown): Batch {
  const batch = json as Partial<Batch> | null;
  const isWhole =
    typeof batch === 'object' &&
    batch !== null &&
    batch.tally === 'batch/1' &&
    typeof batch.template === 'string' &&
    typeof batch.version === 'string' &&
    Array.isArray(batch.rows) &&
    isHand(batch.prepared);
  if (!isWhole || (batch.approved !== undefined && !isHand(batch.approved)))
    throw refused('the file is no batch that was prepared here', '该文件不是制单所得的批次文件');
  return batch as Batch;
}

function isHand(hand: Partial<Hand> | undefined): boolean {
  // Keys are compared as they are written, so there is one way of writing them.
  const [key, signature] = [hand?.key ?? '', hand?.signature ?? ''];
  return typeof hand?.name === 'string' && HEX.test(key) && HEX.test(signature);
}

const HEX = /^(?:[0-9a-f]{2})+$/;

type Deed = 'prepared' | 'approved';
const DEEDS = { prepared: '制单', approved: '复核' } as const;

function refused(en: string, zh: string): Told {
  return new Told('BATCH_INVALID', { en, zh });
}

function hand(deed: Deed, batch: Omit<Batch, 'prepared'>, { name, publicKey, secretKey }: Signing): Hand {
  return { name, key: toHex(publicKey), signature: toHex(sign(secretKey, messageOf(deed, batch, name))) };
}

function checkHand(deed: Deed, batch: Batch, { key, signature, name }: Hand): void {
  const [bytes, signed] = [fromHex(key), fromHex(signature)];
  const isValid = bytes && signed && nodeNatives.verify(SCHEMES.ed25519, bytes, messageOf(deed, batch, name), signed);
  if (!isValid)
    throw refused(
      `it is not as ${name} ${deed} it: the file was changed`,
      `与 ${name} ${DEEDS[deed]}时的内容不符：文件已被改动`,
    );
}

/** What is signed: the deed, and a digest of who did it and of everything that was there before, so of an approval whose work it approves. */
function messageOf(deed: Deed, batch: Omit<Batch, 'prepared'> & Partial<Batch>, by: string): Bytes {
  const { tally, template, version, rows, prepared } = batch;
  const before = deed === 'approved' ? { prepared } : {};
  const text = textOf({ tally, template, version, rows, by, ...before });
  const digest = createHash('sha256').update(text).digest('hex');
  return new Uint8Array(Buffer.from(`tally batch ${deed} ${digest}`, 'utf8'));
}

function textOf(json: unknown): string {
  try {
    return canonical(json);
  } catch (error) {
    if (error instanceof RangeError) throw refused('its rows are too deep to be values', '各行内容嵌套过深');
    throw error;
  }
}
