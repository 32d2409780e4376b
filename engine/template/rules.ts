// Rules between values: which do not hold.
import { type Clock, type Fill, givenText, titleAt } from './fill.ts';
import { type Comparison, isChosen, type Manifest, type RuleRow } from './manifest.ts';
import { evaluate } from './operand.ts';
import type { Problem } from './problem.ts';

/** Rules that do not hold between lawful values. A rule holds if a value that it compares is not there. */
export function brokenRules(manifest: Manifest, fill: Fill, clock: Clock): Problem[] {
  return manifest.rules
    .filter(({ only }) => isChosen(only, fill.options))
    .filter((rule) => !holds(manifest, fill, rule, clock))
    .map((rule) => {
      const { code, at, en, zh } = rule;
      const given = givenText(fill, at);
      const problem = { at, title: titleAt(manifest, at), expected: { en, zh }, code };
      return given === undefined ? problem : { ...problem, given };
    });
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
