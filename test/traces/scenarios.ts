// One situation each: what is prepared, and the transactions whose traces are kept word by word.
import { type Bytes, EMPTY, ZERO32 } from '../../engine/base/bytes.ts';
import { LIMITS } from '../../spec/limits.ts';
import { LAWFUL } from '../host/rows.ts';
import { idsOf, type Otherwise, salt, TestChain } from '../runtime/chain.ts';
import { METHODS, type Program, type Puppet, program, puppet, SCRATCH, type Step, topics } from '../runtime/puppet.ts';

/** What a scenario works with: contracts A and B are puppets that may re-enter; their code is named too. */
export class Stage {
  readonly chain = new TestChain({ users: 2 });
  readonly names = new Map<string, string>();
  readonly a: Bytes;
  readonly b: Bytes;

  constructor() {
    this.name('nobody', ZERO32);
    this.name('puppet', idsOf(puppet()).codeId);
    this.a = this.cast('A');
    this.b = this.cast('B');
  }

  /** Deploys a puppet under a name. */
  cast(name: string, how: Puppet = {}, body = {}): Bytes {
    const at = this.chain.deploy(puppet(how), { salt: salt(this.names.size), ...body });
    this.name(name, at);
    this.name(`code-of-${name}`, idsOf(puppet(how)).codeId);
    return at;
  }

  name(name: string, bytes: Bytes): void {
    const hex = Buffer.from(bytes).toString('hex');
    if (!this.names.has(hex)) this.names.set(hex, name);
  }

  play(at: Bytes, steps: Program, method = 'run', terms: Otherwise = {}): Bytes {
    return this.chain.callTx(0, at, method, program(steps), terms);
  }
}

export interface Scenario {
  readonly name: string;
  readonly doc: string;
  /** The transactions, each to be put into a block of its own, or a block that stands already. */
  readonly transactions: (stage: Stage) => readonly (() => Bytes)[];
  readonly fixed?: true;
}

const call = (to: Bytes, steps: Program, method = 'run', gas: number | bigint = 5_000_000, flags = 0): Step => [
  'call',
  to,
  method,
  steps,
  gas,
  flags,
];
const set = (key: string, value: string): Step => ['set', key, value];
const emit = (name: string): Step => ['emit', name, topics('topic'), 'data'];
const back = (stage: Stage, flags: number, method = 'again') =>
  call(stage.a, [set('re', 'entered')], method, 1_000_000, flags);

/** A scenario of programs that A plays, one a transaction. */
const plays = (name: string, doc: string, ...programs: ((stage: Stage) => Program)[]): Scenario => ({
  name,
  doc,
  transactions: (stage) => programs.map((steps) => () => stage.play(stage.a, steps(stage))),
});

const inView = (name: string, doc: string, steps: (stage: Stage) => Program): Scenario => ({
  name,
  doc,
  transactions: (stage) => [() => stage.play(stage.a, steps(stage), 'look')],
});

const BASIC: readonly Scenario[] = [
  plays('storage', 'values are set, read, removed; empty is not absent', () => [
    set('k', 'value'),
    ['get', 'k', 2],
    set('e', ''),
    ['get', 'e', 8],
    ['get', 'x', 8],
    ['remove', 'k'],
    ['get', 'k', 8],
  ]),
  plays(
    'order',
    'next walks keys, and pays for removed ones that it passes over',
    () => [set('a', '1'), set('b', '2'), set('c', '3')],
    () => [
      ['remove', 'a'],
      ['remove', 'b'],
      set('d', '4'),
      ['next', '', '', 8],
      ['next', '', 'c', 8],
      ['next', '', 'd', 8],
    ],
  ),
  plays('context', 'who, where and when', () => [
    ['self', SCRATCH],
    ['caller', SCRATCH],
    ['height'],
    ['time'],
    ['method', 8],
    ['gas_left'],
    ['input', 0],
  ]),
  plays('events', 'events stand in the receipt in the order of their emission', (s) => [
    emit('First'),
    call(s.b, [emit('Second')]),
    emit('Third'),
  ]),
  plays('result-buffer', 'what was read last waits in the buffer', () => [
    set('k', 'a value of some length'),
    ['get', 'k', 0],
    ['result_size'],
    ['result', 2, 5],
    ['result', 22, 5],
  ]),
  plays('native', 'hashing and checking a signature', () => [LAWFUL.sha256, LAWFUL.verify_ed25519]),
  plays('log', 'a log line is traced and stands in no receipt', () => [['log', 'a line']]),
  plays('long-parts', 'what is longer than 256 bytes stands in the trace as its hash', () => [
    ['set', 'k', { at: 0, size: 256 }],
    ['set', 'l', { at: 0, size: 257 }],
    ['get', 'l', 300],
    ['output', { at: 0, size: 300 }],
  ]),
  plays('memory', 'memory grows up to its maximum and no further', () => [
    ['grow', 2],
    ['grow', 56],
    ['grow', 55],
    ['grow', 1],
  ]),
];

const ENDS: readonly Scenario[] = [
  plays('revert', 'a revert drops writes and events, and costs what was spent', () => [
    set('k', 'v'),
    emit('Gone'),
    ['revert', 'NO', 'because'],
  ]),
  plays('trap-unreachable', 'a trap costs everything', () => [set('k', 'v'), ['unreachable']]),
  plays('trap-memory', 'a load outside memory', () => [['load', 0xffff_ffff]]),
  plays(
    'trap-division',
    'a division by zero, and one that overflows',
    () => [['divide', 1, 0]],
    () => [['divide', -(2n ** 63n), -1]],
  ),
  plays('trap-indirect', 'an indirect call of an empty slot', () => [['indirect', 1]]),
  plays('trap-host-argument', 'a trapping host call leaves no record of itself', () => [
    set('k', 'v'),
    ['result', 9, 0],
  ]),
  plays('out-of-gas', 'running out ends the transaction', () => [set('k', 'v'), ['burn', 0x7fff_ffff]]),
  plays('out-of-activations', 'too many open functions', () => [['recurse', LIMITS.activations.max]]),
  plays('out-of-events', 'one event too many', () => [
    ['emit', 'E', topics(), ''],
    ['again', LIMITS.events.max],
  ]),
  plays('out-of-logs', 'one line too many', () => [
    ['log', ''],
    ['again', LIMITS.logs.max],
  ]),
  plays('out-of-depth', 'one contract too many on top of each other', (s) => {
    let steps: Program = [];
    for (let depth = LIMITS.callDepth.max; depth > 0; depth--) {
      steps = [call(depth % 2 ? s.b : s.a, steps, 'again', 2n ** 63n, 1)];
    }
    return steps;
  }),
  {
    name: 'out-of-pages',
    doc: 'one page too many over all open frames',
    transactions: (s) => {
      let steps: Program = [['grow', 57]];
      for (let i = 0; i < 4; i++) steps = [['grow', 57], call(i % 2 ? s.b : s.a, steps, 'again', 2n ** 63n, 1)];
      return [() => s.play(s.b, steps, 'again', { gasLimit: 1_000_000_000n })];
    },
  },
];

const CALLS: readonly Scenario[] = [
  plays('call-ok', 'writes, events and output come to the caller', (s) => [
    call(s.b, [set('k', 'v'), emit('Kept'), ['output', 'answer']]),
    ['result', 0, 6],
  ]),
  plays('call-reverts', 'a revert is the caller’s to handle', (s) => [
    call(s.b, [set('k', 'v'), emit('Gone'), ['revert', 'NO', 'because']]),
    ['result', 0, 64],
    set('went', 'on'),
  ]),
  plays('call-traps', 'a trap costs the callee’s allotment and shows no number', (s) => [
    call(s.b, [['unreachable']], 'run', 1_000_000),
    ['result_size'],
  ]),
  plays('call-own-gas', 'a callee that was given what it asked for runs out alone', (s) => [
    call(s.b, [['burn', 0x7fff_ffff]], 'run', 1_000_000),
    set('went', 'on'),
  ]),
  plays('call-cut-gas', 'a callee whose request was cut takes the transaction along', (s) => [
    call(s.b, [['burn', 0x7fff_ffff]], 'run', 2n ** 64n - 1n),
    set('went', 'on'),
  ]),
  plays('call-cut-below-uncut', 'below a frame that was not cut, a cut one runs out alone', (s) => [
    call(s.b, [call(s.a, [['burn', 0x7fff_ffff]], 'again', 2n ** 64n - 1n, 1)], 'run', 2_000_000),
    set('went', 'on'),
  ]),
  plays('call-refused', 'refused: nobody there, no such method, init, no re-entry', (s) => [
    call(ZERO32, []),
    call(s.b, [], 'nothing'),
    call(s.b, [], 'init'),
    back(s, 0),
    back(s, 1, 'run'),
  ]),
  plays('call-reenters', 'both sides allow it', (s) => [call(s.b, [back(s, 1)]), ['get', 're', 8]]),
  inView('view-writes', 'a write in a view traps', () => [['get', 'k', 8], set('k', 'v')]),
  inView('view-emits', 'an event in a view traps', () => [emit('E')]),
  inView('view-calls', 'a view may call a view; what is no view traps', (s) => [
    call(s.b, [['height']], 'look'),
    call(s.b, [], 'run'),
  ]),
  {
    name: 'fallback',
    doc: 'a fallback answers to any name, and is told which',
    transactions: (s) => {
      const at = s.cast('F', { methods: ['fallback'] });
      return [() => s.play(at, [['method', 16]], 'anything'), () => s.play(s.a, [call(at, [['method', 16]], 'other')])];
    },
  },
  {
    name: 'start',
    doc: '`_start` runs first in every frame and is paid for; a host call in it traps',
    transactions: (s) => {
      const quiet = s.cast('S', { start: '(i64.store (i32.const 0) (i64.const 7))' });
      const loud = s.cast('L', { methods: ['run'], start: '(drop (call $height))' });
      return [() => s.play(quiet, [['load', 0]]), () => s.play(s.a, [call(quiet, [])]), () => s.play(loud, [])];
    },
  },
];

const WITH_MIGRATE = { methods: [...METHODS, 'migrate#migrate'], mark: 1 };

const LIVES: readonly Scenario[] = [
  {
    name: 'upload',
    doc: 'new code, the same again, and too little gas for it',
    transactions: ({ chain }) => {
      const module = puppet({ methods: ['run'], mark: 9 });
      const up = (gasLimit = 1_000_000_000n) => chain.tx(0, 'upload', { module }, { gasLimit });
      return [() => up(5_000_000n), () => up(), () => up()];
    },
  },
  {
    name: 'instantiate',
    doc: 'init runs in the new contract; one that reverts leaves nothing',
    transactions: (s) => {
      const make = (steps: Program) =>
        s.chain.instantiateTx(0, idsOf(puppet()), { salt: salt(77), input: program(steps) });
      return [
        () => make([set('k', 'v'), ['revert', 'NO', '']]),
        () => make([['caller', SCRATCH], set('k', 'v'), emit('Made')]),
      ];
    },
  },
  {
    name: 'instantiate-without-init',
    doc: 'code without init makes a contract without a frame',
    transactions: (s) => {
      const ids = s.chain.upload(puppet({ methods: ['run'], mark: 3 }));
      return [() => s.chain.instantiateTx(0, ids, { salt: salt(78) })];
    },
  },
  {
    name: 'upgrade',
    doc: 'migrate runs in the new code; one that fails leaves the old; code without migrate has no frame',
    transactions: (s) => {
      const [next, plain] = [s.chain.upload(puppet(WITH_MIGRATE)), s.chain.upload(puppet({ mark: 2 }))];
      s.name('next', next.codeId);
      const up = (ids: typeof next, input: Bytes) =>
        s.chain.tx(0, 'upgrade', { breaking: false, contract: s.a, ...ids, input });
      return [
        () => up(next, program([set('k', 'v'), ['unreachable']])),
        () => up(next, program([set('k', 'v')])),
        () => s.play(s.a, []),
        () => up(plain, EMPTY),
      ];
    },
  },
  {
    name: 'invariant',
    doc: 'an invariant view runs after everything else; one that traps makes the transaction revert',
    transactions: (s) => {
      const ids = s.chain.upload(puppet());
      const held = s.cast('H', {}, { invariant: 'look' });
      const broken = { invariant: 'look', salt: salt(79) };
      const never = s.chain.upload(puppet({ methods: ['look#view', 'run'], start: 'unreachable', mark: 4 }));
      return [
        () => s.play(held, [set('k', 'v')]),
        () => s.play(held, []),
        () => s.play(s.a, [call(held, [set('k', 'w')])]),
        () => s.chain.instantiateTx(0, { ...never, metaId: ids.metaId }, broken),
      ];
    },
  },
  {
    name: 'rejected',
    doc: 'in a block that stands already, what is rejected has a receipt without gas or trace',
    fixed: true,
    transactions: (s) => [
      () => EMPTY,
      () => s.play(s.a, [], 'run', { nonce: 99n }),
      () => s.play(s.a, [], 'run', { nonce: 0n }),
      () => s.play(s.a, [], 'run', { chain: ZERO32 }),
      () => s.play(s.a, [], 'run', { expiry: 1n }),
      () => s.play(s.a, [], 'run', { gasLimit: 1n }),
      () => s.play(s.a, [], 'run', { gasLimit: 2n ** 63n }),
      () => s.play(s.a, [], 'nothing'),
      () => s.play(s.a, [], 'init'),
      () => s.play(ZERO32, []),
      () => s.play(s.a, []),
    ],
  },
];

export const SCENARIOS: readonly Scenario[] = [...BASIC, ...ENDS, ...CALLS, ...LIVES];
