// What each kind of transaction does: uploading, instantiating, upgrading; who may, what it costs, what it leaves.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, EMPTY, equal, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { decode, encode } from '../../engine/base/records.ts';
import { soleAdmin } from '../../engine/client/transaction.ts';
import { intrinsicGas } from '../../engine/runtime/admit.ts';
import { topKey } from '../../engine/state/key.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { build } from '../wasm/build.ts';
import { addressOf, type Ids, idsOf, type Otherwise, ok, PLENTY, reverted, salt, TestChain, user } from './chain.ts';
import { play, told } from './play.ts';
import { METHODS, type Program, program, puppet, SCRATCH, type Step, topics } from './puppet.ts';

let chain: TestChain;

beforeEach(() => {
  chain = new TestChain({ users: 2 });
});

function rejected(bytes: Bytes): string | undefined {
  return chain.block([bytes]).rejected.get(0)?.id;
}

const CODE = () => puppet({ methods: [...METHODS, 'migrate#migrate'], mark: 1 });

describe('an upload', () => {
  const upload = (module: Bytes, terms: Otherwise = {}) => chain.tx(0, 'upload', { module }, terms);
  const custom = (name: string) =>
    build({ functions: [{}], exports: [['run', 0]], customs: [[name, Uint8Array.of(1, 2, 3)]] });

  test('stores code under its id, and the record says profile and size', () => {
    const ids = idsOf(puppet());
    const receipt = ok(chain.send(upload(puppet())));
    expect(equal(receipt.output, ids.codeId)).toBe(true);
    const code = chain.state.code(ids.codeId)!;
    expect(decode('CodeRecord', chain.state.get(topKey('code', ids.codeId))!)).toEqual({
      version: 1,
      profile: 'tally-1',
      size: code.length,
    });
  });

  test('costs by the byte of code once; again it only adds the metadata', () => {
    const bytes = upload(custom('tally.abi'), { nonce: 0n });
    const first = ok(chain.send(bytes));
    const size = chain.state.code(first.output)!.length;
    const intrinsic = intrinsicGas(bytes.length, 1);
    const meta = 3 * PRICES['upload.metaPerByte'].gas;
    expect(first.gasUsed).toBe(intrinsic + meta + size * PRICES['upload.perByte'].gas);
    const again = ok(chain.send(upload(custom('tally.abi'))));
    expect(again.gasUsed).toBe(intrinsic + meta);
    expect(equal(again.output, first.output)).toBe(true);
    expect(chain.last!.stores).toHaveLength(1);
  });

  test('of the same code with other metadata has the code id of the first and a meta id of its own', () => {
    ok(chain.send(upload(custom('tally.abi'))));
    const [first] = chain.last!.stores;
    const again = ok(chain.send(upload(custom('tally.schema'))));
    expect(equal(first!.code!.codeId, again.output)).toBe(true);
    const [second] = chain.last!.stores;
    // What is there already is not validated, metered and stored again: nobody would have paid for it.
    expect(first!.code).toBeDefined();
    expect(second!.code).toBeUndefined();
    expect(equal(first!.metaId, second!.metaId)).toBe(false);
    expect(second!.meta.map(({ name }) => name)).toEqual(['tally.schema']);
    ok(chain.send(upload(custom('other'))));
    expect(chain.last!.stores[0]!.meta).toEqual([]);
  });

  test('of known code with sections that describe it unlawfully is refused like any other', () => {
    ok(chain.send(upload(custom('tally.abi'))));
    const many = Array.from({ length: LIMITS.customSections.max + 1 }, () => ['x', new Uint8Array()] as const);
    const module = build({ functions: [{}], exports: [['run', 0]], customs: many });
    expect(() => chain.send(upload(module))).toThrow(expect.objectContaining({ id: 'MODULE_LIMIT' }));
  });

  test('twice in one block is known the second time', () => {
    const pair = [upload(CODE(), { nonce: 0n }), upload(CODE(), { nonce: 1n })];
    const [first, second] = chain.block(pair).receipts;
    expect([first!.status, second!.status]).toEqual([0, 0]);
    expect(first!.gasUsed).toBeGreaterThan(second!.gasUsed + 5_000_000);
  });

  test('that its gas does not cover stores nothing', () => {
    const receipt = chain.send(upload(puppet(), { gasLimit: 5_000_000n }));
    expect(receipt).toMatchObject({ status: 2100, gasUsed: 5_000_000, output: EMPTY });
    expect(chain.last!.stores).toEqual([]);
    expect(chain.state.get(topKey('code', idsOf(puppet()).codeId))).toBeUndefined();
    expect(rejected(chain.instantiateTx(0, idsOf(puppet())))).toBe('CODE_UNKNOWN');
  });

  test('of an unlawful module is refused by the rule that it breaks', () => {
    expect(rejected(upload(EMPTY))).toBe('MODULE_MALFORMED');
    expect(rejected(upload(build({ functions: [{}], exports: [['__run', 0]] })))).toBe('EXPORT_NAME');
    expect(chain.account(0)!.nonce).toBe(0);
  });

  test('may be used in the same block', () => {
    const ids = idsOf(puppet());
    const at = addressOf(chain, 0, salt(0));
    const three = [
      upload(puppet(), { nonce: 0n }),
      chain.instantiateTx(0, ids, {}, { nonce: 1n }),
      chain.callTx(0, at, 'run', program([['set', 'x', '1']]), { nonce: 2n }),
    ];
    expect(chain.block(three).receipts.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(chain.stored(at, 'x')).toBeDefined();
  });
});

describe('an instantiation', () => {
  let ids: Ids;
  beforeEach(() => {
    ids = chain.upload(CODE());
  });
  const made = (body = {}, terms: Otherwise = {}) => chain.instantiateTx(0, ids, body, terms);

  test('runs init in the new contract, called by the sender, and answers with the address', () => {
    const steps: Step[] = [
      ['self'],
      ['set', 'self', { at: SCRATCH, size: 32 }],
      ['caller'],
      ['set', 'by', { at: SCRATCH, size: 32 }],
      ['emit', 'Made', topics(), ''],
    ];
    const receipt = ok(chain.send(made({ input: program(steps) })));
    const at = addressOf(chain, 0, salt(0));
    expect(equal(receipt.output, at)).toBe(true);
    expect([chain.stored(at, 'self'), chain.stored(at, 'by')].map((v) => toHex(v!))).toEqual([
      toHex(at),
      toHex(user(0)),
    ]);
    expect(receipt.events.map(({ name }) => name)).toEqual(['Made']);
  });

  test('writes the record that was asked for', () => {
    const template = { id: 't', templateVersion: '1', parameters: salt(1), prose: salt(2) };
    const admin = { members: [user(0), user(1)].sort((a, b) => Buffer.compare(a, b)), threshold: 2, delay: 9 };
    const receipt = ok(chain.send(made({ admin, invariant: 'look', template })));
    const record = chain.contract(receipt.output)!;
    expect(record).toMatchObject({
      ...ids,
      creator: user(0),
      revision: 0,
      status: 0,
      admin,
      invariant: 'look',
      template,
      nextAdmin: null,
      shadow: null,
      freeze: null,
      holds: false,
      storage: receipt.output,
    });
    expect(toHex(record.storageRoot)).toBe(toHex(ZERO32));
  });

  test('whose init reverts, traps or runs out leaves nothing behind, and the address free', () => {
    const at = addressOf(chain, 0, salt(0));
    for (const [end, status] of [
      [['revert', 'NO', ''], 1],
      [['unreachable'], 2001],
      [['burn', 0], 2100],
    ] as const) {
      const steps: Program = [['set', 'x', '1'], end];
      expect(chain.send(made({ input: program(steps) }))).toMatchObject({ status, events: [] });
      expect([chain.contract(at), chain.stored(at, 'x')]).toEqual([undefined, undefined]);
    }
    ok(chain.send(made()));
  });

  test('to a taken address is refused, also by the same creator with other code', () => {
    ok(chain.send(made()));
    expect(rejected(made())).toBe('ADDRESS_TAKEN');
    const other = chain.upload(puppet());
    expect(rejected(chain.instantiateTx(0, other))).toBe('ADDRESS_TAKEN');
  });

  test('names its template briefly, because every call reads the record', () => {
    const named = (id: string, templateVersion: string) =>
      rejected(made({ template: { id, templateVersion, parameters: ZERO32, prose: ZERO32 } }));
    const most = LIMITS.nameBytes.max;
    expect(named('x'.repeat(most + 1), '1')).toBe('INPUT_TOO_LARGE');
    expect(named('t', 'x'.repeat(most + 1))).toBe('INPUT_TOO_LARGE');
    expect(named('模'.repeat(Math.floor(most / 3) + 1), '1')).toBe('INPUT_TOO_LARGE');
    expect(named('x'.repeat(most), 'x'.repeat(most))).toBeUndefined();
  });

  test('cannot be forestalled: the address depends on the creator, and init runs in the same transaction', () => {
    const theirs = ok(chain.send(chain.instantiateTx(1, ids))).output;
    const ours = ok(chain.send(made())).output;
    expect(equal(ours, theirs)).toBe(false);
    expect(rejected(chain.callTx(1, ours, 'init'))).toBe('METHOD_RESERVED');
    const attacker = chain.deploy(puppet());
    expect(told(chain, attacker, [['call', ours, 'init', '', 5_000_000, 0]])).toEqual([4n]);
  });

  test('is not stopped by an account that was made to look like it', () => {
    const at = addressOf(chain, 0, salt(0));
    const record = chain.state.get(topKey('account', user(0)))!;
    chain.state.commit(new Map([[topKey('account', at), record]]));
    expect(equal(ok(chain.send(made())).output, at)).toBe(true);
  });

  test('of unknown code, with arguments for no init, with an unlawful policy or too large arguments is refused', () => {
    expect(rejected(chain.instantiateTx(0, { codeId: ZERO32, metaId: ZERO32 }))).toBe('CODE_UNKNOWN');
    const without = chain.upload(puppet({ methods: ['run'] }));
    expect(rejected(chain.instantiateTx(0, without, { input: Uint8Array.of(1) }))).toBe('NO_INIT');
    const [low, high] = [user(0), user(1)].sort((a, b) => Buffer.compare(a, b)) as [Bytes, Bytes];
    const policy = (members: Bytes[], threshold: number) => rejected(made({ admin: { members, threshold, delay: 0 } }));
    const unlawful = [
      [[high, low], 1],
      [[low, low], 1],
      [[low], 0],
      [[low, high], 3],
      [[], 1],
    ] as const;
    for (const [members, threshold] of unlawful) expect(policy([...members], threshold)).toBe('POLICY_INVALID');
    const many = Array.from({ length: 17 }, (_, i) => salt(i + 1)).sort((a, b) => Buffer.compare(a, b));
    expect(policy(many, 1)).toBe('POLICY_INVALID');
    const large = { input: new Uint8Array(LIMITS.input.max + 1) };
    expect(rejected(made(large))).toBe('INPUT_TOO_LARGE');
    expect(policy([], 0)).toBeUndefined();
    ok(chain.send(chain.instantiateTx(0, without, { salt: salt(3) })));
  });

  test('costs what its init costs, and the record', () => {
    const without = chain.upload(puppet({ methods: ['run'] }));
    const bytes = chain.instantiateTx(0, without, { salt: salt(5) });
    expect(ok(chain.send(bytes)).gasUsed).toBe(intrinsicGas(bytes.length, 1) + PRICES['record.write'].gas);
    const least = { gasLimit: BigInt(intrinsicGas(bytes.length, 1) + PRICES['record.write'].gas - 1) };
    const poor = chain.send(chain.instantiateTx(0, without, { salt: salt(6) }, least));
    expect(poor).toMatchObject({ status: 2100, gasUsed: Number(least.gasLimit) });
  });

  test('contracts may call what is being made, and it may refuse', () => {
    const caller = chain.deploy(puppet());
    const at = addressOf(chain, 0, salt(0));
    const back: Step = ['call', at, 'again', [['height']], 1_000_000, 1];
    const steps: Program = [
      ['call', caller, 'run', [back], 5_000_000, 0],
      ['result', 0, 8],
      ['set', 'status', { at: SCRATCH, size: 8 }],
    ];
    ok(chain.send(made({ input: program(steps) })));
    expect(chain.stored(at, 'status')![0]).toBe(0);
  });
});

describe('an upgrade', () => {
  let contract: Bytes;
  let next: Ids;
  beforeEach(() => {
    contract = chain.deploy(puppet());
    play(chain, contract, [['set', 'kept', 'yes']]);
    next = chain.upload(CODE());
  });
  const upgrade = (from: number, body = {}, terms: Otherwise = {}) =>
    chain.tx(from, 'upgrade', { breaking: false, contract, ...next, input: EMPTY, ...body }, terms);

  test('moves the contract to other code, keeps address and storage, and runs migrate in it', () => {
    const steps: Step[] = [
      ['get', 'kept', 0],
      ['set', 'migrated', 'yes'],
      ['output', 'done'],
    ];
    const receipt = ok(chain.send(upgrade(0, { input: program(steps) })));
    expect(chain.contract(contract)).toMatchObject({ ...next, revision: 1, creator: user(0) });
    expect([chain.stored(contract, 'kept'), chain.stored(contract, 'migrated')].every(Boolean)).toBe(true);
    // What the steps with results gave is put out last.
    expect(receipt.output).toHaveLength(8);
  });

  test('by anybody but a sole admin is refused, and nothing moves', () => {
    expect(rejected(upgrade(1))).toBe('NOT_ADMIN');
    expect(chain.contract(contract)).toMatchObject({ revision: 0 });
    const two = [user(0), user(1)].sort((a, b) => Buffer.compare(a, b));
    const policies = [
      { members: [], threshold: 0, delay: 0 },
      { members: two, threshold: 2, delay: 0 },
      { ...soleAdmin(user(0)), delay: 1 },
    ];
    for (const admin of policies) {
      contract = chain.deploy(puppet(), { admin });
      expect(rejected(upgrade(0))).toBe('NOT_ADMIN');
    }
    contract = chain.deploy(puppet(), { admin: { members: two, threshold: 1, delay: 0 } });
    ok(chain.send(upgrade(1)));
  });

  test('whose migrate fails leaves the old code', () => {
    const receipt = chain.send(
      upgrade(0, {
        input: program([
          ['set', 'kept', 'no'],
          ['revert', 'NO', ''],
        ]),
      }),
    );
    expect(reverted(receipt).code).toBe('NO');
    expect(chain.contract(contract)).toMatchObject({ codeId: idsOf(puppet()).codeId, revision: 0 });
    expect(Buffer.from(chain.stored(contract, 'kept')!).toString()).toBe('yes');
  });

  test('to code without migrate takes no arguments', () => {
    const plain = chain.upload(puppet({ mark: 7 }));
    expect(rejected(upgrade(0, { ...plain, input: Uint8Array.of(1) }))).toBe('NO_INIT');
    ok(chain.send(upgrade(0, plain)));
    expect(chain.contract(contract)!.revision).toBe(1);
  });

  test('of nobody, to unknown code, is refused', () => {
    expect(rejected(upgrade(0, { contract: ZERO32 }))).toBe('CONTRACT_UNKNOWN');
    expect(rejected(upgrade(0, { codeId: ZERO32 }))).toBe('CODE_UNKNOWN');
    expect(rejected(upgrade(0, { input: new Uint8Array(LIMITS.input.max + 1) }))).toBe('INPUT_TOO_LARGE');
  });

  test('takes effect after the transaction: what is called from migrate runs the old code', () => {
    const caller = chain.deploy(puppet());
    const name = (method: string): Step => ['call', contract, method, '', 1_000_000, 1];
    const steps: Program = [
      ['call', caller, 'run', [name('again'), name('migrate')], 5_000_000, 0],
      ['result', 0, 16],
      ['set', 'seen', { at: SCRATCH, size: 16 }],
    ];
    ok(chain.send(upgrade(0, { input: program(steps) })));
    expect([chain.stored(contract, 'seen')![0], chain.stored(contract, 'seen')![8]]).toEqual([0, 4]);
  });

  test('migrate cannot be called', () => {
    ok(chain.send(upgrade(0)));
    expect(rejected(chain.callTx(0, contract, 'migrate'))).toBe('METHOD_RESERVED');
    const other = chain.deploy(puppet());
    expect(told(chain, other, [['call', contract, 'migrate', '', 1_000_000, 0]])).toEqual([4n]);
  });
});

describe('a call', () => {
  test('of what cannot answer is refused by name', () => {
    const at = chain.deploy(puppet());
    expect(rejected(chain.callTx(0, user(1), 'run'))).toBe('CONTRACT_UNKNOWN');
    expect(rejected(chain.callTx(0, at, 'nothing'))).toBe('METHOD_UNKNOWN');
    expect(rejected(chain.callTx(0, at, 'look#view'))).toBe('METHOD_UNKNOWN');
    expect(rejected(chain.callTx(0, at, 'run', new Uint8Array(LIMITS.input.max + 1)))).toBe('INPUT_TOO_LARGE');
  });

  test('of a frozen or destroyed contract is refused, by transactions, contracts and queries', () => {
    const [at, other] = [chain.deploy(puppet()), chain.deploy(puppet())];
    for (const [status, id] of [
      [1, 'CONTRACT_FROZEN'],
      [2, 'CONTRACT_DESTROYED'],
    ] as const) {
      const record = { ...chain.contract(at)!, status };
      setRecord(at, record);
      expect(rejected(chain.callTx(0, at, 'run'))).toBe(id);
      expect(
        rejected(chain.tx(0, 'upgrade', { breaking: false, contract: at, ...idsOf(puppet()), input: EMPTY })),
      ).toBe(id);
      expect(told(chain, other, [['call', at, 'run', '', 1_000_000, 0]])).toEqual([4n]);
      // Who has money in a frozen contract can still look at it.
      if (id === 'CONTRACT_FROZEN') expect(told(chain, at, [['height']], 'look')).toHaveLength(1);
      else expect(() => chain.query(at, 'look')).toThrow(expect.objectContaining({ id }));
    }
  });

  test('of a view in a transaction costs and may not write', () => {
    const at = chain.deploy(puppet());
    const receipt = play(chain, at, [['set', 'x', '1']], 'look');
    expect(receipt).toMatchObject({ status: 2008, gasUsed: Number(PLENTY) });
  });

  test('after destroying, the address stays taken', () => {
    const at = chain.deploy(puppet(), { salt: salt(42) });
    setRecord(at, { ...chain.contract(at)!, status: 2 });
    expect(rejected(chain.instantiateTx(0, idsOf(puppet()), { salt: salt(42) }))).toBe('ADDRESS_TAKEN');
  });
});

/** Puts a record in place, as a later kind of transaction will. */
function setRecord(at: Bytes, record: NonNullable<ReturnType<TestChain['contract']>>): void {
  chain.state.commit(new Map([[topKey('contract', at), encode('ContractRecord', record)]]));
}
