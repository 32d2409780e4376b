// One transaction of a chain, run again, with all that is needed to tell what it did: its trace in words, and its sources.
import { Debugger } from '../engine/audit/debugger.ts';
import { readTrace } from '../engine/audit/trace.ts';
import { decode } from '../engine/base/records.ts';
import { decodeTransaction } from '../engine/base/transaction.ts';
import type { Connection } from '../engine/client/connection.ts';
import { startEngine } from '../engine/node/engine.ts';
import { captureThrough, type Stand } from '../engine/node/replay.ts';
import type { Settings } from '../engine/node/settings.ts';
import type { Capture, Seen } from '../engine/runtime/evidence.ts';
import { rerun } from '../engine/runtime/referee.ts';
import { STATUS } from '../spec/errors.ts';
import { kindName } from './body.ts';
import { Book } from './book.ts';
import type { Trail } from './errors.ts';
import { lackingLines } from './lacking.ts';
import { grouped } from './print.ts';
import type { Session } from './session.ts';
import { type Found, findSources, type Sources } from './sources.ts';
import { abiCache } from './target.ts';
import { changeLines, type Teller, type TraceLine, traceLines } from './tracing.ts';
import { type Fresh, followTrail } from './trail.ts';

export interface Inside {
  readonly captured: Capture;
  /** How it ended. */
  readonly seen: Seen;
  readonly teller: Teller;
  readonly trace: readonly TraceLine[];
  /** What it wrote. */
  readonly changes: readonly string[];
  /** Sources of the code that it ran, and what is missing. */
  readonly found: Found;
  /** The same in words: a line for each contract without a source. */
  readonly lacking: readonly string[];
  readonly inside: Debugger;
  /** Where it failed; undefined if it ended OK. */
  readonly trail: Trail | undefined;
}

interface Wishes {
  readonly settings: Settings;
  /** Files that may be sources. */
  readonly named: readonly string[];
  readonly isExact: boolean;
}

/** Runs the chain up to a transaction, and looks into that. @throws Fault DIVERGED, STORE_*; Reject; Usage; CompileError */
export async function lookInto(
  session: Session,
  connection: Connection,
  stand: Stand,
  wishes: Wishes,
): Promise<Inside> {
  const progress = (text: string) => session.output.progress(text);
  const onProgress = (at: number, of: number) => progress(`block ${grouped(at)} of ${grouped(of)}`);
  const { settings, named, isExact } = wishes;
  const captured = await captureThrough(session.chain, connection, stand, { settings, onProgress });
  progress('');
  const engine = startEngine(settings);
  const seen = rerun(captured, engine, engine.tier);
  const found = await findSources(connection, readTrace(seen.trace), named, session);
  const inside = new Debugger(captured, seen, found.sources, isExact);
  const teller = { book: await Book.open(session, connection), abiOf: abiCache(connection) };
  const lacking = await lackingLines(teller, found, session.language);
  const changes = await changeLines(teller, captured, seen);
  const trace = placed(await traceLines(teller, seen), inside, found.sources);
  const isFailed = seen.outcome.status !== STATUS.OK;
  const trail = isFailed
    ? await followTrail(session, connection, captured, { ...freshIn(captured), found })
    : undefined;
  return { captured, seen, teller, trace, changes, found, lacking, inside, trail };
}

/** The code that a transaction was to put in place. */
function freshIn({ transaction }: Capture): { readonly fresh?: Fresh } {
  const { request } = decodeTransaction(transaction);
  const kind = kindName(request);
  if (kind === 'instantiate') return { fresh: decode('InstantiateBody', request.body) };
  return kind === 'upgrade' ? { fresh: decode('UpgradeBody', request.body) } : {};
}

/** Adds to each line of a trace the line of the source that led to it. */
function placed(
  lines: readonly TraceLine[],
  { history }: Debugger,
  sources: ReadonlyMap<string, Sources>,
): TraceLine[] {
  return lines.map((line) => {
    const site = history.records[line.record]?.stop?.site;
    const found = site && sources.get(site.code);
    return found ? { ...line, line: `${found.pathOf(site.place!.file)}:${site.place!.line}` } : line;
  });
}
