// Mutants of modules that know where sections are: most changes fall inside types, code, data or elements, and lengths are mended.
import type { Bytes } from '../../engine/base/bytes.ts';
import { Writer } from '../../engine/wasm/writer.ts';

/** A whole number from 0 to below n. */
export type Chance = (n: number) => number;

interface Section {
  readonly id: number;
  readonly body: Bytes;
}
/** A module taken apart, once for all its mutants. */
export type Seed = readonly Section[];
export interface Mutant {
  readonly bytes: Bytes;
  /** Whether every change is inside the bytes of a type, element, code or data section. */
  readonly inside: boolean;
}

const HEAD = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const INSIDE: readonly number[] = [1, 9, 10, 11];
// Bytes that mean something at many places: types, ends, branches, prefixes, the edges of LEB128.
const TELLING = [
  0, 1, 2, 3, 4, 5, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x1a, 0x1b, 0x20, 0x21, 0x22, 0x23, 0x24, 0x28, 0x36,
  0x3f, 0x40, 0x41, 0x42, 0x60, 0x6a, 0x70, 0x7c, 0x7d, 0x7e, 0x7f, 0x80, 0xc0, 0xfc, 0xff,
];

function unsigned(bytes: Bytes, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    value += (bytes[at]! & 0x7f) * 2 ** shift;
    if (bytes[at++]! < 0x80) return [value, at];
  }
}

/** The sections of a well-formed module. */
export function dissect(bytes: Bytes): Seed {
  const sections: Section[] = [];
  for (let at = 8; at < bytes.length; ) {
    const [size, start] = unsigned(bytes, at + 1);
    sections.push({ id: bytes[at]!, body: bytes.subarray(start, start + size) });
    at = start + size;
  }
  return sections;
}

function join(sections: Seed): Bytes {
  const to = new Writer().raw(HEAD);
  for (const { id, body } of sections) to.u8(id).sized(body);
  return to.finish();
}

function spliced(body: Bytes, at: number, removed: number, put: ArrayLike<number>): Bytes {
  const rest = body.subarray(Math.min(body.length, at + removed));
  const out = new Uint8Array(at + put.length + rest.length);
  out.set(body.subarray(0, at));
  out.set(put, at);
  out.set(rest, at + put.length);
  return out;
}

function edited(random: Chance, body: Bytes): Bytes {
  const at = random(Math.max(1, body.length));
  const here = body[at] ?? 0;
  switch (random(8)) {
    case 0:
      return spliced(body, at, 1, [random(256)]);
    case 1:
      return spliced(body, at, 1, [TELLING[random(TELLING.length)]!]);
    case 2:
      return spliced(body, at, 1, [(here + (random(2) === 0 ? 1 : 255)) & 255]);
    case 3:
      return spliced(body, at, 1, [here ^ (1 << random(8))]);
    case 4:
      return spliced(body, at, 0, [TELLING[random(TELLING.length)]!]);
    case 5:
      return spliced(body, at, 1 + random(4), []);
    case 6:
      return spliced(body, at, 0, body.subarray(at, at + 1 + random(6)));
    default: // the same number in a longer LEB128
      return spliced(body, at, 1, here < 0x80 ? [here | 0x80, 0] : [here]);
  }
}

/** Bodies of functions, each with the size that stands before it. */
function bodiesOf(body: Bytes): Bytes[] {
  let [count, at] = unsigned(body, 0);
  const bodies: Bytes[] = [];
  for (; count > 0; count--) {
    const [size, start] = unsigned(body, at);
    bodies.push(body.subarray(start, start + size));
    at = start + size;
  }
  return bodies;
}

/** One function is changed, and its size is mended. */
function inFunction(random: Chance, body: Bytes): Bytes {
  const bodies = bodiesOf(body);
  if (bodies.length === 0) return edited(random, body);
  const chosen = random(bodies.length);
  return listOf(bodies.map((b, i) => (i === chosen ? edited(random, b) : b)));
}

function listOf(bodies: readonly Bytes[]): Bytes {
  const to = new Writer().u32(bodies.length);
  for (const body of bodies) to.sized(body);
  return to.finish();
}

function outside(random: Chance, seed: Seed, other: Seed): Bytes {
  const at = random(seed.length);
  const all = [...seed];
  const from = other[random(other.length)];
  switch (random(6)) {
    case 0:
      all[at] = { id: all[at]!.id, body: edited(random, all[at]!.body) };
      break;
    case 1:
      all.splice(random(seed.length), 0, ...all.splice(at, 1));
      break;
    case 2:
      all.splice(at, 0, all[random(all.length)]!);
      break;
    case 3:
      if (from !== undefined) all[at] = from;
      break;
    case 4: {
      const bytes = join(seed);
      return bytes.slice(0, random(bytes.length + 1));
    }
    default: {
      const bytes = join(seed); // lengths are not mended
      return spliced(bytes, random(bytes.length), random(2), [random(256)]);
    }
  }
  return join(all);
}

/** A mutant of one of the seeds; nine of ten change only types, elements, code or data. */
export function mutant(random: Chance, seeds: readonly Seed[]): Mutant {
  const seed = seeds[random(seeds.length)]!;
  const places = seed.flatMap(({ id, body }, i) => (INSIDE.includes(id) && body.length > 0 ? [i] : []));
  if (places.length === 0 || random(10) === 0) {
    return { bytes: outside(random, seed, seeds[random(seeds.length)]!), inside: false };
  }
  const all = [...seed];
  for (let changes = 1 + random(2); changes > 0; changes--) {
    const at = places[random(places.length)]!;
    const { id } = all[at]!;
    // Sizes of functions are lawful in a seed and after mending, not after a plain change.
    const body = id === 10 && random(8) > 0 && all[at] === seed[at] ? inFunction : edited;
    all[at] = { id, body: body(random, all[at]!.body) };
  }
  return { bytes: join(all), inside: true };
}
