// Profile tally-1 outside of functions: types, memories, tables, globals, segments, sizes and counts.
import { LIMITS, type Limit } from '../../spec/limits.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { within } from './counts.ts';
import { type Bounds, type Constant, functionTypes, importedFunctions, type Module } from './module.ts';
import { invalid, type Problem, problemOf, Refusal } from './problems.ts';
import { ANY, featureOfType, I32, typeName } from './types.ts';

/** Takes problems as they are found. */
export type Report = (problem: Problem) => void;

const PAGE = 65_536;
const MOST_PAGES = 65_536;

/** Runs a check and reports what it throws. */
export function attempt(report: Report, check: () => void): void {
  try {
    check();
  } catch (caught) {
    report(problemOf(caught));
  }
}

/** The counts of sections and the sizes of names. Whoever is beyond one of these is not looked at further. @throws Refusal */
export function checkSizes(module: Module): void {
  const counts: [Limit, readonly unknown[]][] = [
    ['types', module.types],
    ['imports', module.imports],
    ['functions', [...importedFunctions(module), ...module.functions]],
    ['globals', module.globals],
    ['exports', module.exports],
    ['elementSegments', module.elements],
    ['dataSegments', module.data],
  ];
  for (const [limit, items] of counts) within(limit, items.length, limit, 0);
  checkCustoms(module);
  for (const { name, offset } of module.exports) checkName(name, offset);
  for (const each of module.imports) {
    checkName(each.module, each.offset);
    checkName(each.name, each.offset);
  }
}

/** Number, size and names of custom sections. @throws Refusal */
export function checkCustoms({ customs }: Module): void {
  within('customSections', customs.length, 'customSections', 0);
  const bytes = customs.reduce((sum, { start, end }) => sum + end - start, 0);
  within('customBytes', bytes, 'bytes of custom sections', customs[0]?.start ?? 0);
  for (const { name, start } of customs) checkName(name, start);
}

function checkName(name: string, offset: number): void {
  within('nameBytes', encodeUtf8(name).length, 'bytes of a name', offset);
}

/** Types, memories, tables, globals and segments. */
export function checkDeclarations(module: Module, report: Report, maybeMemory: boolean): void {
  for (const type of module.types) attempt(report, () => checkType(type));
  for (const type of module.functions) {
    if (type >= module.types.length) report(problemOf(invalid(`no type ${type}`, 0)));
  }
  attempt(report, () => checkMemory(module, maybeMemory));
  attempt(report, () => checkTable(module));
  checkGlobals(module, report);
  checkSegments(module, report);
}

/** @throws Refusal */
function checkType({ params, results, offset }: Module['types'][number]): void {
  for (const type of [...params, ...results]) {
    const feature = featureOfType(type);
    if (feature !== undefined) throw new Refusal(feature, `function type with ${typeName(type)}`, offset);
  }
  if (results.length > LIMITS.results.max) throw new Refusal('FEATURE_MULTI_VALUE', 'more than one result', offset);
  within('params', params.length, 'parameters', offset);
}

/** Whether functions of this type can be lawful. */
export function isLawfulType({ params, results }: Module['types'][number]): boolean {
  const lawful = (type: number) => featureOfType(type) === undefined;
  return results.length <= LIMITS.results.max && params.every(lawful) && results.every(lawful);
}

function checkBounds({ minimum, maximum, offset }: Bounds): void {
  if (maximum !== undefined && maximum < minimum) throw invalid('maximum below minimum', offset);
}

function checkMemory({ memories }: Module, maybeNone: boolean): void {
  const memory = memories[0];
  if (memory === undefined && maybeNone) return;
  if (memory === undefined) throw new Refusal('NO_MEMORY', 'no memory', 0);
  const second = memories[1];
  if (second !== undefined) throw new Refusal('FEATURE_MULTI_MEMORY', `${memories.length} memories`, second.offset);
  checkBounds(memory);
  if (Math.max(memory.minimum, memory.maximum ?? 0) > MOST_PAGES) throw invalid('memory beyond 4 GiB', memory.offset);
  within('memoryMinimum', memory.minimum, 'initial pages', memory.offset);
}

function checkTable({ tables }: Module): void {
  const [table, second] = tables;
  if (second !== undefined) throw new Refusal('FEATURE_MULTI_TABLE', `${tables.length} tables`, second.offset);
  if (table === undefined) return;
  checkBounds(table);
  within('table', table.minimum, 'entries of the table', table.offset);
}

function checkGlobals(module: Module, report: Report): void {
  for (const { type, init, offset } of module.globals) {
    const feature = featureOfType(type);
    attempt(report, () => {
      if (feature !== undefined) throw new Refusal(feature, `global of type ${typeName(type)}`, offset);
      checkConstant(init, type);
    });
  }
}

function checkConstant({ type, offset }: Constant, expected: number): void {
  if (type !== expected && type !== ANY)
    throw invalid(`${typeName(expected)} expected, ${typeName(type)} found`, offset);
}

function checkSegments(module: Module, report: Report): void {
  const table = module.tables[0]?.minimum;
  const functions = functionTypes(module).length;
  for (const { at, functions: entries, offset } of module.elements) {
    attempt(report, () => {
      checkPlace(at, entries.length, table, offset);
      const missing = entries.find((index) => index >= functions);
      if (missing !== undefined) throw invalid(`no function ${missing}`, offset);
    });
  }
  const memory = module.memories[0];
  for (const { at, bytes, offset } of module.data) {
    attempt(report, () => checkPlace(at, bytes.length, memory && memory.minimum * PAGE, offset));
  }
}

/** A segment of `length` at a constant lies within `size`. */
function checkPlace(at: Constant, length: number, size: number | undefined, offset: number): void {
  if (size === undefined) throw invalid('segment without its memory or table', offset);
  checkConstant(at, I32);
  const start = Number(at.value) >>> 0;
  if (start + length <= size) return;
  throw new Refusal('SEGMENT_BOUNDS', `segment from ${start} to ${start + length} of ${size}`, offset);
}
