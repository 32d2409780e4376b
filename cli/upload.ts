// Uploading: once for each code and description.
import type { Signer } from '../engine/app/keys.ts';
import { type Sent, upload as send } from '../engine/app/send.ts';
import type { Connection } from '../engine/client/connection.ts';
import type { Artifact } from './artifact.ts';
import { checkSent } from './outcome.ts';

/** Uploads unless the chain has both code and description. @throws Reject, Failed */
export async function upload(connection: Connection, key: Signer, artifact: Artifact): Promise<Sent | undefined> {
  const sent = await send(connection, key, artifact);
  if (sent !== undefined) checkSent(sent, { method: `upload of ${artifact.name}` });
  return sent;
}
