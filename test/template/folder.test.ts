// Templates in folders: found by id, read only from below the folder, refused with file and reason.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemplate, readPart, templateIds } from '../../engine/template/folder.ts';
import { copyOf, replaced } from './breaking.ts';

const ESCROW = 'payment/escrow-milestone';
const OUTSIDE = mkdtempSync(join(tmpdir(), 'tally-outside-'));
writeFileSync(join(OUTSIDE, 'secret.json'), '{"secret":1}');
writeFileSync(join(OUTSIDE, 'secret.md'), 'secret');

test('shipped templates are found by id and by the last part of it', () => {
  expect(templateIds()).toContain(ESCROW);
  expect([...templateIds()].sort()).toEqual(templateIds());
  expect(openTemplate('escrow-milestone').manifest.id).toBe(ESCROW);
  for (const id of templateIds()) expect(openTemplate(id).manifest.id).toBe(id);
});

test('what is no template is refused, and what may be meant is named', () => {
  expect(() => openTemplate('payment/escrow-milestones')).toThrow('payment/escrow-milestone');
  for (const word of ['', '/', '.', '..', 'milestone', 'payment', '__proto__', OUTSIDE])
    expect(() => openTemplate(word)).toThrow('template');
});

test('a folder is opened by its path, also through a link to it', () => {
  const folder = copyOf(ESCROW);
  expect(openTemplate(folder).manifest.id).toBe(ESCROW);
  const link = join(mkdtempSync(join(tmpdir(), 'tally-link-')), 'link');
  symlinkSync(folder, link);
  const template = openTemplate(link);
  expect(readPart(template, 'samples/plain.json')).toHaveProperty('number');
});

test.each(['../secret.json', 'samples/../../secret.json', join(OUTSIDE, 'secret.json'), '.', '', 'samples/..'])(
  'the part %j is outside of the folder',
  (file) => {
    const folder = copyOf(ESCROW);
    writeFileSync(join(folder, '..', 'secret.json'), '{}');
    expect(() => readPart({ folder }, file)).toThrow("is outside of the template's folder");
  },
);

test('links that lead out are outside, links that stay are not', () => {
  const folder = copyOf(ESCROW);
  symlinkSync(join(OUTSIDE, 'secret.json'), join(folder, 'file.json'));
  symlinkSync(OUTSIDE, join(folder, 'out'));
  symlinkSync(join(folder, 'samples'), join(folder, 'inner'));
  expect(() => readPart({ folder }, 'file.json')).toThrow("file.json is outside of the template's folder");
  expect(() => readPart({ folder }, 'out/secret.json')).toThrow("out/secret.json is outside of the template's folder");
  expect(readPart({ folder }, 'inner/plain.json')).toHaveProperty('number');
});

test('a folder whose name only begins like another is outside of it', () => {
  const folder = copyOf(ESCROW);
  mkdirSync(`${folder}-other`);
  writeFileSync(join(`${folder}-other`, 'x.json'), '{}');
  expect(() => readPart({ folder }, '../copy-other/x.json')).toThrow("is outside of the template's folder");
});

test.each(['text/en.md', 'contract.ts', 'template.json'])('%s may not be a link that leads out', (file) => {
  const folder = copyOf(ESCROW);
  const target = join(mkdtempSync(join(tmpdir(), 'tally-outside-')), 'file');
  writeFileSync(target, file.endsWith('json') ? '{"secret":1}' : 'secret');
  rmSync(join(folder, file));
  symlinkSync(target, join(folder, file));
  expect(() => openTemplate(folder)).toThrow(`${file} is outside of the template's folder`);
});

test('what cannot be read is refused with its path', () => {
  const folder = copyOf(ESCROW);
  expect(() => readPart({ folder }, 'samples/none.json')).toThrow(/samples\/none\.json \(ENOENT\)/);
  expect(() => readPart({ folder }, 'samples')).toThrow(/samples \(EISDIR\)/);
  symlinkSync(join(folder, 'loop.json'), join(folder, 'loop.json'));
  expect(() => readPart({ folder }, 'loop.json')).toThrow(/loop\.json \(ELOOP\)/);
  rmSync(join(folder, 'text/zh.md'));
  expect(() => openTemplate(folder)).toThrow(/text\/zh\.md \(ENOENT\)/);
});

test('what is no JSON, and what has another shape, is refused with file and place', () => {
  const folder = copyOf(ESCROW);
  writeFileSync(join(folder, 'samples/plain.json'), '{"a":1,}');
  expect(() => readPart({ folder }, 'samples/plain.json')).toThrow(/samples\/plain\.json: .*JSON/);
  for (const [text, told] of [
    ['{', /template\.json: .*JSON/],
    ['null', /template\.json: \/ must be object/],
    ['[]', /template\.json: \/ must be object/],
    ['{}', /template\.json: \/ must have required property 'tally' \(tally\) \(and 18 more\)/],
  ] as const) {
    writeFileSync(join(folder, 'template.json'), text);
    expect(() => openTemplate(folder)).toThrow(told);
  }
});

test('a mistake of the prose is told with file and line', () => {
  expect(() => replaced(ESCROW, ['text/en.md', '{{else}}\n3.2', '{{else}}{{else}}\n3.2'])).toThrow(
    /text\/en\.md: line \d+: \{\{else\}\} belongs to no/,
  );
});
