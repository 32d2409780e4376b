// Where in the sources a byte of the compiled module comes from, by the source map of the compiler.
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';

/** A place in a source: virtual path; line and column from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type Located = readonly [at: number, source: number, line: number, column: number, ...name: number[]];

/** Bytes that an instruction without a place of its own may stand before one that has a place. */
const NEAR = 40;

/**
 * Looks places up by byte offset in the module. A map of WebAssembly has one line, whose columns are bytes; not every byte is
 * in it. What is not has the place of what follows closely, as a loop has that of its condition, or else of what stands before.
 */
export function placesOf(sourceMap: string): (offset: number) => SourcePlace | undefined {
  const map = new TraceMap(sourceMap);
  const located = (decodedMappings(map)[0] ?? []).filter(
    (segment): segment is never => segment.length > 1,
  ) as Located[];
  return (offset) => {
    const next = located.find(([at]) => at >= offset);
    const found = next !== undefined && next[0] - offset <= NEAR ? next : located.findLast(([at]) => at <= offset);
    const file = found && map.sources[found[1]];
    return found && file ? { file, line: found[2] + 1, column: found[3] + 1 } : undefined;
  };
}
