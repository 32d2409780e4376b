// Sources for the tests of this folder, and what the compiler finds in them.
import { compile } from '../../engine/compile/asc.ts';
import { CompileError } from '../../engine/compile/diagnostics.ts';
import { type SourceFiles, singleSource } from '../../engine/compile/sources.ts';

/** A contract class around these members, on lines 3 and on. */
export function contractOf(members: string, more = ''): string {
  const names = 'Address, Amount, Bytes, Context, Event, Map, Map2, Reader, require, revert, Value';
  return `import { ${names} } from "tally";
@contract("sample", "1.0.0") export class Sample {
${members}
}
${more}`;
}

/** What the compiler refuses a source with: id, findings as `line:column code message`, and the carets. */
export async function refusalOf(source: string | SourceFiles) {
  const sources = typeof source === 'string' ? singleSource(source) : source;
  try {
    await compile(sources);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const list = error.diagnostics;
    return {
      id: error.id,
      found: list.map((d) => `${d.line}:${d.column} ${d.code} ${d.message}`),
      codes: list.map((d) => d.code),
      carets: list.map((d) => d.caret),
      text: error.message,
      list,
    };
  }
  throw new Error('the source compiled');
}
