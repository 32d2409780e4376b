// What must not happen to a contract in its life: each of these is refused, and each would pass without its defence.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, toHex, toLatin1 } from '../../../engine/base/bytes.ts';
import { Engine } from '../../../engine/runtime/code.ts';
import { CompiledTier } from '../../../engine/sandbox/compiled.ts';
import { roleKey, topKey, versionKey } from '../../../engine/state/key.ts';
import { DESTROY_DELAY } from '../../../spec/roles.ts';
import { type Ids, idsOf, ok, salt, secret, TestChain, user } from '../chain.ts';
import { play, told } from '../play.ts';
import { METHODS, program, puppet } from '../puppet.ts';
import { among, bodyBytes, EMPTY, Life, policyOf, said, ZERO32 } from './life.ts';

const NEXT = puppet({ methods: [...METHODS, 'migrate#migrate'], mark: 1 });
const LAST = puppet({ methods: [...METHODS, 'migrate#migrate', 'canDestroy#view'], mark: 2 });

let life: Life;
let chain: TestChain;
/** Administered by two of users 0, 1 and 2. */
let contract: Bytes;
let next: Ids;

beforeEach(() => {
  life = new Life();
  chain = life.chain;
  contract = chain.deploy(puppet(), { admin: among([0, 1, 2], 2) });
  next = chain.upload(NEXT);
  play(chain, contract, [['set', 'kept', 'yes']]);
});

const upgradeTo = (ids: Ids, body = {}) => ({ contract, ...ids, breaking: false, input: EMPTY, ...body });

/** Everything about the contract that must not have moved. */
const standing = () => toHex(chain.state.get(topKey('contract', contract))!);

describe('an upgrade', () => {
  test('by a non-admin, or by one of two, is refused; so is proposing and approving by a stranger', () => {
    const before = standing();
    expect(life.try(3, 'upgrade', upgradeTo(next))).toBe('NOT_ADMIN');
    expect(life.try(0, 'upgrade', upgradeTo(next))).toBe('NOT_ADMIN');
    expect(life.tryPropose(3, 'upgrade', upgradeTo(next))).toBe('NOT_ADMIN');
    const proposal = life.propose(0, 'upgrade', upgradeTo(next));
    expect(life.try(3, 'approve', { subject: contract, proposal })).toBe('NOT_ADMIN');
    expect(life.try(3, 'activate', { subject: contract, proposal })).toBe('NOT_ADMIN');
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('NOT_ADMIN');
    expect(standing()).toBe(before);
  });

  test('that enough approved is done once, by any of them, and what it was is kept', () => {
    const steps = program([['set', 'moved', 'yes']]);
    const proposal = life.propose(0, 'upgrade', upgradeTo(next, { input: steps }), 0, 'adds a thing');
    life.ok(2, 'approve', { subject: contract, proposal });
    const receipt = life.ok(1, 'activate', { subject: contract, proposal });
    expect(receipt.events.map(({ name }) => name)).toEqual(['tally.upgrade', 'tally.activate']);
    expect(said(receipt, 0)).toMatchObject({ by: user(1), approvals: among([0, 2], 1).members });
    expect(chain.contract(contract)).toMatchObject({ ...next, revision: 1, since: life.height });
    expect([chain.stored(contract, 'kept'), chain.stored(contract, 'moved')].every(Boolean)).toBe(true);
    expect(life.try(1, 'activate', { subject: contract, proposal })).toBe('PROPOSAL_UNKNOWN');
    const version = chain.state.get(versionKey(contract, 1))!;
    expect(Buffer.from(version).includes('adds a thing')).toBe(true);
    expect(chain.state.get(versionKey(contract, 0))).toBeDefined();
  });

  test('is approved once by each: twice by the same is refused, and one key is one approval', () => {
    const proposal = life.propose(0, 'upgrade', upgradeTo(next));
    expect(life.try(0, 'approve', { subject: contract, proposal })).toBe('ALREADY_APPROVED');
    life.ok(1, 'approve', { subject: contract, proposal });
    expect(life.try(1, 'approve', { subject: contract, proposal })).toBe('ALREADY_APPROVED');
  });

  test('counts an organisation once, however many of its people approve, and only if its own policy is satisfied', () => {
    const house = life.found([3, 4, 5], 2);
    contract = chain.deploy(puppet({ mark: 9 }), { admin: policyOf([user(0), house], 2) });
    const proposal = life.propose(3, 'upgrade', upgradeTo(next));
    const by = { subject: contract, proposal };
    life.ok(0, 'approve', by);
    expect(life.try(0, 'activate', by)).toBe('NOT_ADMIN');
    life.ok(4, 'approve', by);
    life.ok(5, 'approve', by);
    expect(life.try(5, 'activate', by)).toBe('OK');
    // Three people of one organisation are one member.
    const again = life.propose(3, 'upgrade', upgradeTo(idsOf(puppet({ mark: 9 }))));
    for (const n of [4, 5]) life.ok(n, 'approve', { subject: contract, proposal: again });
    expect(life.try(3, 'activate', { subject: contract, proposal: again })).toBe('NOT_ADMIN');
  });

  test('does not count who was removed, or stopped, between approving and activating', () => {
    const proposal = life.propose(0, 'upgrade', upgradeTo(next));
    life.ok(1, 'approve', { subject: contract, proposal });
    // The policy is 2 of 0, 2 and 3 before it is activated: 1 has left.
    const hand = life.propose(0, 'admin', { contract, policy: among([0, 2, 3], 2) });
    life.ok(2, 'approve', { subject: contract, proposal: hand });
    life.ok(0, 'activate', { subject: contract, proposal: hand });
    const take = life.propose(2, 'accept', { contract });
    life.ok(3, 'approve', { subject: contract, proposal: take });
    life.ok(3, 'activate', { subject: contract, proposal: take });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('NOT_ADMIN');
    expect(life.try(1, 'activate', { subject: contract, proposal })).toBe('NOT_ADMIN');
    life.ok(3, 'approve', { subject: contract, proposal });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('OK');
  });

  test('before the delay of the policy, or the height that was named, is refused; without a proposal at all', () => {
    contract = chain.deploy(puppet({ mark: 9 }), { admin: among([0], 1, 5) });
    expect(life.try(0, 'upgrade', upgradeTo(next))).toBe('NOT_ADMIN');
    const proposal = life.propose(0, 'upgrade', upgradeTo(next));
    const from = life.height + 5;
    while (life.height < from - 1) expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('TOO_EARLY');
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('OK');
    const late = life.propose(0, 'upgrade', upgradeTo(idsOf(puppet({ mark: 9 }))), life.height + 20);
    life.pass(10);
    expect(life.try(0, 'activate', { subject: contract, proposal: late })).toBe('TOO_EARLY');
    life.pass(10);
    expect(life.try(0, 'activate', { subject: contract, proposal: late })).toBe('OK');
  });

  test('to code that is missing or was refused is refused when it is proposed, too', () => {
    expect(life.tryPropose(0, 'upgrade', upgradeTo({ codeId: ZERO32, metaId: ZERO32 }))).toBe('CODE_UNKNOWN');
    expect(life.try(0, 'upload', { module: Uint8Array.of(1, 2, 3) })).toBe('MODULE_MALFORMED');
    expect(life.tryPropose(0, 'upgrade', upgradeTo(idsOf(puppet({ mark: 50 }))))).toBe('CODE_UNKNOWN');
  });

  test('that was approved for one revision does not move another: migrate is not replayed', () => {
    const first = life.propose(0, 'upgrade', upgradeTo(next, { input: program([['set', 'n', '1']]) }));
    const second = life.propose(0, 'upgrade', upgradeTo(next, { input: program([['set', 'n', '2']]) }));
    for (const proposal of [first, second]) life.ok(1, 'approve', { subject: contract, proposal });
    life.ok(0, 'activate', { subject: contract, proposal: first });
    expect(life.try(0, 'activate', { subject: contract, proposal: second })).toBe('PROPOSAL_STALE');
    expect(Buffer.from(chain.stored(contract, 'n')!).toString()).toBe('1');
    expect(chain.contract(contract)!.revision).toBe(1);
  });

  test('whose migrate fails leaves everything as it was, and may be tried again', () => {
    const steps = program([
      ['set', 'kept', 'no'],
      ['revert', 'NO', ''],
    ]);
    const proposal = life.propose(0, 'upgrade', upgradeTo(next, { input: steps }));
    life.ok(1, 'approve', { subject: contract, proposal });
    const before = standing();
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe(1);
    expect(standing()).toBe(before);
    expect(Buffer.from(chain.stored(contract, 'kept')!).toString()).toBe('yes');
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe(1);
    life.ok(0, 'cancel', { subject: contract, proposal });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('PROPOSAL_UNKNOWN');
  });

  test('that breaks needs everybody, and a migrate', () => {
    const body = upgradeTo(next, { breaking: true });
    const proposal = life.propose(0, 'upgrade', body);
    life.ok(1, 'approve', { subject: contract, proposal });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('BREAKING');
    life.ok(2, 'approve', { subject: contract, proposal });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('OK');
    const plain = chain.upload(puppet({ mark: 7 }));
    expect(life.tryPropose(0, 'upgrade', upgradeTo(plain, { breaking: true }))).toBe('BREAKING');
  });

  test('within a call that runs the old code cannot be: no contract reaches it, and frames keep their code', () => {
    // A contract that administers another has no way to say so: kinds are not host rows.
    const owner = chain.deploy(puppet({ mark: 3 }));
    contract = chain.deploy(puppet({ mark: 4 }), { admin: policyOf([owner], 1) });
    expect(
      told(chain, owner, [['call', contract, 'upgrade', bodyBytes('upgrade', upgradeTo(next)), 5_000_000, 0]]),
    ).toEqual([4n]);
    expect(life.try(0, 'upgrade', upgradeTo(next))).toBe('NOT_ADMIN');
  });

  test('and init again: neither the creator nor a stranger initialises twice', () => {
    expect(life.try(0, 'call', { to: contract, method: 'init', input: EMPTY })).toBe('METHOD_RESERVED');
    const stranger = chain.deploy(puppet({ mark: 3 }));
    expect(told(chain, stranger, [['call', contract, 'init', '', 5_000_000, 0]])).toEqual([4n]);
    const salted = { salt: salt(77) };
    ok(chain.send(chain.instantiateTx(0, next, salted)));
    expect(
      life.try(0, 'instantiate', {
        ...next,
        ...salted,
        admin: among([0], 1),
        holds: false,
        invariant: '',
        template: null,
        input: EMPTY,
      }),
    ).toBe('ADDRESS_TAKEN');
  });

  test('what a contract stores cannot reach its record, policies, roles or proposals', () => {
    const before = standing();
    // Keys that would be those of records if storage were not a space of its own.
    for (const key of [topKey('contract', contract), roleKey(ZERO32, user(3), 'admin'), versionKey(contract, 0)])
      play(chain, contract, [['set', Uint8Array.from(Buffer.from(key, 'latin1')), 'forged']]);
    expect(standing().slice(0, 400)).toBe(before.slice(0, 400));
    expect(chain.state.get(roleKey(ZERO32, user(3), 'admin'))).toBeUndefined();
    expect(chain.contract(contract)).toMatchObject({ revision: 0, admin: among([0, 1, 2], 2) });
  });
});

describe('a freeze', () => {
  const FROZEN = 'CONTRACT_FROZEN';
  beforeEach(() => {
    contract = chain.deploy(puppet({ mark: 5 }), { admin: among([0], 1) });
    play(chain, contract, [['set', 'x', '1']]);
  });

  test('stops what changes the contract, also through another one, and no view', () => {
    const other = chain.deploy(puppet({ mark: 6 }));
    const receipt = life.ok(0, 'freeze', { contract, reason: 'a theft' });
    expect(receipt.events.map(({ contract: of, name }) => [toHex(of), name])).toEqual([
      [toHex(contract), 'tally.freeze'],
    ]);
    expect(life.record(contract)).toMatchObject({
      status: 1,
      freeze: { level: 0, reason: 'a theft', height: life.height },
    });
    expect(life.try(1, 'call', { to: contract, method: 'run', input: program([['set', 'x', '2']]) })).toBe(FROZEN);
    expect(told(chain, other, [['call', contract, 'run', [['set', 'x', '2']], 5_000_000, 0]])).toEqual([4n]);
    expect(told(chain, other, [['call', contract, 'again', [['set', 'x', '2']], 5_000_000, 1]])).toEqual([4n]);
    expect(told(chain, other, [['call', contract, 'look', [['get', 'x', 1]], 5_000_000, 0]])).toEqual([0n]);
    expect(chain.query(contract, 'look', program([['get', 'x', 1]])).status).toBe(0);
    expect(life.try(0, 'upgrade', upgradeTo(next))).toBe(FROZEN);
    expect(Buffer.from(chain.stored(contract, 'x')!).toString()).toBe('1');
    life.ok(0, 'unfreeze', { contract });
    expect(life.try(1, 'call', { to: contract, method: 'run', input: program([['set', 'x', '2']]) })).toBe('OK');
  });

  test('holds up upgrades that were proposed, until it ends', () => {
    const proposal = life.propose(0, 'upgrade', upgradeTo(next));
    life.ok(0, 'freeze', { contract, reason: '' });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe(FROZEN);
    life.ok(0, 'unfreeze', { contract });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('OK');
  });

  test('in the same block stops what comes behind it', () => {
    const call = { to: contract, method: 'run', input: program([['set', 'x', '9']]) };
    const { rejected } = chain.block([
      chain.tx(0, 'freeze', { contract, reason: '' }),
      chain.tx(1, 'call', call),
      chain.tx(0, 'unfreeze', { contract }, { nonce: BigInt(chain.account(0)!.nonce + 1) }),
      chain.tx(2, 'call', call),
    ]);
    expect([...rejected].map(([index, { id }]) => [index, id])).toEqual([[1, FROZEN]]);
  });

  test('by a stranger is refused', () => {
    expect(life.try(1, 'freeze', { contract, reason: '' })).toBe('NOT_ADMIN');
    life.ok(0, 'freeze', { contract, reason: '' });
    expect(life.try(1, 'unfreeze', { contract })).toBe('NOT_ADMIN');
    expect(life.try(0, 'freeze', { contract, reason: '' })).toBe(FROZEN);
  });

  test('needs no waiting where other things do', () => {
    contract = chain.deploy(puppet({ mark: 8 }), { admin: among([0], 1, 50) });
    life.ok(0, 'freeze', { contract, reason: 'now' });
    expect(life.try(0, 'unfreeze', { contract })).toBe('NOT_ADMIN');
  });
});

describe('the end of a contract', () => {
  const canDestroy = (may: boolean) => program([['output', Uint8Array.of(may ? 1 : 0)]]);

  test('comes from frozen, after a while, and is for ever', () => {
    contract = chain.deploy(puppet({ mark: 5 }), { admin: among([0], 1), salt: salt(3) });
    play(chain, contract, [['set', 'x', '1']]);
    expect(life.try(0, 'destroy', { contract })).toBe('NOT_FROZEN');
    life.ok(0, 'freeze', { contract, reason: '' });
    const from = life.height + DESTROY_DELAY;
    expect(life.try(0, 'destroy', { contract })).toBe('TOO_EARLY');
    life.pass(from - life.height - 1);
    const root = toHex(life.record(contract).storageRoot);
    const { receipts, rejected } = chain.block([
      chain.tx(0, 'destroy', { contract }),
      chain.tx(1, 'call', { to: contract, method: 'look', input: EMPTY }),
      chain.tx(2, 'upgrade', upgradeTo(next)),
    ]);
    expect(receipts.map(({ status }) => status)).toEqual([0]);
    expect([...rejected.values()].map(({ id }) => id)).toEqual(['CONTRACT_DESTROYED', 'CONTRACT_DESTROYED']);
    expect(toHex(life.record(contract).storageRoot)).toBe(root);
    for (const kind of ['unfreeze', 'destroy', 'accept'] as const)
      expect(life.try(0, kind, { contract })).toBe('CONTRACT_DESTROYED');
    expect(life.try(0, 'freeze', { contract, reason: '' })).toBe('CONTRACT_DESTROYED');
    expect(() => chain.query(contract, 'look')).toThrow(expect.objectContaining({ id: 'CONTRACT_DESTROYED' }));
    const other = chain.deploy(puppet({ mark: 6 }));
    expect(told(chain, other, [['call', contract, 'look', '', 5_000_000, 0]])).toEqual([4n]);
    const again = { salt: salt(3), admin: among([0], 1), holds: false, invariant: '', template: null, input: EMPTY };
    expect(life.try(0, 'instantiate', { ...idsOf(puppet({ mark: 5 })), ...again })).toBe('ADDRESS_TAKEN');
  });

  test('needs everybody where the code does not say whether it may', () => {
    const ends = (n: number) => {
      const proposal = life.propose(n, 'destroy', { contract });
      life.ok((n + 1) % 3, 'approve', { subject: contract, proposal });
      return proposal;
    };
    const freeze = life.propose(0, 'freeze', { contract, reason: '' });
    life.ok(1, 'approve', { subject: contract, proposal: freeze });
    life.ok(0, 'activate', { subject: contract, proposal: freeze });
    const proposal = ends(0);
    life.pass(DESTROY_DELAY);
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('NOT_ADMIN');
    life.ok(2, 'approve', { subject: contract, proposal });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('OK');
    expect(life.record(contract).status).toBe(2);
  });

  test('is refused by a contract whose view says no', () => {
    // A puppet puts out what its input says, and the engine asks without any: it never says yes.
    contract = chain.deploy(LAST, { admin: among([0], 1) });
    expect(chain.query(contract, 'canDestroy', canDestroy(true)).output).toEqual(Uint8Array.of(1));
    life.ok(0, 'freeze', { contract, reason: '' });
    life.pass(DESTROY_DELAY);
    const sent = life.send(0, 'destroy', { contract });
    expect(sent).toMatchObject({ status: 1, events: [] });
    expect(toLatin1((sent as { output: Bytes }).output)).toContain('CAN_DESTROY');
    expect(life.record(contract).status).toBe(1);
  });
});

describe('the administration', () => {
  test('moves in two steps: a mistyped address never gets it, and nothing is lost', () => {
    contract = chain.deploy(puppet({ mark: 5 }), { admin: among([0], 1) });
    const nobody = new Uint8Array(32).fill(0xab);
    life.ok(0, 'admin', { contract, policy: policyOf([nobody], 1) });
    expect(life.record(contract)).toMatchObject({ admin: among([0], 1), nextAdmin: policyOf([nobody], 1) });
    expect(life.try(0, 'accept', { contract })).toBe('NOT_ADMIN');
    expect(life.try(1, 'accept', { contract })).toBe('NOT_ADMIN');
    expect(life.try(0, 'upgrade', upgradeTo(next))).toBe('OK');
    life.ok(0, 'admin', { contract, policy: among([1], 1) });
    life.ok(1, 'accept', { contract });
    expect(life.try(0, 'freeze', { contract, reason: '' })).toBe('NOT_ADMIN');
    expect(life.record(contract)).toMatchObject({ admin: among([1], 1), nextAdmin: null });
    expect(life.try(1, 'accept', { contract })).toBe('NOT_ADMIN');
  });

  test('given up is given up for ever, by everybody', () => {
    const never = { contract, policy: policyOf([], 0) };
    const proposal = life.propose(0, 'admin', never);
    life.ok(1, 'approve', { subject: contract, proposal });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('NOT_ADMIN');
    life.ok(2, 'approve', { subject: contract, proposal });
    life.ok(0, 'activate', { subject: contract, proposal });
    for (const n of [0, 1, 2]) {
      expect(life.try(n, 'upgrade', upgradeTo(next))).toBe('NOT_ADMIN');
      expect(life.try(n, 'admin', { contract, policy: among([n], 1) })).toBe('NOT_ADMIN');
      expect(life.tryPropose(n, 'upgrade', upgradeTo(next))).toBe('NOT_ADMIN');
    }
  });

  test('of several is not the administration of whoever steals one key', () => {
    // User 3 has three keys, any two of which sign; a thief has one of them.
    const account = user(3);
    life.ok(3, 'keys', { keys: life.newKeys([3, 30, 31], account), threshold: 2 });
    contract = chain.deploy(puppet({ mark: 5 }), { admin: policyOf([account], 1) });
    const thief = { keys: [secret(30)], sender: account, nonce: BigInt(chain.account(3)!.nonce) };
    expect(life.try(3, 'upgrade', upgradeTo(next), thief)).toBe('THRESHOLD');
    expect(life.try(3, 'keys', { keys: life.newKeys([30], account), threshold: 1 }, thief)).toBe('THRESHOLD');
    const owners = { ...thief, keys: [secret(3), secret(31)] };
    expect(life.try(3, 'keys', { keys: life.newKeys([3, 31, 32], account), threshold: 2 }, owners)).toBe('OK');
    const gone = { ...owners, nonce: owners.nonce + 1n, keys: [secret(3), secret(30)] };
    expect(life.try(3, 'upgrade', upgradeTo(next), gone)).toBe('KEY_UNKNOWN');
    expect(life.try(3, 'upgrade', upgradeTo(next), { ...gone, keys: [secret(32), secret(31)] })).toBe('OK');
  });
});

describe('roles of a governed chain', () => {
  beforeEach(() => {
    const role = (n: number, name: 'admin' | 'member' | 'developer' | 'regulator') => ({
      account: user(n),
      role: name,
    });
    life = new Life({
      users: 6,
      roles: [role(0, 'admin'), role(0, 'member'), role(0, 'developer'), role(1, 'regulator'), role(2, 'member')],
    });
    chain = life.chain;
    contract = chain.deploy(puppet(), { admin: among([0], 1) });
    next = chain.upload(NEXT);
  });
  const grant = (n: number, role: string, scope: Bytes = ZERO32) => ({ scope, account: user(n), role });
  const call = () => ({ to: contract, method: 'run', input: program([['set', 'x', '1']]) });

  test('bind calls, uploads and contracts that are made', () => {
    expect(life.try(2, 'call', call())).toBe('OK');
    expect(life.try(3, 'call', call())).toBe('ROLE_MISSING');
    expect(life.try(2, 'upload', { module: LAST })).toBe('ROLE_MISSING');
    const made = { salt: salt(9), admin: among([2], 1), holds: false, invariant: '', template: null, input: EMPTY };
    expect(life.try(2, 'instantiate', { ...next, ...made })).toBe('ROLE_MISSING');
    expect(life.try(3, 'found', { salt: salt(1), name: 'x', policy: among([0, 3], 1) })).toBe('ROLE_MISSING');
  });

  test('are given and taken by its admins, in force behind the transaction', () => {
    expect(life.try(2, 'grant', grant(3, 'member'))).toBe('ROLE_MISSING');
    life.ok(0, 'grant', grant(3, 'member'));
    expect(life.try(0, 'grant', grant(3, 'member'))).toBe('ROLE_UNCHANGED');
    expect(life.try(3, 'call', call())).toBe('OK');
    // Taken away, and used behind it in the same block.
    const { rejected } = chain.block([
      chain.tx(3, 'call', call()),
      chain.tx(0, 'revoke', grant(3, 'member')),
      chain.tx(3, 'call', call(), { nonce: BigInt(chain.account(3)!.nonce + 1) }),
    ]);
    expect([...rejected].map(([index, { id }]) => [index, id])).toEqual([[2, 'ROLE_MISSING']]);
    expect(life.try(0, 'grant', grant(3, 'emperor'))).toBe('ROLE_INVALID');
  });

  test('never lose their last admin', () => {
    expect(life.try(0, 'revoke', grant(0, 'admin'))).toBe('ROLE_INVALID');
    life.ok(0, 'grant', grant(3, 'admin'));
    life.ok(3, 'revoke', grant(0, 'admin'));
    expect(life.try(0, 'grant', grant(4, 'member'))).toBe('ROLE_MISSING');
    expect(life.try(3, 'revoke', grant(3, 'admin'))).toBe('ROLE_INVALID');
  });

  test('let a regulator freeze whatever it is, and nobody below undo it', () => {
    life.ok(0, 'freeze', { contract, reason: 'ours' });
    life.ok(1, 'freeze', { contract, reason: 'a court' });
    expect(life.record(contract).freeze).toMatchObject({ level: 1, reason: 'a court' });
    expect(life.try(0, 'unfreeze', { contract })).toBe('FROZEN_BY_REGULATOR');
    life.pass(DESTROY_DELAY);
    expect(life.try(0, 'destroy', { contract })).toBe('FROZEN_BY_REGULATOR');
    life.ok(1, 'unfreeze', { contract });
    expect(life.record(contract)).toMatchObject({ status: 0, freeze: null });
  });

  test('let a regulator stop an account, whose approvals do not count then', () => {
    contract = chain.deploy(puppet({ mark: 5 }), { admin: among([0, 2, 3], 2) });
    const proposal = life.propose(2, 'upgrade', upgradeTo(next));
    life.ok(3, 'approve', { subject: contract, proposal });
    life.ok(1, 'suspend', { account: user(3), reason: 'a stolen key' });
    expect(life.try(3, 'call', call())).toBe('ACCOUNT_FROZEN');
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('NOT_ADMIN');
    expect(life.try(2, 'suspend', { account: user(0), reason: '' })).toBe('ROLE_MISSING');
    life.ok(1, 'restore', { account: user(3) });
    expect(life.try(0, 'activate', { subject: contract, proposal })).toBe('OK');
  });

  test('that a contract has are given by its policy, and read by it', () => {
    expect(life.try(2, 'grant', grant(3, 'AUDITOR', contract))).toBe('NOT_ADMIN');
    life.ok(0, 'grant', grant(3, 'AUDITOR', contract));
    const ask = (n: number, where: number) => told(chain, contract, [['role', user(n), 'AUDITOR', where]]);
    expect([ask(3, 0), ask(2, 0), ask(3, 1)]).toEqual([[1n], [0n], [0n]]);
    expect(told(chain, contract, [['role', user(0), 'admin', 1]])).toEqual([1n]);
    life.ok(0, 'revoke', grant(3, 'AUDITOR', contract));
    expect(ask(3, 0)).toEqual([0n]);
    expect(life.try(0, 'grant', grant(3, 'a b', contract))).toBe('ROLE_INVALID');
  });
});

describe('one account', () => {
  test('is held in a contract that opted in, its own calls and its name alike, and in no other', () => {
    expect(life.tryPropose(0, 'hold', { contract, account: user(3), reason: '' })).toBe('NOT_HOLDABLE');
    contract = chain.deploy(puppet({ mark: 5 }), { admin: among([0], 1), holds: true });
    const call = (n: number) =>
      life.try(n, 'call', { to: contract, method: 'run', input: program([['held', user(3)]]) });
    expect(call(3)).toBe('OK');
    life.ok(0, 'hold', { contract, account: user(3), reason: 'a dispute' });
    expect(call(3)).toBe('ACCOUNT_HELD');
    expect(
      told(chain, contract, [
        ['held', user(3)],
        ['held', user(4)],
      ]),
    ).toEqual([1n, 0n]);
    expect(life.try(3, 'call', { to: contract, method: 'look', input: EMPTY })).toBe('OK');
    const through = chain.deploy(puppet({ mark: 6 }));
    life.ok(0, 'hold', { contract, account: through, reason: '' });
    expect(told(chain, through, [['call', contract, 'run', '', 5_000_000, 0]])).toEqual([4n]);
    expect(life.try(1, 'release', { contract, account: user(3) })).toBe('NOT_ADMIN');
    life.ok(0, 'release', { contract, account: user(3) });
    expect(call(3)).toBe('OK');
    expect(life.try(0, 'release', { contract, account: user(3) })).toBe('HOLD_UNCHANGED');
  });
});

test('an event of the engine cannot be forged by a contract', () => {
  expect(play(chain, contract, [['emit', 'tally.upgrade', Uint8Array.of(0, 0, 0, 0), '']]).status).toBe(2006);
  expect(play(chain, contract, [['emit', 'tally', Uint8Array.of(0, 0, 0, 0), '']]).status).toBe(0);
});

test('the chain replays with both tiers, and a cold engine comes to the same', () => {
  const proposal = life.propose(0, 'upgrade', upgradeTo(next));
  life.ok(1, 'approve', { subject: contract, proposal });
  life.ok(0, 'activate', { subject: contract, proposal });
  const again = new TestChain({ users: 6 });
  again.engine = new Engine(again.natives, new CompiledTier());
  expect(toHex(again.forest.root())).not.toBe(toHex(chain.forest.root()));
  for (const { block } of chain.recorded.slice(1)) again.take(block);
  expect(toHex(again.forest.root())).toBe(toHex(chain.forest.root()));
});
