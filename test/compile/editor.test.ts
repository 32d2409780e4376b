// Contracts in an editor: what the TypeScript language service would show.
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

test('the contracts that ship show no error in an editor', () => {
  const read = ts.readConfigFile('contracts/tsconfig.json', ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(read.config, ts.sys, join(process.cwd(), 'contracts'));
  expect(fileNames.map((name) => name.split('/').at(-1))).toEqual(
    expect.arrayContaining(['token.ts', 'receivable.ts']),
  );
  const found = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
  expect(found.map((d) => `${d.file?.fileName}: ${ts.flattenDiagnosticMessageText(d.messageText, '\n')}`)).toEqual([]);
});
