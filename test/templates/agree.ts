// What a manifest says, held against its contract, its prose and its values.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EnumType } from '../../engine/abi/types.ts';
import type { Contract } from '../../engine/testing/sandbox.ts';
import { type Json, type Manifest, manifestOf, PROSE_ONLY, read } from './kit.ts';

/** Tests that hold for every template; `contract` is known when they run. */
export function agree(folder: string, contract: () => Contract): void {
  const manifest = manifestOf(folder);
  test('its edges are the methods that change something, from and to states that it lists', () => {
    const { methods } = contract().abi;
    const mutating = methods.filter(({ kind }) => kind === 'mutate').map(({ name }) => name);
    expect([...new Set(manifest.states.edges.map(({ method }) => method))].sort()).toEqual(mutating.sort());
    const used = manifest.states.edges.flatMap(({ from, to }) => [...from, ...to]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(manifest.states.list).sort());
    const named = manifest.explore.actions.filter(({ method }) => !mutating.includes(method));
    expect(named).toEqual([]);
  });

  test('its states are those of the contract, and its figures are views without parameters', () => {
    const { methods } = contract().abi;
    const state = methods.find(({ name }) => name === 'state')?.returns as EnumType;
    expect(state.values.map(({ name }) => name)).toEqual(Object.keys(manifest.states.list));
    const views = methods.filter(({ kind, params }) => kind === 'view' && params.length === 0).map(({ name }) => name);
    for (const figure of Object.keys(manifest.figures)) expect(views).toContain(figure);
  });

  test('its init asks for what the manifest asks for', () => {
    const asked = Object.keys(manifest.parties).flatMap((role) => [role, `${role}Id`]);
    const { params } = contract().abi.methods.find(({ kind }) => kind === 'init')!;
    const told = Object.keys(manifest.parameters.properties).filter((name) => !PROSE_ONLY.includes(name));
    expect(params.map(({ name }) => name).sort()).toEqual([...asked, ...told].sort());
  });

  test('every text is there in both languages, and every parameter has help and an example', () => {
    expect(lacking(read(join(folder, 'template.json')))).toEqual([]);
    for (const [name, parameter] of Object.entries(manifest.parameters.properties)) {
      expect([name, Object.keys(parameter)]).toEqual([
        name,
        expect.arrayContaining(['x-title', 'x-help', 'x-example']),
      ]);
    }
  });

  test('both texts say what the same values are, of parameters, parties and options that there are', () => {
    const [en, zh] = ['en', 'zh'].map((language) =>
      variables(readFileSync(join(folder, `text/${language}.md`), 'utf8')),
    );
    expect(zh).toEqual(en);
    const known = [
      ...Object.keys(manifest.parameters.properties),
      ...Object.keys(manifest.parties).flatMap((role) => [
        `parties.${role}`,
        `parties.${role}.name`,
        `parties.${role}.id`,
      ]),
      ...Object.keys(manifest.options).map((option) => `options.${option}`),
    ];
    expect(en!.filter((name) => !known.includes(name))).toEqual([]);
    expect(conditions(folder, 'en')).toEqual(conditions(folder, 'zh'));
  });

  test('each of its invariants has words in the manifest', () => {
    const codes = contract().abi.errors.map(({ code }) => code);
    for (const { code } of manifest.invariants.list) expect(codes).toContain(code);
  });

  test('every file is named in it, and samples have what is required and identifiers that check', () => {
    expect(readdirSync(join(folder, 'samples')).map((name) => `samples/${name}`)).toEqual([...manifest.samples].sort());
    const scenarios = readdirSync(folder).filter((name) => name.startsWith('scenario'));
    expect(scenarios).toEqual([...manifest.scenarios].sort());
    for (const file of manifest.samples) checkSample(manifest, read(join(folder, file)));
  });
}

function lacking(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const has = (name: string): boolean => typeof (value as Json)[name] === 'string';
  const own = has('en') !== has('zh') ? [path] : [];
  return [...own, ...Object.entries(value).flatMap(([name, each]) => lacking(each, `${path}/${name}`))];
}

function variables(text: string): string[] {
  const names = [...text.matchAll(/\{\{(?:#if )?([\w.]+)[^}]*\}\}/g)].map(([, name]) => name!);
  return [...new Set(names)].filter((name) => name !== 'else').sort();
}

/** The conditions of a text in their order, without what stands between them. */
function conditions(folder: string, language: string): string[] {
  const text = readFileSync(join(folder, `text/${language}.md`), 'utf8');
  return [...text.matchAll(/\{\{(#if [^}]*|else|\/if)\}\}/g)].map(([, what]) => what!);
}

function checkSample(manifest: Manifest, values: Json): void {
  for (const name of manifest.parameters.required) expect(Object.keys(values)).toContain(name);
  const extra = Object.keys(values).filter((name) => !(name in manifest.parameters.properties));
  expect(extra.filter((name) => name !== 'parties' && name !== 'options')).toEqual([]);
  for (const { id } of Object.values(values['parties'] as { [role: string]: { id: string } })) {
    expect([id, isLei(id) || isUscc(id)]).toEqual([id, true]);
  }
}

/** ISO 17442: remainder 1 of MOD 97-10 over digits, letters being 10 to 35. */
function isLei(id: string): boolean {
  const digits = [...id].map((letter) => Number.parseInt(letter, 36)).join('');
  return /^[0-9A-Z]{18}[0-9]{2}$/.test(id) && BigInt(digits) % 97n === 1n;
}

/** GB 32100: weights are powers of 3 modulo 31 over an alphabet of 31. */
function isUscc(id: string): boolean {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  let sum = 0;
  let weight = 1;
  for (const letter of id.slice(0, 17)) {
    sum += alphabet.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return /^[0-9A-HJ-NP-RTUWXY]{18}$/.test(id) && alphabet[(31 - (sum % 31)) % 31] === id[17];
}
