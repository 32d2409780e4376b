// The engine's side of the model test: the same moves as transactions, without signatures, blocks or trees, so that many can be made.
import { type Bytes, compare, equal, ZERO32 } from '../../../engine/base/bytes.ts';
import { Reject } from '../../../engine/base/errors.ts';
import { organisationId, proposalId, txId } from '../../../engine/base/hash.ts';
import type { AdminPolicy } from '../../../engine/base/records.ts';
import { encodeTransaction } from '../../../engine/base/transaction.ts';
import { type BodyOf, buildRequest } from '../../../engine/client/transaction.ts';
import { nodeNatives } from '../../../engine/crypto/node.ts';
import { applyTransaction } from '../../../engine/runtime/apply.ts';
import { Engine } from '../../../engine/runtime/code.ts';
import { readTop } from '../../../engine/runtime/records.ts';
import { hasRole } from '../../../engine/runtime/rules/policy.ts';
import { CompiledTier } from '../../../engine/sandbox/compiled.ts';
import { holdKey, proposalKey, storagePrefix } from '../../../engine/state/key.ts';
import { Overlay } from '../../../engine/state/overlay.ts';
import type { TxKindName } from '../../../spec/tx.ts';
import { assemble } from '../../wasm/assemble.ts';
import { type Ids, salt, secret, TestChain, user } from '../chain.ts';
import { bodyBytes, EMPTY, kindId, policyOf } from './life.ts';
import { type Act, type Governed, type Model, OPERATOR, POLICIES, REGULATOR, USERS } from './model.ts';

/** One value, of one byte: `run` stores its input, `carry` brings it over in one step. */
const moduleOf = (mark: number) =>
  assemble(`(module
    (import "tally" "input" (func $input (param i32 i32) (result i32)))
    (import "tally" "set" (func $set (param i32 i32 i32 i32)))
    (import "tally" "get" (func $get (param i32 i32 i32 i32) (result i32)))
    (import "tally" "old_get" (func $old_get (param i32 i32 i32 i32) (result i32)))
    (import "tally" "output" (func $output (param i32 i32)))
    (memory 1) (global i32 (i32.const ${mark})) (data (i32.const 0) "x") (data (i32.const 8) "\\01")
    (func (export "run") (drop (call $input (i32.const 16) (i32.const 1)))
      (call $set (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 1)))
    (func (export "look#view") (drop (call $get (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 1))))
    (func (export "migrate#migrate"))
    (func (export "carry#step") (drop (call $old_get (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 1)))
      (call $set (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 1)) (call $output (i32.const 8) (i32.const 1))))`);
const CODES = [0, 1, 2].map(moduleOf);
const KEYS = Array.from({ length: USERS }, (_, n) => nodeNatives.publicKey(secret(n)));
export const ADDRESSES = Array.from({ length: USERS }, (_, n) => user(n));

/** A chain with one contract for each policy, from which every sequence begins. */
export class Ground {
  readonly chain: TestChain;
  readonly house: Bytes;
  readonly codes: Ids[];
  readonly contracts: readonly Bytes[];

  constructor() {
    const roles = [
      { account: user(REGULATOR), role: 'regulator' },
      { account: user(OPERATOR), role: 'operator' },
      { account: user(0), role: 'admin' },
      ...ADDRESSES.flatMap((account) => [
        { account, role: 'member' } as const,
        { account, role: 'developer' } as const,
      ]),
    ] as const;
    this.chain = new TestChain({ users: USERS, roles });
    this.codes = CODES.map((wasm) => this.chain.upload(wasm));
    const founding = { salt: salt(1), name: 'house', policy: policyOf([3, 4, 5].map(user), 2) };
    this.chain.send(this.chain.tx(0, 'found', founding));
    this.house = organisationId(nodeNatives, this.chain.id, user(0), salt(1));
    // A contract that nobody administers has nothing to show, and some other one comes to it.
    this.contracts = POLICIES.slice(0, -1).map((_, policy) => {
      const contract = this.chain.deploy(CODES[0]!, { admin: this.policy(policy), holds: true });
      this.chain.call(contract, 'run', Uint8Array.of(0));
      return contract;
    });
  }

  policy(index: number): AdminPolicy {
    const { members, threshold, delay } = POLICIES[index]!;
    const addresses = members.map((member) => (member === 'house' ? this.house : user(member)));
    return policyOf(addresses, threshold, delay);
  }
}

const engine = new Engine(nodeNatives, new CompiledTier());

export class World {
  readonly contract: Bytes;
  private readonly ground: Ground;
  private readonly top: Overlay;
  height: number;
  /** Ids of what was proposed, in order. */
  private readonly proposals: Bytes[] = [];

  constructor(ground: Ground, policy: number) {
    this.ground = ground;
    this.contract = ground.contracts[policy]!;
    this.top = new Overlay(ground.chain.state);
    this.height = ground.chain.head.header.height + 1;
  }

  /** Whether it ended OK. */
  move(who: number, act: Act): boolean {
    const { kind, body } = this.transaction(act);
    const { chain } = this.ground;
    const nonce = BigInt(readTop(this.top, 'account', ADDRESSES[who]!)?.nonce ?? 0);
    const terms = { chain: chain.id, sender: ADDRESSES[who]!, nonce, gasLimit: 50_000_000n, expiry: 1_000_000n };
    const request = buildRequest(terms, kind, body as never);
    const auths = [{ scheme: 0, key: KEYS[who]!, signature: new Uint8Array(64) }];
    const at = { engine, state: chain.state, chain: chain.id, height: this.height, time: this.height };
    const block = { ...at, governed: true, overlay: new Overlay(this.top), gasLeft: 1e10 };
    try {
      const { receipt } = applyTransaction(block, encodeTransaction({ request, auths }), true);
      block.overlay.commitInto(this.top);
      if (kind === 'propose' && receipt.status === 0)
        this.proposals.push(proposalId(nodeNatives, txId(nodeNatives, request)));
      return receipt.status === 0;
    } catch (error) {
      if (error instanceof Reject) return false;
      throw error;
    }
  }

  private transaction(act: Act): { kind: TxKindName; body: object } {
    const { contract } = this;
    if (act.kind === 'propose') {
      const { kind, body } = this.transaction(act.what);
      const inner = { kind: kindId(kind), body: bodyBytes(kind, body as BodyOf<typeof kind>) };
      return { kind: 'propose', body: { ...inner, earliest: this.height + act.wait, notes: '' } };
    }
    if (act.kind === 'approve' || act.kind === 'activate' || act.kind === 'cancel')
      return { kind: act.kind, body: { subject: contract, proposal: this.proposals[act.proposal] ?? ZERO32 } };
    if (act.kind === 'call')
      return {
        kind: 'call',
        body: { to: contract, method: 'run', input: Uint8Array.of(act.value) },
      };
    if (act.kind === 'view') return { kind: 'call', body: { to: contract, method: 'look', input: EMPTY } };
    if (act.kind === 'suspend') return { kind: 'suspend', body: { account: ADDRESSES[act.account]!, reason: '' } };
    if (act.kind === 'restore') return { kind: 'restore', body: { account: ADDRESSES[act.account]! } };
    if (act.kind === 'step' || act.kind === 'swap') return { kind: act.kind, body: { contract } };
    return { kind: act.kind, body: this.governed(act) };
  }

  private governed(act: Governed): object {
    const { contract, ground } = this;
    switch (act.kind) {
      case 'upgrade':
        return { contract, ...ground.codes[act.code]!, breaking: act.breaking, input: EMPTY };
      case 'stage':
        return { contract, ...ground.codes[act.code]!, breaking: act.breaking, input: EMPTY };
      case 'freeze':
        return { contract, reason: '' };
      case 'admin':
        return { contract, policy: ground.policy(act.policy) };
      case 'hold':
        return { contract, account: ADDRESSES[act.account]!, reason: '' };
      case 'release':
        return { contract, account: ADDRESSES[act.account]! };
      case 'grant':
      case 'revoke':
        return { scope: contract, account: ADDRESSES[act.account]!, role: 'AUDITOR' };
      default:
        return { contract };
    }
  }

  /** What there is, in the terms of the model. */
  seen() {
    const { top, contract, ground } = this;
    const record = readTop(top, 'contract', contract)!;
    const policyIndex = (policy: AdminPolicy | null) =>
      policy === null ? undefined : POLICIES.findIndex((_, i) => samePolicy(ground.policy(i), policy));
    const code = (id: Bytes) => ground.codes.findIndex(({ codeId }) => equal(codeId, id));
    const those = (is: (account: Bytes) => boolean) => ADDRESSES.flatMap((account, n) => (is(account) ? [n] : []));
    return {
      status: (['live', 'frozen', 'destroyed'] as const)[record.status]!,
      freeze: record.freeze && { level: record.freeze.level, height: record.freeze.height },
      policy: policyIndex(record.admin),
      next: policyIndex(record.nextAdmin),
      revision: record.revision,
      code: code(record.codeId),
      shadow: record.shadow && { code: code(record.shadow.codeId), isWhole: record.shadow.whole },
      value: top.get(`${storagePrefix(record.storage)}x`)?.[0],
      held: those((account) => top.get(holdKey(contract, account)) !== undefined),
      auditors: those((account) => hasRole(top, contract, account, 'AUDITOR')),
      stopped: those((account) => readTop(top, 'account', account)?.frozen === true),
      proposals: this.proposals.map((id) => top.get(proposalKey(contract, id)) !== undefined),
    };
  }
}

function samePolicy(a: AdminPolicy, b: AdminPolicy): boolean {
  if (a.threshold !== b.threshold || a.delay !== b.delay || a.members.length !== b.members.length) return false;
  return a.members.every((member, i) => compare(member, b.members[i]!) === 0);
}

/** The same of the model. */
export function modelled(model: Model): ReturnType<World['seen']> {
  const { status, freeze, policy, next, revision, code, shadow, value } = model;
  const sorted = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b);
  return {
    ...{ status, freeze: freeze ?? null, policy, next, revision, code, value },
    shadow: shadow ? { code: shadow.code, isWhole: shadow.isWhole } : null,
    held: sorted(model.held),
    auditors: sorted(model.auditors),
    stopped: sorted(model.stopped),
    proposals: model.proposals.map((proposal) => proposal !== undefined),
  };
}
