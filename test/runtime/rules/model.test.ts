// Random lives of a contract against the model: what is done there is done here, and nothing else, by nobody else, at no other time.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Act, type Governed, Model, POLICIES, REGULATOR, USERS } from './model.ts';
import { Ground, modelled, World } from './world.ts';

/** How many sequences; `npm run test:lives -- 100000` asks for more. */
const RUNS = Number(process.env['TALLY_LIVES'] ?? 400);
const SEED = Number(process.env['TALLY_SEED'] ?? 1);

const account = fc.nat({ max: USERS - 1 });
const code = { code: fc.nat({ max: 2 }), breaking: fc.boolean() };
const governed: fc.Arbitrary<Governed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('upgrade', 'stage'), ...code }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('abandon', 'freeze', 'unfreeze', 'destroy', 'destroy', 'accept') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('admin'), policy: fc.nat({ max: POLICIES.length - 1 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('hold', 'release', 'grant', 'revoke'), account }) },
) as fc.Arbitrary<Governed>;
const proposal = fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 2 }) }, { weight: 1, arbitrary: fc.nat({ max: 9 }) });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: governed },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('call'), value: fc.nat({ max: 255 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('view', 'step', 'swap') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('suspend', 'restore'), account }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('propose'), what: governed, wait: fc.constantFrom(0, 0, 0, 2, 9) }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ kind: fc.constantFrom('approve', 'approve', 'activate', 'activate', 'cancel'), proposal }),
  },
) as fc.Arbitrary<Act>;

/** What is done, by whom and when: anything by anybody, or something that would make sense as things stand. */
type Hint =
  | { readonly who: number; readonly act: Act; readonly later: number }
  | { readonly sense: number; readonly later: number };
/** What a regulator does. */
const ruling = fc.oneof(
  fc.record({ kind: fc.constantFrom('suspend', 'restore', 'restore', 'hold', 'release'), account: fc.nat({ max: 2 }) }),
  fc.record({ kind: fc.constantFrom('freeze', 'unfreeze') }),
) as fc.Arbitrary<Act>;
const later = fc.constantFrom(0, 0, 0, 0, 1, 2, 5, 11);
const hint: fc.Arbitrary<Hint> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ who: account, act, later }) },
  { weight: 5, arbitrary: fc.record({ sense: fc.nat(), later }) },
  { weight: 1, arbitrary: fc.record({ who: fc.constant(REGULATOR), act: ruling, later }) },
);

/** The move that a hint means in a state. */
function meant(one: Hint, model: Model): { who: number; act: Act } {
  if ('act' in one) return one;
  const { sense } = one;
  const pick = <T>(list: readonly T[], salt: number): T => list[Math.floor(sense / salt) % list.length]!;
  const who = pick(model.people.length > 0 ? model.people : [0], 1);
  const open = model.proposals.flatMap((proposal, at) => (proposal ? [at] : []));
  const about = { code: pick([0, 1, 2], 7), breaking: pick([false, false, true], 11) };
  const what: Governed = sensible(model, pick([0, 1, 2, 3, 4, 5], 13), about, pick([0, 1, 2, 3, 4, 5], 17));
  const needsSeveral = POLICIES[model.policy]!.threshold > 1 || POLICIES[model.policy]!.delay > 0;
  if (model.shadow && pick([true, true, false], 19))
    return { who, act: { kind: model.shadow.isWhole ? 'swap' : 'step' } };
  if (open.length > 0 && pick([true, true, true, false], 23)) {
    const kind = pick(['approve', 'approve', 'activate', 'activate', 'activate', 'cancel'] as const, 29);
    return { who, act: { kind, proposal: pick(open, 31) } };
  }
  return { who, act: needsSeveral ? { kind: 'propose', what, wait: 0 } : what };
}

function sensible(model: Model, n: number, about: { code: number; breaking: boolean }, policy: number): Governed {
  if (model.next !== undefined && n < 3) return { kind: 'accept' };
  if (model.freeze) return { kind: n < 3 ? 'destroy' : n < 5 ? 'unfreeze' : 'abandon' };
  if (model.shadow && n < 2) return { kind: 'abandon' };
  const all: Governed[] = [
    { kind: 'upgrade', ...about },
    { kind: 'stage', ...about },
    { kind: 'freeze' },
    { kind: 'admin', policy },
    { kind: model.held.has(policy) ? 'release' : 'hold', account: policy },
    { kind: model.auditors.has(policy) ? 'revoke' : 'grant', account: policy },
  ];
  return all[n]!;
}

const life = fc.record({
  policy: fc.nat({ max: POLICIES.length - 2 }),
  moves: fc.array(hint, { minLength: 4, maxLength: 30, size: 'max' }),
});

test(
  'every move comes out as the model says, and leaves what the model says',
  () => {
    const ground = new Ground();
    const done = new Map<string, number>();
    let moves = 0;
    fc.assert(
      fc.property(life, (one) => {
        const world = new World(ground, one.policy);
        const model = new Model(one.policy);
        for (const each of one.moves) {
          world.height += each.later;
          const { who: by, act: what } = meant(each, model);
          const expected = model.move(by, what, world.height);
          const came = world.move(by, what);
          if (came !== expected)
            throw new Error(`${JSON.stringify(what)} by ${by}: ${came}, and the model says ${expected}`);
          moves += 1;
          if (came) done.set(what.kind, (done.get(what.kind) ?? 0) + 1);
        }
        if (model.status === 'destroyed') done.set('destroyed', (done.get('destroyed') ?? 0) + 1);
        expect(world.seen()).toEqual(modelled(model));
      }),
      { numRuns: RUNS, seed: SEED },
    );
    console.log(`${RUNS} lives, ${moves} moves; done: ${[...done].map(([kind, n]) => `${kind} ${n}`).join(', ')}`);
    // Nothing is agreed upon only because it never happens.
    const changes = 'upgrade stage step swap abandon freeze unfreeze admin accept hold release grant revoke';
    for (const kind of `${changes} suspend restore approve activate cancel destroyed`.split(' '))
      expect(done.get(kind) ?? 0, kind).toBeGreaterThan(0);
  },
  2 ** 31 - 1,
);
