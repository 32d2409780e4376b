// Findings: collects what the rules say about an author's source, at the author's nodes.
import { type Diagnostic, diagnosticAt } from './diagnostics.ts';
import type { Node } from './tree.ts';

/** Takes a finding about a node: a rule's name and one sentence. */
export type Report = (node: Node, code: string, message: string) => void;

/** Mistakes that follow from another one, by the code of the other. */
const FOLLOWS: { readonly [code: string]: (other: Diagnostic, one: Diagnostic) => boolean } = {
  // Of a type that a contract cannot use at all it need not be said that it is none of a value's.
  'unsupported-type': (other, one) => /^no-/.test(other.code) && other.line === one.line && other.column === one.column,
  // A field that cannot be stored cannot be set either.
  'missing-init': (other, one) => other.code === 'unsupported-type' && other.line === one.line,
};

/** Findings in the order of the source, and the function that adds to them; the same one at the same place counts once, and one mistake too. */
export function collectFindings(): { readonly found: () => Diagnostic[]; readonly report: Report } {
  const found: Diagnostic[] = [];
  const report: Report = (node, code, message) => {
    const { start, end, source } = node.range;
    const made = diagnosticAt({ code, message }, { file: source.normalizedPath, text: source.text, start, end });
    const isKnown = found.some(
      (d) => d.code === code && d.file === made.file && d.line === made.line && d.column === made.column,
    );
    if (!isKnown) found.push(made);
  };
  const isFirst = (one: Diagnostic) =>
    !found.some((other) => other.file === one.file && FOLLOWS[one.code]?.(other, one) === true);
  return { found: () => found.filter(isFirst).sort(bySource), report };
}

/** Compares two findings by their places. */
export function bySource(a: Diagnostic, b: Diagnostic): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
}
