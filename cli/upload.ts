// Uploading: once for each code and description.

import type { Connection } from '../engine/client/connection.ts';
import { LIMITS } from '../spec/limits.ts';
import type { Artifact } from './artifact.ts';
import type { Key } from './keys.ts';
import { checkSent } from './outcome.ts';
import { type Sent, send } from './send.ts';

/** Uploads unless the chain has both code and description. @throws Reject, Failed */
export async function upload(connection: Connection, key: Key, artifact: Artifact): Promise<Sent | undefined> {
  const { codeId, metaId, wasm } = artifact;
  if ((await connection.code(codeId)) && (await connection.meta(metaId))) return undefined;
  // Simulating would compile the module once more; gas is a budget, and what is not used costs nothing.
  const gas = LIMITS.transactionGas.max;
  const sent = await send(connection, key, { kind: 'upload', body: { module: wasm }, gas });
  checkSent(sent, { method: `upload of ${artifact.name}` });
  return sent;
}
