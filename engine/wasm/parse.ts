// Reads the bytes of a module, section by section, into a value.
import type { Bytes } from '../base/bytes.ts';
import type { Module } from './module.ts';
import { readFunctionNames } from './names.ts';
import { malformed, Refusal } from './problems.ts';
import { Reader } from './reader.ts';
import { readSection, SECTION_ORDER } from './sections.ts';

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const EXPORT_SECTION = 7;
const VERSION_1 = [0x01, 0x00, 0x00, 0x00];

function emptyModule(bytes: Bytes): Module {
  return {
    bytes,
    types: [],
    imports: [],
    importsGlobals: false,
    functions: [],
    tables: [],
    memories: [],
    globals: [],
    exports: [],
    elements: [],
    bodies: [],
    data: [],
    dataCount: undefined,
    customs: [],
    names: new Map(),
    problems: [],
  };
}

/** Reads all but the instructions. @throws Refusal if the bytes are malformed, or hold something that cannot be stepped over */
export function readModule(bytes: Bytes): Module {
  let last = 0;
  const module = readSections(bytes, (read, id, body, start) => {
    last = readNext(read, id, body, start, last);
  });
  checkCounts(module);
  module.names = readFunctionNames(module);
  return module;
}

/** Reads the custom sections only, and steps over the others. @throws Refusal */
export function readCustoms(bytes: Bytes): Module {
  return readSections(bytes, () => undefined);
}

/** Reads the custom sections and the exports, and steps over the others. @throws Refusal */
export function readOutline(bytes: Bytes): Module {
  return readSections(bytes, (module, id, body) => {
    if (id === EXPORT_SECTION) readSection(module, id, body);
  });
}

type ReadSection = (module: Module, id: number, body: Reader, start: number) => void;

function readSections(bytes: Bytes, read: ReadSection): Module {
  const module = emptyModule(bytes);
  const from = new Reader(bytes);
  for (const byte of MAGIC) if (from.u8() !== byte) throw malformed('not a WebAssembly module', 0);
  for (const byte of VERSION_1) if (from.u8() !== byte) throw malformed('unknown version of the binary format', 4);
  while (!from.done) {
    const start = from.at;
    const id = from.u8();
    const body = from.part(from.u32());
    if (id === 0) readCustom(module, body, start);
    else read(module, id, body, start);
  }
  return module;
}

function readNext(module: Module, id: number, body: Reader, start: number, last: number): number {
  if (id === 13) throw new Refusal('FEATURE_EXCEPTIONS', 'tag section', start);
  const place = SECTION_ORDER.indexOf(id) + 1;
  if (place === 0) throw malformed(`unknown section ${id}`, start);
  if (place <= last) throw malformed(`section ${id} is out of order or repeated`, start);
  readSection(module, id, body);
  body.finish(`section ${id}`);
  return place;
}

function readCustom(module: Module, body: Reader, start: number): void {
  const name = body.name();
  module.customs.push({ name, start, from: body.at, end: body.end });
}

function checkCounts(module: Module): void {
  const { functions, bodies, data, dataCount, bytes } = module;
  if (functions.length !== bodies.length) {
    throw malformed(`${functions.length} functions declared, ${bodies.length} bodies`, bytes.length);
  }
  if (dataCount !== undefined && dataCount !== data.length) {
    throw malformed(`${dataCount} data segments announced, ${data.length} there`, bytes.length);
  }
}
