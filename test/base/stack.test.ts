// The packed call stack: each limit is found exactly, and neither half disturbs the other.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activation, EMPTY_STACK, OVERDEEP, OVERWEIGHT, subCallStack, weightOf } from '../../engine/base/stack.ts';
import { LIMITS } from '../../spec/limits.ts';

const enter = (stack: number, weight: number) => (stack + activation(weight)) | 0;
const overweight = (stack: number) => (stack & OVERWEIGHT) !== 0;
const overdeep = (stack: number) => (stack & OVERDEEP) !== 0;
const heaviest = weightOf({
  params: LIMITS.params.max,
  locals: LIMITS.locals.max,
  operands: LIMITS.operands.max,
  bodyBytes: LIMITS.bodyBytes.max,
});

test('weight at the limit passes and one more does not', () => {
  const half = LIMITS.stackWeight.max / 2;
  const full = enter(enter(EMPTY_STACK, half), half);
  expect(overweight(full)).toBe(false);
  expect(overweight(enter(enter(EMPTY_STACK, half), half + 1))).toBe(true);
  expect(overdeep(full)).toBe(false);
});

test('activations at the limit pass and one more does not', () => {
  let stack = EMPTY_STACK;
  for (let i = 0; i < LIMITS.activations.max; i++) stack = enter(stack, 0);
  expect(overdeep(stack)).toBe(false);
  expect(overweight(stack)).toBe(false);
  expect(overdeep(enter(stack, 0))).toBe(true);
});

test('the heaviest function on a full stack, over every sub-call, still shows as overweight and as nothing else', () => {
  const nested = LIMITS.callDepth.max * LIMITS.subCallWeight.max;
  const full = enter(EMPTY_STACK, LIMITS.stackWeight.max);
  const beyond = enter((full + nested) | 0, heaviest);
  expect(overweight(beyond)).toBe(true);
  expect(overdeep(beyond)).toBe(false);
});

test('a sub-call weighs what the table says and opens no function', () => {
  const rest = LIMITS.stackWeight.max - LIMITS.subCallWeight.max;
  expect(overweight(enter(subCallStack(EMPTY_STACK), rest))).toBe(false);
  expect(overweight(enter(subCallStack(EMPTY_STACK), rest + 1))).toBe(true);
  expect(overdeep(enter(subCallStack(EMPTY_STACK), 0))).toBe(false);
});

test('leaving gives back exactly what entering took', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: heaviest }), { maxLength: 30 }), (weights) => {
      const top = weights.reduce(enter, EMPTY_STACK);
      expect(weights.reduce((stack, w) => (stack - activation(w)) | 0, top)).toBe(EMPTY_STACK);
    }),
  );
});

test('the two bits say what plain counting says, for every lawful way down', () => {
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.nat({ max: 2_000 }) },
    { weight: 1, arbitrary: fc.nat({ max: heaviest }) },
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 1_200, size: 'max' }), (weights) => {
      let [stack, weight, open] = [EMPTY_STACK, 0, 0];
      for (const w of weights) {
        [stack, weight, open] = [enter(stack, w), weight + w, open + 1];
        expect(overdeep(stack)).toBe(open > LIMITS.activations.max);
        expect(overweight(stack)).toBe(weight > LIMITS.stackWeight.max);
        if (overdeep(stack) || overweight(stack)) return;
      }
    }),
    { numRuns: 50 },
  );
});

test('weight of a function: 160, 8 a value, 8 more a parameter, 2 a byte of body', () => {
  expect(weightOf({ params: 0, locals: 0, operands: 0, bodyBytes: 0 })).toBe(160);
  expect(weightOf({ params: 2, locals: 3, operands: 5, bodyBytes: 7 })).toBe(160 + 8 * 10 + 8 * 2 + 14);
});
