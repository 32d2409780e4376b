// Findings of the compiler and of its warnings as they are printed, in the language that is asked for.
import { chineseOf } from '../engine/compile/chinese.ts';
import { type Diagnostic, formatDiagnostic } from '../engine/compile/diagnostics.ts';
import type { Language } from '../engine/template/text.ts';

/** Place, message and code, then the line and the caret. */
export function findingText(finding: Diagnostic, language: Language): string {
  return formatDiagnostic(language === 'zh' ? { ...finding, message: chineseOf(finding) } : finding);
}
