// Custom sections of a module that this compiler has just written: which ones stay, and what stands in one.
import { Reader } from '../wasm/reader.ts';

const HEADER_BYTES = 8;
const CUSTOM = 0;

interface Section {
  readonly start: number;
  readonly end: number;
  /** Undefined for what is not custom. */
  readonly name: string | undefined;
  /** Where its contents begin, behind the name. */
  readonly contents: number;
}

function sectionsOf(wasm: Uint8Array): Section[] {
  const sections: Section[] = [];
  for (const from = new Reader(wasm, HEADER_BYTES); !from.done; ) {
    const start = from.at;
    const id = from.u8();
    const part = from.part(from.u32());
    const name = id === CUSTOM ? part.name() : undefined;
    sections.push({ start, end: from.at, name, contents: part.at });
  }
  return sections;
}

/** The module without custom sections other than `tally.*`: names of source maps differ from place to place. */
export function keepTallySections(wasm: Uint8Array): Uint8Array {
  const kept = sectionsOf(wasm).filter(({ name }) => name === undefined || name.startsWith('tally.'));
  const parts = [wasm.subarray(0, HEADER_BYTES), ...kept.map(({ start, end }) => wasm.subarray(start, end))];
  return new Uint8Array(Buffer.concat(parts));
}

/** Contents of a custom section. */
export function contentsOf(wasm: Uint8Array, name: string): Reader | undefined {
  const found = sectionsOf(wasm).find((section) => section.name === name);
  return found && new Reader(wasm, found.contents, found.end);
}
