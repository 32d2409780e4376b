// The first use of a folder: the chain `local` and its key, which has all roles where the chain is governed.
import { randomBytes } from 'node:crypto';
import { Usage } from '../engine/base/errors.ts';
import { SCHEMES } from '../spec/records.ts';
import type { Role } from '../spec/roles.ts';
import type { Session } from './session.ts';

const NETWORK = 'local';
/** A regulator is somebody else. */
const FIRST_ROLES: readonly Role[] = ['admin', 'developer', 'member', 'operator'];

/** Makes chain `local`, and key `dev` if there is no key, unless the folder holds a chain; says so. @throws Usage, Fault */
export async function ensureChain(session: Session, isGoverned = false): Promise<void> {
  const { createChain, holdsChain } = await import('../engine/node/open.ts');
  if (holdsChain(session.chain)) {
    if (isGoverned)
      throw new Usage('USAGE', `--governed: ${session.chain} holds a chain already, and its genesis says what it is`);
    return;
  }
  const { publicKey, address } = session.firstSigner();
  await createChain(session.chain, {
    name: NETWORK,
    salt: new Uint8Array(randomBytes(32)),
    time: Date.now(),
    accounts: [{ scheme: SCHEMES.ed25519, key: publicKey }],
    roles: isGoverned ? FIRST_ROLES.map((role) => ({ account: address, role })) : [],
  });
  const made = `made ${isGoverned ? 'governed ' : ''}chain ${NETWORK} in ${session.chain}`;
  const zh = `已在 ${session.chain} 新建${isGoverned ? '受治理的' : ''}链 ${NETWORK}`;
  session.output.note(session.language === 'zh' ? zh : made);
}
