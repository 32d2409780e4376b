// What an author reads: every finding has a source in findings/ that it is told of, with the exact text; BLESS=1 writes it anew.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { compile } from '../../engine/compile/asc.ts';
import { CompileError, formatDiagnostic } from '../../engine/compile/diagnostics.ts';
import { loadSources } from '../../engine/compile/sources.ts';

const FOLDER = 'test/compile/findings';
const RULE = '\n---\n';
const CASE = '\n=====\n';
const names = readdirSync(FOLDER).sort();

/** The files of a case: the contract, and what stands under a line `// file x.ts`. */
function filesOf(source: string): (readonly [name: string, text: string])[] {
  const [contract, ...rest] = source.split(/^\/\/ file (.+)\n/m);
  const others = rest.flatMap((name, i) => (i % 2 === 0 ? [[name, rest[i + 1]!] as const] : []));
  return [['shop.ts', contract!], ...others];
}

async function told(source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'finding-'));
  try {
    for (const [name, text] of filesOf(source)) writeFileSync(join(folder, name), text);
    await compile(loadSources(join(folder, 'shop.ts')));
    return 'it compiles';
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return error.diagnostics.map(formatDiagnostic).join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(names)('%s', (name) => {
  test('is told with place, caret, code and what to write', async () => {
    const path = join(FOLDER, name);
    const cases = readFileSync(path, 'utf8').trimEnd().split(CASE);
    const written: string[] = [];
    for (const each of cases) {
      const source = each.split(RULE)[0]!;
      written.push(`${source}${RULE}${await told(`${source}\n`)}`);
    }
    if (process.env['BLESS']) writeFileSync(path, `${written.join(CASE)}\n`);
    else expect(written).toEqual(cases);
    // A file bears the name of the finding that it shows, in each of its cases.
    for (const one of written) expect(one.split(RULE)[1]).toContain(`[${name.replace('.txt', '')}]`);
  });
});

/** Codes in a source: arguments and fields that are codes, by the shape that all codes have. */
function codesIn(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true);
  const codes: string[] = [];
  const isCode = (node: ts.Node | undefined): node is ts.StringLiteral =>
    node !== undefined && ts.isStringLiteral(node) && /^[a-z]+(-[a-z]+)*$/.test(node.text);
  const visit = (node: ts.Node): void => {
    const called = ts.isCallExpression(node) ? node.expression : undefined;
    const callee = called && (ts.isPropertyAccessExpression(called) ? called.name.text : called.getText());
    const second = ts.isCallExpression(node) ? node.arguments[1] : undefined;
    if (/^(report|tell|atTop)$/.test(callee ?? '') && isCode(second)) codes.push(second.text);
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'code' && isCode(node.initializer))
      codes.push(node.initializer.text);
    if (ts.isArrayLiteralExpression(node) && node.elements.length === 2 && isCode(node.elements[0]))
      codes.push(...(node.elements[0].text.includes('-') ? [node.elements[0].text] : []));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return codes;
}

test('no finding is without such a source', () => {
  const folder = 'engine/compile';
  // Warnings stand in a folder of their own, and have tests of their own.
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const codes = new Set(files.flatMap((file) => codesIn(join(folder, file))));
  expect(codes.size).toBeGreaterThan(40);
  expect([...codes].filter((code) => !names.includes(`${code}.txt`)).sort()).toEqual([]);
});
