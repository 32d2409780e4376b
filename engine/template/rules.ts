// Rules between values: which do not hold.
import { dayFrom } from './clock.ts';
import { type Clock, documentOf, type Fill, givenText, titleAt } from './fill.ts';
import { expectedBy } from './limit.ts';
import { type Comparison, isChosen, type Manifest, type RuleRow } from './manifest.ts';
import { evaluate } from './operand.ts';
import type { Problem } from './problem.ts';

/** Rules that do not hold between lawful values. A rule holds if a value that it compares is not there. */
export function brokenRules(manifest: Manifest, fill: Fill, clock: Clock): Problem[] {
  return manifest.rules
    .filter(({ only }) => isChosen(only, fill.options))
    .filter((rule) => !holds(manifest, fill, rule, clock))
    .map((rule) => {
      const { code, at } = rule;
      const given = givenText(fill, at);
      const problem = { at, title: titleAt(manifest, at), expected: expectedBy(manifest, fill, rule, clock), code };
      return given === undefined ? problem : { ...problem, given };
    });
}

const DAY = 86_400_000;

/**
 * Noon of a day on which these values are lawful, the nearest to a time that there is: values name the days that matter. Undefined if
 * there is none, or it would not help.
 */
export function lawfulClock(manifest: Manifest, fill: Fill, wanted: Clock): Clock | undefined {
  if (brokenRules(manifest, fill, wanted).length === 0) return wanted;
  const days = daysIn(documentOf(fill)).flatMap((day) => [day - 1, day, day + 1]);
  const near = [...new Set(days)].sort((a, b) => Math.abs(a - wanted.day) - Math.abs(b - wanted.day));
  return near
    .filter((day) => day > 0)
    .map((day) => ({ day, time: day * DAY + DAY / 2 }))
    .find((clock) => brokenRules(manifest, fill, clock).length === 0);
}

function daysIn(value: unknown): number[] {
  if (typeof value === 'string') return [dayFrom(value.slice(0, 10))].filter((day) => day !== undefined);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(daysIn) : [];
}

function holds(manifest: Manifest, fill: Fill, { check }: RuleRow, clock: Clock): boolean {
  const [left, comparison, right] = check;
  const lefts = evaluate(manifest, fill, left, clock);
  const rights = evaluate(manifest, fill, right, clock);
  if (lefts === undefined || rights === undefined) return true;
  if (comparison === 'ascends') return lefts.every((each, i) => i === 0 || each > lefts[i - 1]!);
  return lefts.every((a) => rights.every((b) => compares(a, comparison, b)));
}

function compares(a: bigint | string, comparison: Exclude<Comparison, 'ascends'>, b: bigint | string): boolean {
  switch (comparison) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}
