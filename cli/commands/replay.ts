// `tally replay`: runs the chain again from its genesis and compares every root, receipt and gas figure; or runs the one transaction
// of an evidence file again; or shows what one transaction of the chain did, step by step.

import { toHex } from '../../engine/base/bytes.ts';
import { Fault, Usage } from '../../engine/base/errors.ts';
import type { ReplayReport } from '../../engine/node/replay.ts';
import { readSettings, SETTINGS, type Settings } from '../../engine/node/settings.ts';
import type { Language } from '../../engine/template/text.ts';
import { type Act, type Define, listOption, type Options, textOption } from '../command.ts';
import { type Described, describeError, errorDocument, errorText, labelled } from '../errors.ts';
import { EXIT } from '../exit.ts';
import type { Inside } from '../inside.ts';
import { judgeFile } from '../judgement.ts';
import { counted, fields, grouped, type Output } from '../print.ts';
import type { Session } from '../session.ts';
import { endLine, treeText } from '../tracing.ts';
import { findTransaction, ID_HELP } from '../transactions.ts';

export const define: Define = (command, run) => {
  command
    .argument('[what]', 'an evidence file that a node left, or `tx` for one transaction')
    .argument('[id]', `that transaction: its ${ID_HELP.replace(/^transaction /, '')}`)
    .option('--step', 'look inside that transaction, line by line, forwards and backwards')
    .option('--exact', "with --step: the chain's own code also where the sources are known")
    .option('--source <files...>', 'sources of contracts, beside those of the project')
    .option('--trace', 'what the transaction did: frames, host calls, storage before and after (the default)')
    .option('--tier <tier>', 'auto, compiled or interpreted', SETTINGS.tier)
    .option('--check <which>', 'transactions to run in both tiers: off, all or sample:N', 'off')
    .option(
      '--skip-signatures',
      'take every signature for valid: faster, and proves only what follows from the transactions',
    )
    .action(run(replay));
};

const replay: Act = async (session, [what, id], options) => {
  const settings = readSettings({ tier: textOption(options, 'tier')!, check: textOption(options, 'check')! });
  if (what === 'tx') return inspect(session, id, options, settings);
  if (what !== undefined) return judgeFile(session, what);
  const { replayApart } = await import('../../engine/node/apart.ts');
  const began = performance.now();
  const report = await replayApart(session.chain, {
    settings,
    skipSignatures: options['skipSignatures'] === true,
    onProgress: (height, of) => session.output.progress(`block ${grouped(height)} of ${grouped(of)}`),
  }).catch((error: unknown) => unreadable(session, error));
  session.output.progress('');
  if (report === undefined) return EXIT.diverged;
  const seconds = (performance.now() - began) / 1000;
  return report.match
    ? matched(session, report, { seconds, skipped: options['skipSignatures'] === true })
    : parted(session, report);
};

/** Runs the chain up to a transaction, and tells what that does. @throws Usage USAGE, NAME_UNKNOWN */
async function inspect(
  session: Session,
  word: string | undefined,
  options: Options,
  settings: Settings,
): Promise<number | undefined> {
  if (word === undefined)
    throw new Usage('USAGE', 'tally replay tx needs the id of a transaction, its first digits, or latest');
  const { id, stored, connection } = await findTransaction(session, word);
  const { height, index } = stored;
  const { lookInto } = await import('../inside.ts');
  const wishes = { settings, named: listOption(options, 'source'), isExact: options['exact'] === true };
  const inside = await lookInto(session, connection, { height, index }, wishes);
  if (options['step'] === true) return stepThrough(session, inside);
  return tell(session, inside, { transaction: toHex(id), height, index });
}

function tell(
  { output, language }: Session,
  { seen, trace, changes, trail, lacking }: Inside,
  facts: { transaction: string; height: number; index: number },
): undefined {
  const { colours } = output;
  const state =
    changes.length > 0 ? `\n${colours.bold('storage')}\n${changes.map((line) => `  ${line}`).join('\n')}` : '';
  const head = `transaction ${facts.transaction}, block ${grouped(facts.height)}: ${endLine(seen)}`;
  const failed = trail === undefined ? '' : `\n${labelled(trail.lines, language, colours).join('\n')}`;
  const document = { ...facts, trace, storage: changes, ...(trail ? { failure: trail.facts } : {}) };
  for (const line of lacking) output.note(line);
  output.result(document, `${head}\n${treeText(trace, colours)}${state}${failed}`);
  return undefined;
}

async function stepThrough(
  session: Session,
  { captured, seen, found, teller, trace, inside, lacking }: Inside,
): Promise<number | undefined> {
  const { dialogue } = await import('../stepping/dialogue.ts');
  const { colours } = session.output;
  const { sources } = found;
  const subject = { inside, capture: captured, sources, lacking, teller, trace, end: endLine(seen), colours };
  return dialogue(session, subject, process.stdin);
}

/** A store that does not hold together is no chain that can be replayed: that is a divergence too. */
function unreadable({ output, language }: Session, error: unknown): undefined {
  const isDamage = error instanceof Fault && (error.id === 'STORE_CORRUPT' || error.id === 'STORE_CUT');
  if (!isDamage) throw error;
  diverged(output, language, describeError(error, language), {});
}

/** One document, or one error for people. */
function diverged(output: Output, language: Language, described: Described, facts: object): void {
  output.progress('');
  output.result({ match: false, ...facts, ...errorDocument(described) }, '');
  if (!output.json) output.complain(errorText(described, language, output.colours));
}

function factsOf({ chain, height, transactions, gasUsed, rows, stateRoot, receiptsHash }: ReplayReport) {
  return {
    chain: toHex(chain),
    height,
    transactions,
    gasUsed,
    rows,
    stateRoot: toHex(stateRoot),
    receiptsHash: toHex(receiptsHash),
  };
}

function matched(
  { output }: Session,
  report: ReplayReport,
  { seconds, skipped }: { seconds: number; skipped: boolean },
): undefined {
  const facts = { ...factsOf(report), ...(skipped ? { signatures: 'skipped' } : {}) };
  const { colours } = output;
  // A node shows blocks and receipts; rows of the store are only seen without one.
  const rows = report.rows === 0 ? '; rows cannot be seen through a node' : `, ${counted(report.rows, 'row')}`;
  const text = fields(
    [
      ['chain', facts.chain],
      ['compared', `${counted(report.height + 1, 'block')}, ${counted(report.transactions, 'transaction')}${rows}`],
      ['gas', grouped(report.gasUsed)],
      ['state', facts.stateRoot],
      ['receipts', facts.receiptsHash],
      ['time', `${seconds.toFixed(2)} s`],
      ['signatures', skipped ? 'NOT checked: --skip-signatures' : undefined],
    ],
    colours,
  );
  output.result(
    { match: true, ...facts, seconds: Number(seconds.toFixed(3)) },
    `${colours.green('✓')} match${skipped ? ' but for signatures' : ''}\n${text}`,
  );
  return undefined;
}

function parted({ output, language }: Session, report: ReplayReport): number {
  const { height, transaction, what, recorded, replayed } = report.difference!;
  const place = transaction === undefined ? `block ${height}` : `block ${height}, transaction ${transaction}`;
  const where = `${place}, ${what}\nrecorded  ${recorded}\nreplayed  ${replayed}`;
  const described = describeError(new Fault('DIVERGED', where), language);
  diverged(output, language, described, { difference: report.difference, ...factsOf(report) });
  return EXIT.diverged;
}
