// A small reference for the life of one contract: who may do what when, written from the rules and from nothing of the engine.

/** Whom a policy names: a user by number, or the house, an organisation of users 3, 4 and 5 of whom two decide. */
export type Member = number | 'house';
export interface Policy {
  readonly members: readonly Member[];
  readonly threshold: number;
  readonly delay: number;
}
export const POLICIES: readonly Policy[] = [
  { members: [0], threshold: 1, delay: 0 },
  { members: [0, 1, 2], threshold: 2, delay: 0 },
  { members: [0, 1], threshold: 1, delay: 3 },
  { members: [0, 'house'], threshold: 2, delay: 0 },
  { members: ['house'], threshold: 1, delay: 0 },
  { members: [], threshold: 0, delay: 0 },
];
const HOUSE = [3, 4, 5];
/** The one who may freeze whatever it is, and stop accounts. */
export const REGULATOR = 6;
export const OPERATOR = 7;
export const USERS = 8;
const DESTROY_DELAY = 10;

/** Something with these fields, of each of these kinds. */
type Each<K extends string, T = unknown> = { readonly [kind in K]: { readonly kind: kind } & Readonly<T> }[K];

/** What a policy decides about. */
export type Governed =
  | Each<'upgrade' | 'stage', { code: number; breaking: boolean }>
  | Each<'abandon' | 'freeze' | 'unfreeze' | 'destroy' | 'accept'>
  | Each<'admin', { policy: number }>
  | Each<'hold' | 'release' | 'grant' | 'revoke', { account: number }>;
export type Act =
  | Governed
  | Each<'call', { value: number }>
  | Each<'view' | 'step' | 'swap'>
  | Each<'suspend' | 'restore', { account: number }>
  | Each<'propose', { what: Governed; wait: number }>
  | Each<'approve' | 'activate' | 'cancel', { proposal: number }>;

interface Proposal {
  readonly what: Governed;
  readonly proposer: number;
  readonly height: number;
  readonly earliest: number;
  readonly revision: number;
  readonly approvals: Set<number>;
}

export class Model {
  status: 'live' | 'frozen' | 'destroyed' = 'live';
  freeze: { level: number; height: number } | undefined;
  policy: number;
  next: number | undefined;
  revision = 0;
  code = 0;
  shadow: { code: number; isWhole: boolean; value: number } | undefined;
  value = 0;
  readonly held = new Set<number>();
  readonly auditors = new Set<number>();
  readonly stopped = new Set<number>();
  /** By number, in the order proposed; undefined when done or taken back. */
  readonly proposals: (Proposal | undefined)[] = [];

  constructor(policy: number) {
    this.policy = policy;
  }

  /** Whether it is done; if so, it is in force when this returns. */
  move(who: number, act: Act, height: number): boolean {
    if (this.stopped.has(who)) return false;
    if (act.kind === 'propose') return this.propose(who, act.what, act.wait, height);
    if (act.kind === 'approve' || act.kind === 'activate' || act.kind === 'cancel')
      return this.decide(who, act, height);
    if (act.kind === 'suspend' || act.kind === 'restore') return this.stop(who, act.kind === 'suspend', act.account);
    if (act.kind === 'call' || act.kind === 'view') return this.call(who, act);
    if (act.kind === 'step' || act.kind === 'swap') return this.goOn(who, act.kind);
    return this.govern(act, { who, approvals: new Set([who]), height });
  }

  private call(who: number, act: { kind: 'call'; value: number } | { kind: 'view' }): boolean {
    if (this.status === 'destroyed') return false;
    if (act.kind !== 'call') return true;
    if (this.status === 'frozen' || this.shadow || this.held.has(who)) return false;
    this.value = act.value;
    return true;
  }

  private stop(who: number, stops: boolean, account: number): boolean {
    if (who !== REGULATOR || this.stopped.has(account) === stops) return false;
    if (stops) this.stopped.add(account);
    else this.stopped.delete(account);
    return true;
  }

  private goOn(who: number, kind: 'step' | 'swap'): boolean {
    if (!(who === OPERATOR || this.hasPart(this.policy, who))) return false;
    if (this.status !== 'live' || !this.shadow || this.shadow.isWhole !== (kind === 'swap')) return false;
    if (kind === 'step') this.shadow = { ...this.shadow, isWhole: true, value: this.value };
    else this.moveTo(this.shadow.code, this.shadow.value);
    return true;
  }

  private moveTo(code: number, value: number): void {
    this.code = code;
    this.value = value;
    this.shadow = undefined;
    this.revision += 1;
  }

  /** Who has a part in what decides now. */
  get people(): number[] {
    return Array.from({ length: USERS }, (_, who) => who).filter((who) => this.hasPart(this.policy, who));
  }

  private hasPart(policy: number, who: number): boolean {
    const { members } = POLICIES[policy]!;
    return members.includes(who) || (members.includes('house') && HOUSE.includes(who));
  }

  private backing(policy: Policy, approvals: ReadonlySet<number>): number {
    const counts = (who: number) => approvals.has(who) && !this.stopped.has(who);
    const stands = (member: Member) => (member === 'house' ? HOUSE.filter(counts).length >= 2 : counts(member));
    return policy.members.filter(stands).length;
  }

  private deciding(what: Governed): number | undefined {
    return what.kind === 'accept' ? this.next : this.policy;
  }

  private govern(
    what: Governed,
    by: { who: number; approvals: ReadonlySet<number>; height: number; proposal?: Proposal },
  ): boolean {
    const { who, approvals, height, proposal } = by;
    const deciding = this.deciding(what);
    if (this.status === 'destroyed' || deciding === undefined) return false;
    const policy = POLICIES[deciding]!;
    const canRegulate = ['freeze', 'unfreeze', 'hold', 'release'].includes(what.kind);
    const isRegulator = canRegulate && proposal === undefined && who === REGULATOR;
    const count = this.backing(policy, approvals);
    if (!isRegulator) {
      if (policy.members.length === 0 || count < policy.threshold) return false;
      const isUrgent = what.kind === 'freeze' || what.kind === 'hold';
      if (policy.delay > 0 && !isUrgent && !(proposal && height >= proposal.height + policy.delay)) return false;
    }
    const isUnanimous = !isRegulator && count === policy.members.length;
    return this.enact(what, { level: isRegulator ? 1 : 0, isUnanimous, height, proposal });
  }

  private enact(
    what: Governed,
    how: { level: number; isUnanimous: boolean; height: number; proposal: Proposal | undefined },
  ): boolean {
    const { level, isUnanimous, height, proposal } = how;
    switch (what.kind) {
      case 'upgrade':
      case 'stage':
        if (this.status !== 'live' || this.shadow || (proposal && proposal.revision !== this.revision)) return false;
        if (what.breaking && !isUnanimous) return false;
        if (what.kind === 'upgrade') this.moveTo(what.code, this.value);
        else this.shadow = { code: what.code, isWhole: false, value: 0 };
        return true;
      case 'abandon':
        if (!this.shadow) return false;
        this.shadow = undefined;
        return true;
      case 'freeze':
        if (this.freeze && this.freeze.level >= level) return false;
        [this.status, this.freeze] = ['frozen', { level, height }];
        return true;
      case 'unfreeze':
        if (!this.freeze || this.freeze.level > level) return false;
        [this.status, this.freeze] = ['live', undefined];
        return true;
      case 'destroy':
        if (!this.freeze || this.freeze.level > 0) return false;
        if (height < this.freeze.height + Math.max(DESTROY_DELAY, POLICIES[this.policy]!.delay) || !isUnanimous)
          return false;
        [this.status, this.next, this.shadow] = ['destroyed', undefined, undefined];
        return true;
      case 'admin': {
        const isForEver = POLICIES[what.policy]!.members.length === 0;
        if (isForEver && (this.freeze || !isUnanimous)) return false;
        if (isForEver) [this.policy, this.next] = [what.policy, undefined];
        else this.next = what.policy;
        return true;
      }
      case 'accept':
        [this.policy, this.next] = [this.next!, undefined];
        return true;
      default:
        return this.mark(what, level);
    }
  }

  /** Levels of holds. */
  private readonly holds = new Map<number, number>();

  private mark({ kind, account }: Extract<Governed, { account: number }>, level: number): boolean {
    if (kind === 'hold') {
      if ((this.holds.get(account) ?? -1) >= level) return false;
      this.holds.set(account, level);
      this.held.add(account);
      return true;
    }
    if (kind === 'release') {
      const at = this.holds.get(account);
      if (at === undefined || at > level) return false;
      this.holds.delete(account);
      this.held.delete(account);
      return true;
    }
    if (this.auditors.has(account) === (kind === 'grant')) return false;
    if (kind === 'grant') this.auditors.add(account);
    else this.auditors.delete(account);
    return true;
  }

  private propose(who: number, what: Governed, wait: number, height: number): boolean {
    const deciding = this.deciding(what);
    if (this.status === 'destroyed' || deciding === undefined || !this.hasPart(deciding, who)) return false;
    if (!this.couldBe(what)) return false;
    const { revision } = this;
    this.proposals.push({ what, proposer: who, height, earliest: height + wait, revision, approvals: new Set([who]) });
    return true;
  }

  /** Whether it could be done if everybody agreed and all delays were over. */
  private couldBe(what: Governed): boolean {
    switch (what.kind) {
      case 'upgrade':
      case 'stage':
        return this.status === 'live' && !this.shadow;
      case 'abandon':
        return this.shadow !== undefined;
      case 'admin':
        return POLICIES[what.policy]!.members.length > 0 || this.freeze === undefined;
      case 'freeze':
        return this.freeze === undefined;
      case 'unfreeze':
        return this.freeze !== undefined;
      case 'destroy':
        return this.freeze !== undefined;
      case 'hold':
        return !this.holds.has(what.account);
      case 'release':
        return this.holds.has(what.account);
      case 'grant':
        return !this.auditors.has(what.account);
      case 'revoke':
        return this.auditors.has(what.account);
      default:
        return true;
    }
  }

  private decide(who: number, { kind, proposal: at }: { kind: string; proposal: number }, height: number): boolean {
    const proposal = this.proposals[at];
    if (!proposal) return false;
    if (kind === 'cancel') {
      if (who !== proposal.proposer && who !== OPERATOR) return false;
      this.proposals[at] = undefined;
      return true;
    }
    const deciding = this.deciding(proposal.what);
    if (this.status === 'destroyed' || deciding === undefined || !this.hasPart(deciding, who)) return false;
    if (kind === 'approve') {
      if (proposal.approvals.has(who)) return false;
      proposal.approvals.add(who);
      return true;
    }
    if (height < proposal.earliest) return false;
    const { what, approvals } = proposal;
    if (!this.govern(what, { who, approvals, height, proposal })) return false;
    this.proposals[at] = undefined;
    return true;
  }
}
