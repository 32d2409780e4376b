// Uploading: once for each code and description.
import type { Signer } from '../engine/app/keys.ts';
import { type Sent, upload as send } from '../engine/app/send.ts';
import type { Connection } from '../engine/client/connection.ts';
import type { Artifact } from './artifact.ts';
import { checkSent } from './outcome.ts';
import { grouped, type Output } from './print.ts';

/** Uploads unless the chain has both code and description. @throws Reject, Failed */
export async function upload(connection: Connection, key: Signer, artifact: Artifact): Promise<Sent | undefined> {
  const sent = await send(connection, key, artifact);
  if (sent !== undefined) checkSent(sent, { method: `upload of ${artifact.name}` });
  return sent;
}

/** Does what the code was uploaded for. If that is refused, it is told that the upload was not. */
export async function afterUpload<T>(
  output: Output,
  uploaded: Sent | undefined,
  kind: 'upgrade' | 'stage' | 'contract',
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { place, receipt } = uploaded ?? {};
    if (place !== undefined && receipt !== undefined)
      output.note(
        `the code was uploaded in block ${grouped(place.height)}, for ${grouped(receipt.gasUsed)} gas, and stays there; only the ${kind} was refused`,
      );
    throw error;
  }
}
