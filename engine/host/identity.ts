// Rows that tell what transactions granted or stopped: roles, and accounts held in a contract.
import { type Bytes, ZERO32 } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import { holdKey, roleKey } from '../state/key.ts';
import type { Frame } from './frame.ts';
import { checkName } from './names.ts';

export function hasRole(frame: Frame, account: Bytes, name: string, chain: number): number {
  if (chain !== 0 && chain !== 1) throw new Trap('HOST_ARGUMENT', `scope ${chain} of a role`);
  checkName(name, 'role');
  return frame.overlay.get(roleKey(chain === 1 ? ZERO32 : frame.self, account, name)) ? 1 : 0;
}

export function isHeld(frame: Frame, account: Bytes): number {
  return frame.overlay.get(holdKey(frame.self, account)) ? 1 : 0;
}
