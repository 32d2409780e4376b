// Type-checks texts of TypeScript files as an application would, all in one program.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  paths: {
    'tallystick/client': [join(root, 'engine/app/chain.ts')],
    'tallystick/testing': [join(root, 'engine/testing/sandbox.ts')],
  },
};

/** The last program, whose files need not be parsed again. */
let last: ts.Program | undefined;

/** What the compiler says to these files, by name, which may import each other and the package: `name:line: words`. */
export function typeErrors(files: ReadonlyMap<string, string>): string[] {
  const folder = join(root, 'build', 'typed');
  const texts = new Map([...files].map(([name, text]) => [join(folder, name), text]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.directoryExists = (path) => path.startsWith(folder) || ts.sys.directoryExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    return last?.getSourceFile(path) ?? getSourceFile(path, ...rest);
  };
  const program = ts.createProgram([...texts.keys()], OPTIONS, host);
  last = program;
  return [...texts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((found) => {
      const { line } = source.getLineAndCharacterOfPosition(found.start ?? 0);
      return `${path.slice(folder.length + 1)}:${line + 1}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`;
    });
  });
}
