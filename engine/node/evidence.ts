// Evidence as a file: JSON with bytes in hexadecimal, so that anybody can read it without this program.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, fromHex, fromLatin1, toHex, toLatin1 } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import { txId } from '../base/hash.ts';
import { decode } from '../base/records.ts';
import { decodeTransaction } from '../base/transaction.ts';
import { nodeNatives } from '../crypto/node.ts';
import { Divergence, type Evidence, type Outcome, type Seen } from '../runtime/evidence.ts';

/** Says what the file is, and of which form. */
const KIND = 'tally evidence 1';

const keyText = (key: string) => toHex(fromLatin1(key));

function bytesOf(text: string): Bytes {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error(`"${text.slice(0, 20)}" is not hexadecimal`);
  return bytes;
}

const keyOf = (text: string) => toLatin1(bytesOf(text));
const hexOrNull = (bytes: Bytes | null | undefined) => (bytes ? toHex(bytes) : null);

/** The document; every key of it is part of the form. */
export function evidenceDocument({ what, transaction, isScheduled, chain, height, time, touched, tiers }: Evidence) {
  const { values, searches, codes } = touched;
  return {
    kind: KIND,
    what,
    transaction: toHex(transaction),
    isScheduled: isScheduled === true,
    chain: toHex(chain),
    height,
    time,
    values: [...values].map(([key, value]) => [keyText(key), hexOrNull(value)] as const),
    searches: searches.map(({ prefix, after, found, skipped }) => ({
      prefix: keyText(prefix),
      after: keyText(after),
      found: found === undefined ? null : keyText(found),
      skipped,
    })),
    codes: [...codes].map(([id, module]) => [keyText(id), toHex(module)] as const),
    tiers: tiers.map(seenDocument),
  };
}
type Document = ReturnType<typeof evidenceDocument>;

function seenDocument({ outcome, trace }: Seen) {
  const { status, gasLeft, pages, output, events, traceHash, writes, logs } = outcome;
  return {
    status,
    gasLeft,
    pages,
    output: toHex(output),
    events: events.map((event) => toHex(event)),
    traceHash: toHex(traceHash),
    writes: writes.map(([key, value]) => [keyText(key), hexOrNull(value)] as const),
    logs: logs.map((text) => toHex(text)),
    trace: toHex(trace),
  };
}

/** Reads the text of a file. @throws Error if it is not of this form */
export function readEvidence(text: string): Evidence {
  const document = JSON.parse(text) as Document;
  if (document.kind !== KIND) throw new Error(`it does not begin with "kind": "${KIND}"`);
  const { what, transaction, isScheduled, chain, height, time, values, searches, codes, tiers } = document;
  const [first, second] = tiers.map(seenOf) as [Seen, Seen];
  return {
    what,
    transaction: bytesOf(transaction),
    ...(isScheduled ? { isScheduled } : {}),
    chain: bytesOf(chain),
    height,
    time,
    touched: {
      values: new Map(values.map(([key, value]) => [keyOf(key), value === null ? undefined : bytesOf(value)])),
      searches: searches.map(({ prefix, after, found, skipped }) => ({
        prefix: keyOf(prefix),
        after: keyOf(after),
        found: found === null ? undefined : keyOf(found),
        skipped,
      })),
      codes: new Map(codes.map(([id, module]) => [keyOf(id), bytesOf(module)])),
    },
    tiers: [first, second],
  };
}

function seenOf({ trace, output, events, traceHash, writes, logs, ...numbers }: Document['tiers'][number]): Seen {
  const outcome: Outcome = {
    ...numbers,
    output: bytesOf(output),
    events: events.map((event) => bytesOf(event)),
    traceHash: bytesOf(traceHash),
    writes: writes.map(([key, value]) => [keyOf(key), value === null ? null : bytesOf(value)]),
    logs: logs.map((log) => bytesOf(log)),
  };
  return { outcome, trace: bytesOf(trace) };
}

function idOf({ transaction, isScheduled }: Evidence): Bytes {
  if (isScheduled) return decode('ScheduleRecord', transaction).id;
  return txId(nodeNatives, decodeTransaction(transaction).request);
}

/** Writes evidence into a chain folder, under the id of its transaction; returns the path. */
function writeEvidence(folder: string, evidence: Evidence): string {
  const path = join(folder, `evidence-${toHex(idOf(evidence)).slice(0, 16)}.json`);
  writeFileSync(path, `${JSON.stringify(evidenceDocument(evidence), undefined, 1)}\n`);
  return path;
}

/** Does something in which two tiers may differ, and leaves a file in the folder that says all about it. @throws what `act` throws */
export function leavingEvidence<T>(folder: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Divergence)) throw error;
    throw new Fault(error.id, `${error.detail}; evidence in ${writeEvidence(folder, error.evidence)}`);
  }
}
