// Whether the parts of a template agree with each other: manifest, prose, states, and the contract's ABI.
import type { Abi, AbiMethod } from '../abi/types.ts';
import { hookOf } from '../client/contract.ts';
import type { Template } from './folder.ts';
import { type Choices, isList, type Manifest } from './manifest.ts';
import { sideProblem } from './operand.ts';
import { namedPaths, unknownPaths } from './prose.ts';
import { LANGUAGES } from './text.ts';

/** What does not agree, in sentences. */
export function inconsistencies(template: Template): string[] {
  const { manifest } = template;
  return [...namesOf(manifest), ...graphProblems(manifest), ...ruleProblems(manifest), ...proseProblems(template)];
}

/** Names that must be those of parameters, parties and states. */
function namesOf(manifest: Manifest): string[] {
  const { properties, required } = manifest.parameters;
  const parameter = (name: string, where: string) =>
    Object.hasOwn(properties, name) ? [] : [`${where}: there is no parameter ${name}`];
  const problems = [
    ...required.flatMap((name) => parameter(name, 'parameters.required')),
    ...manifest.key.flatMap((name) => [
      ...parameter(name, 'key'),
      ...(required.includes(name) ? [] : [`key: ${name} may be left out`]),
    ]),
    ...(manifest.once ?? []).flatMap((name) => parameter(name, 'once')),
    ...Object.values(manifest.amounts ?? {}).flatMap((name) => parameter(name, 'amounts')),
    ...(manifest.tables ?? []).flatMap(({ rows, view }) =>
      rows !== undefined ? parameter(rows, 'tables') : view === undefined ? ['tables: rows or view'] : [],
    ),
    ...Object.entries(manifest.options).flatMap(([option, { values, default: usual }]) =>
      values[usual] ? [] : [`options.${option}: ${usual} is none of its values`],
    ),
    ...(manifest.together ?? [])
      .flat()
      .flatMap((role) => (manifest.parties[role] ? [] : [`together: there is no party ${role}`])),
  ];
  for (const [where, only] of onlys(manifest))
    for (const [option, value] of Object.entries(only))
      if (!manifest.options[option]?.values[value]) problems.push(`${where}: there is no choice ${option} = ${value}`);
  const { total, parts, held, balance } = manifest.assets;
  for (const figure of [total, ...parts, ...held, ...(balance === undefined ? [] : [balance])])
    if (!manifest.figures[figure]) problems.push(`assets: ${figure} is no figure`);
  return problems;
}

function onlys({ parties, parameters, rules, states }: Manifest): [string, Choices][] {
  const all: [string, Choices | undefined][] = [
    ...Object.entries(parties).map(([role, { only }]) => [`parties.${role}`, only] as [string, Choices | undefined]),
    ...Object.entries(parameters.properties).map(([name, { only }]) => [name, only] as [string, Choices | undefined]),
    ...rules.map(({ code, only }) => [code, only] as [string, Choices | undefined]),
    ...states.edges.map(({ method, only }) => [method, only] as [string, Choices | undefined]),
  ];
  return all.flatMap(([where, only]) => (only ? [[where, only]] : []));
}

/** States that cannot be come to or left, and edges to nowhere. */
function graphProblems({ states, parties, parameters }: Manifest): string[] {
  const { list, edges, initial, roles = {} } = states;
  const problems: string[] = [];
  const known = (state: string, where: string) => {
    if (!list[state]) problems.push(`${where}: there is no state ${state}`);
  };
  known(initial, 'states.initial');
  for (const { from, to, method, by, after, until } of edges) {
    for (const state of [...from, ...to]) known(state, `edge ${method}`);
    for (const role of by)
      if (role !== 'anyone' && !parties[role] && !roles[role])
        problems.push(`edge ${method}: there is no role ${role}`);
    for (const day of [after, until]) {
      const field = day === undefined ? undefined : parameters.properties[day];
      if (field && (isList(field) || field['x-type'] !== 'date')) problems.push(`edge ${method}: ${day} is no date`);
    }
  }
  const reached = new Set([initial]);
  for (const state of reached)
    for (const { from, to } of edges) if (from.includes(state)) for (const next of to) reached.add(next);
  for (const [state, { final }] of Object.entries(list)) {
    if (!reached.has(state)) problems.push(`no edges lead to ${state}`);
    const leads = edges.some(({ from, to }) => from.includes(state) && to.some((next) => next !== state));
    if (!final && !leads) problems.push(`${state} is not final and no edge leads out of it`);
    if (final && leads) problems.push(`${state} is final and an edge leads out of it`);
  }
  if (!Object.values(list).some(({ final }) => final)) problems.push('no state is final');
  return problems;
}

function ruleProblems(manifest: Manifest): string[] {
  const { parties, parameters } = manifest;
  return manifest.rules.flatMap(({ code, at, check: [left, , right] }) => {
    const [name = '', role = ''] = at.split('.');
    const isThere = name === 'parties' ? Object.hasOwn(parties, role) : Object.hasOwn(parameters.properties, name);
    const sides = [left, right].map((side) => sideProblem(manifest, side));
    const problems = [...sides, isThere ? undefined : `there is no value ${at} to mend`];
    return problems.flatMap((problem) => (problem === undefined ? [] : [`rule ${code}: ${problem}`]));
  });
}

function proseProblems({ manifest, prose }: Template): string[] {
  const unknown = LANGUAGES.flatMap((language) =>
    unknownPaths(prose[language], manifest).map((path) => `${manifest.prose[language]}, ${path}`),
  );
  const [en, zh] = [namedPaths(prose.en), namedPaths(prose.zh)];
  const apart = [
    ...[...en]
      .filter((path) => !zh.has(path))
      .map((path) => `${manifest.prose.zh} does not tell ${path}, and ${manifest.prose.en} does`),
    ...[...zh]
      .filter((path) => !en.has(path))
      .map((path) => `${manifest.prose.en} does not tell ${path}, and ${manifest.prose.zh} does`),
  ];
  return [...unknown, ...apart];
}

/** What the contract lacks of what the manifest says. */
export function contractProblems(manifest: Manifest, abi: Abi): string[] {
  const views = [
    ...Object.keys(manifest.figures),
    ...(manifest.tables ?? []).flatMap(({ view }) => (view === undefined ? [] : [view])),
    ...manifest.states.edges.flatMap(({ after, until }) =>
      [after, until].filter((day) => day !== undefined && !manifest.parameters.properties[day]),
    ),
  ];
  return [
    ...stateProblems(manifest, abi),
    ...[...new Set(views)].flatMap((view) => viewProblem(abi, view!)),
    ...viewProblem(abi, manifest.invariants.view),
    ...[manifest.assets.total, ...manifest.assets.parts].flatMap((view) =>
      methodIn(abi, view)?.returns === 'Amount' ? [] : [`assets: ${view} gives no Amount`],
    ),
    ...manifest.states.edges.flatMap(({ method }) =>
      methodIn(abi, method)?.kind === 'mutate' ? [] : [`edge ${method}: there is no such @mutate method`],
    ),
    ...initProblems(manifest, abi),
    ...refusalProblems(manifest, abi),
  ];
}

function methodIn(abi: Abi, name: string): AbiMethod | undefined {
  return abi.methods.find((method) => method.name === name);
}

function viewProblem(abi: Abi, name: string): string[] {
  const method = methodIn(abi, name);
  if (method?.kind !== 'view') return [`there is no view ${name}`];
  return method.params.length > 0 ? [`the view ${name} has parameters`] : [];
}

function stateProblems({ states }: Manifest, abi: Abi): string[] {
  const problems = viewProblem(abi, states.view);
  const returns = methodIn(abi, states.view)?.returns;
  if (typeof returns !== 'object' || !('enum' in returns))
    return [...problems, `the view ${states.view} gives no enum`];
  const [ours, theirs] = [Object.keys(states.list), returns.values.map(({ name }) => name)];
  return [
    ...problems,
    ...ours.filter((state) => !theirs.includes(state)).map((state) => `the contract has no state ${state}`),
    ...theirs
      .filter((state) => !ours.includes(state))
      .map((state) => `states.list lacks ${state}, which the contract has`),
  ];
}

function initProblems({ parties, parameters }: Manifest, abi: Abi): string[] {
  const params = hookOf(abi, 'init')?.params ?? [];
  return params.flatMap(({ name }) =>
    Object.hasOwn(parties, name) ||
    Object.hasOwn(parties, name.replace(/Id$/, '')) ||
    Object.hasOwn(parameters.properties, name)
      ? []
      : [`init asks for ${name}, which the manifest has not`],
  );
}

/** Codes of the invariants that the contract never gives. */
function refusalProblems({ invariants }: Manifest, abi: Abi): string[] {
  const codes = abi.errors.map(({ code }) => code);
  return invariants.list.flatMap(({ code }) =>
    codes.includes(code) ? [] : [`the contract never refuses with ${code}`],
  );
}
