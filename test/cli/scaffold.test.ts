import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { projectFiles } from '../../cli/scaffold.ts';

const TOOLS = { '@biomejs/biome': '1.0.0', typescript: '2.0.0', vitest: '3.0.0' };
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What an editor would mark in a project. */
function marks(extra: { readonly [path: string]: string } = {}): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tally-scaffold-'));
  try {
    for (const [path, text] of Object.entries({ ...projectFiles('shop', '1.2.3', TOOLS), ...extra })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { config } = ts.readConfigFile(join(folder, 'contracts', 'tsconfig.json'), ts.sys.readFile);
    const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, join(folder, 'contracts'));
    const program = ts.createProgram(fileNames, options);
    return ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ file, start, messageText }) =>
          `${file?.fileName}:${start}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function shipped(): Record<string, string> {
  const names = readdirSync(join(root, 'contracts')).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(
    names.map((name) => [`contracts/${name}`, readFileSync(join(root, 'contracts', name), 'utf8')]),
  );
}

test('an editor marks nothing in a new project, nor in the contracts of this package', () => {
  expect(marks()).toEqual([]);
  expect(marks(shipped())).toEqual([]);
});

test('an editor still marks what is wrong', () => {
  const text =
    'import { Value } from "tally";\nexport class X {\n  private n: Value<u8>;\n  f(): void {\n    this.m.value = 1;\n  }\n}\n';
  expect(marks({ 'contracts/x.ts': text }).join()).toContain("'m' does not exist");
});

test('a project depends on the file of this very version and has a lawful package name', () => {
  const name = (wished: string) => JSON.parse(projectFiles(wished, '1.2.3', TOOLS)['package.json']!);
  expect(name('My Shop!')).toMatchObject({
    name: 'my-shop-',
    devDependencies: { tallystick: 'file:vendor/tallystick-1.2.3.tgz' },
  });
  expect(name('__').name).toBe('contracts');
});
