// What becomes of a run that did not end OK: its error, with the place where it failed if that can be found out here.

import type { Sent } from '../engine/app/send.ts';
import type { Captured } from '../engine/base/capture.ts';
import type { Connection } from '../engine/client/connection.ts';
import type { Speech } from '../engine/template/speech.ts';
import { STATUS } from '../spec/errors.ts';
import type { Trail } from './errors.ts';
import { checkSent } from './outcome.ts';
import type { Session } from './session.ts';
import type { Fresh } from './trail.ts';

/** What was sent: the words for messages, and the code that it was to put in place. */
interface What {
  readonly contract: string;
  readonly method: string;
  readonly fresh?: Fresh;
  /** Of a contract that was made of a template, whose source is nobody's business who fills it in. */
  readonly speech?: Speech | undefined;
}

/** @throws Failed unless the transaction ended with OK */
export async function checkRan(
  session: Session,
  connection: Connection,
  sent: Sent,
  { fresh, ...what }: What,
): Promise<void> {
  const { capture, receipt } = sent;
  const isFailed = receipt.status !== STATUS.OK && capture !== undefined && what.speech === undefined;
  const trail = isFailed ? await traced(session, connection, capture, fresh) : undefined;
  checkSent(sent, { ...what, trail });
}

/** Where it failed. That there is an error counts more than where: if this cannot be found out, the error stands alone. */
export async function traced(
  session: Session,
  connection: Connection,
  captured: Captured,
  fresh?: Fresh,
): Promise<Trail | undefined> {
  try {
    // The interpreter and the compiler are loaded by whoever fails, and by nobody else.
    const { followTrail } = await import('./trail.ts');
    return await followTrail(session, connection, captured, fresh ? { fresh } : {});
  } catch (error) {
    if (process.env['TALLY_DEBUG']) session.output.complain(String((error as Error).stack));
    return undefined;
  } finally {
    session.output.progress('');
  }
}
