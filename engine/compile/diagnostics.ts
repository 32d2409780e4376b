// Diagnostics: what is wrong in a contract's source, as values, and the error that carries them all.
import { Usage } from '../base/errors.ts';

/** One finding. Lines and columns count from 1; columns in UTF-16 units. */
export interface Diagnostic {
  /** Stable: a rule of ours (`no-float`), or the compiler's own (`TS2304`, `AS100`). */
  readonly code: string;
  readonly message: string;
  /** Virtual path, `contract/token.ts`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** One past the last column; on a later line than `line` the end of that first line. */
  readonly endColumn: number;
  /** Two lines: the source line, and a caret under the place. */
  readonly caret: string;
}

/** The source does not compile, or uses what a contract cannot; `diagnostics` lists everything that was found. */
export class CompileError extends Usage {
  override name = 'CompileError';
  /** Everything that was found, in the order of the source. */
  readonly diagnostics: readonly Diagnostic[];
  constructor(id: 'COMPILE_FAILED' | 'LINT_FAILED', diagnostics: readonly Diagnostic[]) {
    super(id, diagnostics.map(formatDiagnostic).join('\n'));
    this.diagnostics = diagnostics;
  }
}

/** A finding at the offsets `start` to `end` of a source text. */
export function diagnosticAt(
  what: { readonly code: string; readonly message: string },
  source: { readonly file: string; readonly text: string; readonly start: number; readonly end: number },
): Diagnostic {
  const { file, text, start } = source;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  const shown = text.slice(lineStart, lineEnd).replace(/\r$/, '');
  const column = start - lineStart + 1;
  const endColumn = Math.max(Math.min(source.end, lineStart + shown.length) - lineStart + 1, column + 1);
  const line = text.slice(0, lineStart).split('\n').length;
  return { ...what, file, line, column, endColumn, caret: `${shown}\n${underline(shown, column, endColumn)}` };
}

// East Asian wide characters take two columns of a terminal; those outside of the basic plane are two units already.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/g;

// Tabs stay tabs and wide characters wide, so that the caret stands under its place at any tab width and in any font.
function underline(line: string, column: number, endColumn: number): string {
  const indent = line.slice(0, column - 1).replace(/[^\t]/g, (each) => (each.match(WIDE) ? WIDE_SPACE : ' '));
  const marked = line.slice(column - 1, endColumn - 1);
  const more = marked.match(WIDE)?.length ?? 0;
  return `${indent}^${'~'.repeat(endColumn - column - 1 + more)}`;
}
const WIDE_SPACE = '\u3000';

/** `file:line:column: message [code]`, then the line and the caret. */
export function formatDiagnostic(d: Diagnostic): string {
  return `${d.file}:${d.line}:${d.column}: ${d.message} [${d.code}]\n${d.caret}`;
}
