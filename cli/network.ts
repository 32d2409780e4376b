// The first use of a folder: the chain `local` and its key.
import { randomBytes } from 'node:crypto';
import { SCHEMES } from '../spec/records.ts';
import type { Session } from './session.ts';

const NETWORK = 'local';

/** Makes chain `local`, and key `dev` if there is no key, unless the folder holds a chain; says so. @throws Usage, Fault */
export async function ensureChain(session: Session): Promise<void> {
  const { createChain, holdsChain } = await import('../engine/node/open.ts');
  if (holdsChain(session.chain)) return;
  const { publicKey } = session.firstSigner();
  await createChain(session.chain, {
    name: NETWORK,
    salt: new Uint8Array(randomBytes(32)),
    time: Date.now(),
    accounts: [{ scheme: SCHEMES.ed25519, key: publicKey }],
  });
  session.output.note(`made chain ${NETWORK} in ${session.chain}`);
}
