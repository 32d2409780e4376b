import type { TxKindName } from './tx.ts';

/** Roles of a chain. A chain whose genesis names roles is *governed*: there `RIGHTS` asks for them. A contract may have roles of any name. */
export const ROLES = {
  member: { doc: 'may call contracts' },
  developer: { doc: 'may upload code and make contracts of it' },
  operator: { doc: 'keeps the chain running: goes on with migrations, takes back proposals and what is scheduled' },
  regulator: { doc: 'may freeze contracts and stop accounts, whoever administers them' },
  admin: { doc: 'gives and takes roles of the chain, and founds organisations where it is governed' },
} as const satisfies Record<string, { readonly doc: string }>;
export type Role = keyof typeof ROLES;

/**
 * Who may send each kind of transaction.
 *
 * `governed`: the role that the sender needs on a governed chain. `always`: the role that it needs on any chain. `policy`: whose policy must be satisfied: that of the
 * `contract` or `organisation` that the body begins with, of the `scope` (the contract; of the chain: its role admin), or the one that is to be the contract's `next`.
 * Such a kind may be proposed, which is how several satisfy a policy. `urgent`: without the policy's delay. `instead`: a role of the chain that does without the policy.
 */
export const RIGHTS = {
  upload: { governed: 'developer' },
  instantiate: { governed: 'developer' },
  call: { governed: 'member' },
  upgrade: { policy: 'contract' },
  stage: { policy: 'contract' },
  step: { member: true, instead: 'operator' },
  swap: { member: true, instead: 'operator' },
  abandon: { policy: 'contract' },
  freeze: { policy: 'contract', instead: 'regulator', urgent: true },
  unfreeze: { policy: 'contract', instead: 'regulator' },
  destroy: { policy: 'contract' },
  admin: { policy: 'contract' },
  accept: { policy: 'next' },
  hold: { policy: 'contract', instead: 'regulator', urgent: true },
  release: { policy: 'contract', instead: 'regulator' },
  grant: { policy: 'scope' },
  revoke: { policy: 'scope' },
  keys: {},
  found: { governed: 'admin' },
  join: {},
  leave: {},
  admit: { policy: 'organisation' },
  expel: { policy: 'organisation' },
  constitute: { policy: 'organisation' },
  recover: { policy: 'organisation' },
  suspend: { always: 'regulator' },
  restore: { always: 'regulator' },
  propose: { member: true },
  approve: { member: true },
  activate: { member: true },
  cancel: { instead: 'operator' },
  schedule: {},
  unschedule: { instead: 'operator' },
} as const satisfies { readonly [kind in TxKindName]: Right };

export interface Right {
  readonly governed?: Role;
  readonly always?: Role;
  readonly policy?: 'contract' | 'organisation' | 'scope' | 'next';
  /** Whoever has a part in the policy of the contract or organisation, alone. */
  readonly member?: true;
  readonly instead?: Role;
  readonly urgent?: true;
}

/** Blocks that a contract must have been frozen for before it is destroyed, if its policy has no longer delay. */
export const DESTROY_DELAY = 10;
/** What names of events of the engine begin with; a contract cannot emit one. */
export const ENGINE_EVENTS = 'tally.';
/** The view that says whether a contract may be destroyed: no arguments, a bool. */
export const CAN_DESTROY = 'canDestroy';
