// Findings: collects what the rules say about an author's source, at the author's nodes.
import { type Diagnostic, diagnosticAt } from './diagnostics.ts';
import type { Node } from './syntax.ts';

/** Takes a finding about a node: a rule's name and one sentence. */
export type Report = (node: Node, code: string, message: string) => void;

/** A list of diagnostics and the function that adds to it; the same finding at the same place counts once. */
export function collectFindings(): { readonly found: Diagnostic[]; readonly report: Report } {
  const found: Diagnostic[] = [];
  const report: Report = (node, code, message) => {
    const { start, end, source } = node.range;
    const made = diagnosticAt({ code, message }, { file: source.normalizedPath, text: source.text, start, end });
    const isKnown = found.some((d) => d.code === code && d.file === made.file && d.line === made.line && d.column === made.column);
    if (!isKnown) found.push(made);
  };
  return { found, report };
}
