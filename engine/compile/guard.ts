// Exceptions of the AssemblyScript compiler: it would end the process; here each becomes an error at the author's place.
import { CONTRACT_FOLDER, ENTRY_PATH } from './sources.ts';
import { type CompilerInstance, type Node, type Program, type Range, tree } from './tree.ts';

/** Number of the compiler's for a message of somebody else's; its own exceptions come under it. */
export const FAILED = 102;
export const ERROR_CATEGORY = 3;

/** What of the compiler's state a function that is left by an exception leaves behind. */
const STATE = ['currentFlow', 'currentParent', 'currentType', 'currentBody'] as const;

/** The author's expressions and statements that are being compiled, outermost first. */
const open: Node[] = [];
/** Programs of which something could not be compiled: nothing more is done with them. */
const failed = new WeakSet<Program>();

/** Takes the compiler's exceptions; once is enough, and what compiles is not changed. */
export function guardCompiler(): void {
  if (installed) return;
  installed = true;
  const { Compiler, Program } = tree;
  for (const name of ['compileExpression', 'compileStatement', 'compileTopLevelStatement'] as const)
    guardPlaces(Compiler.prototype, name);
  relatePlaces(Object.getPrototypeOf(Compiler.prototype));
  guardAll(Compiler.prototype, 'compile', ({ program }) => program);
  guardAll(Program.prototype, 'initialize', (program) => program);
}
let installed = false;

/** Whether a node stands in a file of the author's. */
export function isAuthors({ range }: Node): boolean {
  const { normalizedPath } = range.source;
  return normalizedPath.startsWith(CONTRACT_FOLDER) && normalizedPath !== ENTRY_PATH;
}

// What fails in the library is told at the author's expression that asked for it.
function guardPlaces(
  prototype: CompilerInstance,
  name: 'compileExpression' | 'compileStatement' | 'compileTopLevelStatement',
): void {
  const original = prototype[name];
  prototype[name] = function guarded(this: CompilerInstance, node: Node, ...rest: unknown[]): unknown {
    if (!isAuthors(node)) return original.call(this, node, ...rest);
    const state = STATE.map((key) => this[key]);
    const depth = open.push(node);
    try {
      return original.call(this, node, ...rest);
    } catch (error) {
      for (const [i, key] of STATE.entries()) this[key] = state[i];
      open.length = depth;
      fail(this.program, node.range, error);
      return this.module.unreachable();
    } finally {
      open.length = depth - 1;
    }
  };
}

/** An error in the library gets the author's expression as its related place. */
function relatePlaces(prototype: CompilerInstance): void {
  const original = prototype.emitDiagnostic;
  prototype.emitDiagnostic = function related(code, category, range, relatedRange, ...args) {
    const at = open.at(-1);
    const isElsewhere = range === null || !isAuthors({ range });
    original.call(this, code, category, range, isElsewhere && at ? at.range : relatedRange, ...args);
  };
}

function guardAll<T, K extends keyof T>(prototype: T, name: K, programOf: (self: T) => Program): void {
  const original = prototype[name] as (this: T) => unknown;
  const guarded = function (this: T): unknown {
    const program = programOf(this);
    try {
      if (!failed.has(program)) return original.call(this);
    } catch (error) {
      failed.add(program);
      fail(program, null, error);
    }
    return program.module;
  };
  prototype[name] = guarded as T[K];
}

function fail(program: Program, range: Range | null, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  program.emitDiagnostic(FAILED, ERROR_CATEGORY, range, null, text);
}
