// `tally replay FILE`: what an evidence file tells, what this machine makes of its transaction, and where the tiers part.
import type { Judgement, Pair, Place } from '../engine/audit/judge.ts';
import type { TraceEntry } from '../engine/audit/trace.ts';
import { toHex } from '../engine/base/bytes.ts';
import { Fault, Usage } from '../engine/base/errors.ts';
import type { Evidence, Outcome } from '../engine/runtime/evidence.ts';
import { describeError, errorDocument, errorText } from './errors.ts';
import { EXIT } from './exit.ts';
import { readBytes } from './files.ts';
import { grouped } from './print.ts';
import type { Session } from './session.ts';

/** Bytes of a part that are shown. */
const SHOWN = 40;

/** Judges the file and prints what came out. @throws Usage FILE_UNREADABLE */
export async function judgeFile(session: Session, path: string): Promise<number | undefined> {
  const evidence = await read(path);
  const { judge } = await import('../engine/audit/judge.ts');
  const judgement = judge(evidence);
  const { told, here } = judgement;
  const facts = documentOf(evidence, judgement);
  const { output, language } = session;
  if (told.what === undefined && here.what === undefined) {
    // What a tier had kept of earlier transactions may have been the cause; that is gone here.
    const seen = `the node saw a difference in ${evidence.what}, and none when it ran the transaction again`;
    output.result({ match: true, ...facts }, `${output.colours.green('✓')} both tiers agree here; ${seen}`);
    return undefined;
  }
  const described = describeError(new Fault('TIERS_DIFFER', textOf(evidence, judgement)), language);
  output.result({ match: false, ...facts, ...errorDocument(described) }, '');
  if (!output.json) output.complain(errorText(described, language, output.colours));
  return EXIT.diverged;
}

async function read(path: string): Promise<Evidence> {
  const { readEvidence } = await import('../engine/node/evidence.ts');
  try {
    return readEvidence(new TextDecoder().decode(readBytes(path)));
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Usage('FILE_UNREADABLE', `${path} is no evidence file: ${(error as Error).message}`);
  }
}

function textOf({ height, what }: Evidence, { told, here, between }: Judgement): string {
  const lines = [
    `block ${height}, ${what}`,
    ...pairLines('recorded', told),
    ...(here.what === undefined ? ['here      both tiers agree'] : pairLines('here', here)),
  ];
  const [before, at] = between;
  if (before !== undefined) lines.push(`after     ${placeText(before)}`);
  if (at !== undefined) lines.push(`at        ${placeText(at)}`);
  return lines.join('\n');
}

function pairLines(label: string, { outcomes, parting }: Pair): string[] {
  const pad = label.padEnd(10);
  const [compiled, interpreted] = outcomes.map(outcomeText);
  const lines = [`${pad}compiled     ${compiled}`, `${''.padEnd(10)}interpreted  ${interpreted}`];
  if (parting === undefined) return lines;
  const [a, b] = parting.entries.map(entryText);
  return [
    ...lines,
    `${''.padEnd(10)}record ${parting.index}: ${a}`,
    `${''.padEnd(10)}${' '.repeat(`record ${parting.index}: `.length)}${b}`,
  ];
}

function outcomeText({ status, gasLeft, pages, traceHash }: Outcome): string {
  return `status ${status}, gas left ${grouped(gasLeft)}, pages ${pages}, trace ${toHex(traceHash).slice(0, 16)}`;
}

function entryText(entry: TraceEntry | undefined): string {
  if (entry === undefined) return 'no such record';
  const parts = entry.parts.map(({ name, bytes, isHashed, length }) => {
    const hex = toHex(bytes.subarray(0, SHOWN));
    return `${name}=${isHashed ? `${length} bytes, SHA-256 ` : ''}${hex}${bytes.length > SHOWN ? '…' : ''}`;
  });
  return [entry.title, `gas ${grouped(entry.gasLeft)}`, ...parts].join(' ');
}

function placeText({ code, offset, instruction }: Place): string {
  return `code ${code.slice(0, 16)}, byte ${offset}, ${instruction}`;
}

function documentOf({ what, height, transaction }: Evidence, { told, here, between }: Judgement) {
  const pair = ({ what: part, outcomes, parting }: Pair) => ({
    differs: part ?? null,
    compiled: outcomeDocument(outcomes[0]),
    interpreted: outcomeDocument(outcomes[1]),
    record: parting?.index ?? null,
  });
  return { what, height, transaction: toHex(transaction), recorded: pair(told), here: pair(here), between };
}

function outcomeDocument({ status, gasLeft, pages, output, traceHash }: Outcome) {
  return { status, gasLeft, pages, output: toHex(output), traceHash: toHex(traceHash) };
}
