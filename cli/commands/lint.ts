// `tally lint`: everything that is wrong or likely wrong in contracts; builds nothing.
import { Usage } from '../../engine/base/errors.ts';
import { CompileError, type Diagnostic } from '../../engine/compile/diagnostics.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import type { Language } from '../../engine/template/text.ts';
import { compileArtifact, contractsIn, findSource, isContract, placedOnDisk, readProject } from '../artifact.ts';
import type { Act, Define } from '../command.ts';
import { EXIT } from '../exit.ts';
import { readBytes } from '../files.ts';
import { findingText } from '../findings.ts';
import { type Colours, counted } from '../print.ts';
import type { Session } from '../session.ts';

/** A finding as it is printed; an error keeps the contract from being built. */
interface Finding extends Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly hint?: string;
}

export const define: Define = (command, run) => {
  command
    .argument('[files...]', 'sources, or names of contracts (default: every contract of the contracts folder)')
    .option('--strict', 'end with 3 if there is a warning')
    .action(run(lint));
};

const lint: Act = async (session, files, options) => {
  const paths = files.length > 0 ? files.map(findSource) : contractsIn(readProject().contracts);
  for (const path of paths) if (!path.endsWith('.ts')) throw new Usage('USAGE', `${path}: expected a source, x.ts`);
  const found = new Map<string, Finding>();
  for (const path of paths) {
    session.output.progress(`checking ${path}`);
    for (const each of await findingsOf(path))
      found.set(JSON.stringify([each.file, each.line, each.column, each.code]), each);
  }
  session.output.progress('');
  return tell(session, paths, [...found.values()].sort(inOrder), options['strict'] === true);
};

function tell({ output, language }: Session, paths: readonly string[], findings: readonly Finding[], strict: boolean) {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const texts = findings.map((finding) => textOf(finding, language, output.colours));
  const count = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  output.result(
    { files: paths, errors, warnings, findings },
    findings.length === 0 ? cleanText(paths, output.colours) : [...texts, count].join('\n'),
  );
  return errors > 0 || (strict && warnings > 0) ? EXIT.build : undefined;
}

/** That something was looked at and nothing found: silence might also mean that nothing was looked at. */
function cleanText(paths: readonly string[], colours: Colours): string {
  const what = paths.every(isContract) ? 'contract' : 'file';
  return `${colours.green('✓')} ${counted(paths.length, what)}, nothing found`;
}

/** Findings of a contract and of what it imports; of a file that is only imported, what can be said of it alone. */
async function findingsOf(path: string): Promise<Finding[]> {
  // A path that cannot be read is told as such before any rule looks at it.
  readBytes(path);
  const errors = isContract(path) ? await compilerFindings(path) : [];
  if (errors.some(({ severity }) => severity === 'error')) return errors;
  const { warningsOf } = await import('../../engine/compile/warnings/warnings.ts');
  const warnings = warningsOf(loadSources(path));
  return [...errors, ...warnings.map((each) => ({ ...placedOnDisk(path, each), severity: 'warning' as const }))];
}

async function compilerFindings(path: string): Promise<Finding[]> {
  try {
    const { diagnostics } = await compileArtifact(path);
    return diagnostics.map((each) => ({ ...each, severity: 'warning' }));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return error.diagnostics.map((each) => ({ ...each, severity: 'error' }));
  }
}

function inOrder(a: Finding, b: Finding): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
}

function textOf(finding: Finding, language: Language, colours: Colours): string {
  const label = finding.severity === 'error' ? colours.red('error') : colours.yellow('warning');
  const hint = finding.hint === undefined ? [] : [`  ${colours.dim('try')}  ${finding.hint}`];
  return [`${label} ${findingText(finding, language)}`, ...hint].join('\n');
}
