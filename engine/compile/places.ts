// Where in the sources a byte of the compiled module comes from, by the source map of the compiler.
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';

/** A place in a source: virtual path; line and column from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Looks a byte of the module up. */
export type Places = (offset: number) => SourcePlace | undefined;

type Segment = readonly [at: number, source?: number, line?: number, column?: number, ...name: number[]];

/** Bytes that an instruction without a place of its own may stand before one that has a place. */
const NEAR = 40;

/**
 * Looks places up by byte offset in the module. A map of WebAssembly has one line, whose columns are bytes; not every byte is
 * in it. What is not has the place of what follows closely, as a loop has that of its condition, or else of what stands before.
 */
export function placesOf(sourceMap: string): Places {
  const { segments, place } = read(sourceMap);
  const located = segments.filter((segment) => segment.length > 1);
  return (offset) => {
    const before = lastUpTo(located, offset);
    if (located[before]?.[0] === offset) return place(located[before]);
    const next = located[before + 1];
    return place(next !== undefined && next[0] - offset <= NEAR ? next : located[before]);
  };
}

/** The same among the bytes of one function, which begins at `start`. */
export type PlacesWithin = (offset: number, start: number) => SourcePlace | undefined;

/** For whoever steps through code: a byte has the place of the segment of its function that it is in, and no other. */
export function stepPlacesOf(sourceMap: string): PlacesWithin {
  const { segments, place } = read(sourceMap);
  return (offset, start) => {
    const found = segments[lastUpTo(segments, offset)];
    return found !== undefined && found[0] >= start ? place(found) : undefined;
  };
}

/** Bytes of a module that come from a place, wherever it was copied to. */
export function offsetsOf(sourceMap: string, { file, line, column }: SourcePlace): number[] {
  const { segments, place } = read(sourceMap);
  const isThere = (found: SourcePlace | undefined) =>
    found?.file === file && found.line === line && found.column === column;
  return segments.filter((segment) => isThere(place(segment))).map(([at]) => at);
}

/** Lines of a file that something in the module comes from, in order. */
export function linesIn(sourceMap: string, file: string): number[] {
  const { segments, place } = read(sourceMap);
  const lines = segments.map(place).filter((found) => found?.file === file);
  return [...new Set(lines.map((found) => found!.line))].sort((a, b) => a - b);
}

function read(sourceMap: string): {
  segments: readonly Segment[];
  place(found: Segment | undefined): ReturnType<Places>;
} {
  const map = new TraceMap(sourceMap);
  const segments = (decodedMappings(map)[0] ?? []) as readonly Segment[];
  const place = (found: Segment | undefined) => {
    const [, source, line = 0, column = 0] = found ?? [];
    const file = source === undefined ? undefined : map.sources[source];
    return file ? { file, line: line + 1, column: column + 1 } : undefined;
  };
  return { segments, place };
}

/** Index of the last segment that begins at `offset` or before; -1 if none does. */
function lastUpTo(segments: readonly Segment[], offset: number): number {
  let [low, high] = [-1, segments.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (segments[middle]![0] <= offset) low = middle;
    else high = middle;
  }
  return low;
}
