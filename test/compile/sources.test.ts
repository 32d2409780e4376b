import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Usage } from '../../engine/base/errors.ts';
import { librarySources, loadSources } from '../../engine/compile/sources.ts';
import { refusalOf } from './sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  mkdirSync(join(folder, 'parts'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string) => writeFileSync(join(folder, name), text);

test('reads the entry and what it imports, below its folder, by virtual paths', () => {
  put('main.ts', 'import { a } from "./parts/a";\nexport * from \'./b\';\n// import x from "./gone"\nimport "tally";');
  put('parts/a.ts', 'import { b } from "../b";');
  put('b.ts', '');
  put('unused.ts', '');
  const { entry, files } = loadSources(join(folder, 'main.ts'));
  expect(entry).toBe('contract/main.ts');
  expect([...files.keys()]).toEqual(['contract/main.ts', 'contract/parts/a.ts', 'contract/b.ts']);
});

test('an import that leaves the folder is not followed, and refused with a caret beside all else', async () => {
  put('main.ts', 'import { a } from "./parts/a";\nconst half = 0.5;');
  put('parts/a.ts', '\nimport { key } from "../../secret";');
  const sources = loadSources(join(folder, 'main.ts'));
  expect([...sources.files.keys()]).toEqual(['contract/main.ts', 'contract/parts/a.ts']);
  const { list } = await refusalOf(sources);
  expect(list).toMatchObject([
    { code: 'no-float', file: 'contract/main.ts', line: 2 },
    {
      code: 'import-outside',
      file: 'contract/parts/a.ts',
      line: 2,
      column: 21,
      caret: 'import { key } from "../../secret";\n                    ^~~~~~~~~~~~~~',
    },
  ]);
});

test('a file that cannot be read is said by its name', () => {
  expect(() => loadSources(join(folder, 'none.ts'))).toThrow(Usage);
  expect(() => loadSources(join(folder, 'none.ts'))).toThrow(/none\.ts \(ENOENT\)/);
});

test('the library is found from where this code runs', () => {
  expect([...librarySources().keys()]).toEqual(expect.arrayContaining(['amount.ts', 'host.ts', 'index.ts']));
  expect([...librarySources().keys()]).not.toContain('tally.d.ts');
});
