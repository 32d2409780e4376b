// Variables of a function in words: all of them, one or a part of it, and when it changed.
import { type Memory, partOf, readValue, type Shown, typeName, type Variable } from '../../engine/audit/values.ts';
import { type Bytes, toHex, toLatin1 } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { counted, grouped } from '../print.ts';
import { storedText } from '../tracing.ts';
import type { Answer, Scene } from './scene.ts';

/** Objects within each other that are shown: in a list of variables, and of one alone. */
const FEW = 1;
const MANY = 4;
/** Bytes of a value that are shown. */
const SHOWN = 32;

export async function locals(scene: Scene): Promise<Answer> {
  const named = scene.subject.inside.variablesOf(scene.activation());
  const rows: { name: string; type: string; value: string }[] = [];
  for (const { name, variable } of named)
    rows.push({ name, type: typeName(variable.type), value: await text(scene, show(scene, variable), FEW) });
  const [names, types] = [widest(rows.map(({ name }) => name)), widest(rows.map(({ type }) => type))];
  const { colours } = scene.subject;
  const lines = rows.map(
    ({ name, type, value }) => `  ${name.padEnd(names)}  ${colours.dim(type.padEnd(types))}  ${value}`,
  );
  return { document: { locals: rows }, text: lines.join('\n') || 'no variables here' };
}

/** One variable, or a part of it: `part.share`, `parts[1].share`, `parts.length`. @throws Usage if there is none */
export async function print(scene: Scene, words: string): Promise<Answer> {
  const variable = find(scene, words);
  const value = await text(scene, show(scene, variable), MANY);
  return { document: { name: words, type: typeName(variable.type), value }, text: value };
}

/** When it changed, as far as the transaction goes, and the lines that did it. @throws Usage */
export async function changes(scene: Scene, words: string): Promise<Answer> {
  const { inside, colours } = scene.subject;
  const found = inside.changesOf(scene.activation(), find(scene, words));
  const rows: { step: number; place: string; value: string }[] = [];
  for (const { step, value } of found) {
    const stop = inside.history.lineAt(step);
    const place = stop === undefined ? '' : scene.placeText(stop.site);
    rows.push({ step: stop?.step ?? step, place, value: await text(scene, value, FEW) });
  }
  const here = found.findLastIndex(({ step }) => step < inside.stepper.at);
  const [steps, places] = [widest(rows.map(({ step }) => grouped(step))), widest(rows.map(({ place }) => place))];
  const lines = rows.map(({ step, place, value }, i) =>
    scene.marked(i === here, `${grouped(step).padStart(steps)}  ${colours.cyan(place.padEnd(places))}  ${value}`),
  );
  const head = `${words} has ${counted(rows.length, 'value')}, each from the line that gives it; \`goto\` its number`;
  return { document: { name: words, changes: rows }, text: [head, ...lines].join('\n') };
}

function memoryOf(scene: Scene): Memory {
  const { code, guest } = scene.activation();
  const classes: Memory['classes'] = scene.subject.inside.symbols(code)?.classes ?? new Map();
  return { bytes: guest.machine.bytes, classes };
}

const show = (scene: Scene, { type, value }: Variable): Shown => readValue(memoryOf(scene), type, value);

function find(scene: Scene, words: string): Variable {
  const [name = '', ...parts] = words.replaceAll('[', '.').replaceAll(']', '').split('.');
  const named = scene.subject.inside.variablesOf(scene.activation());
  let found = named.find((each) => each.name === name)?.variable;
  if (found === undefined)
    throw new Usage('USAGE', `no variable ${name}; here are ${named.map((each) => each.name).join(', ') || 'none'}`);
  const memory = memoryOf(scene);
  for (const part of parts) {
    const next = partOf(memory, found, part);
    if (next === undefined)
      throw new Usage('USAGE', `${typeName(found.type)} has no ${part}${partsText(scene, found)}`);
    found = next;
  }
  return found;
}

function partsText(scene: Scene, { type }: Variable): string {
  const fields = memoryOf(scene).classes.get(type.replace(/ \| null$/, ''));
  return fields === undefined ? '' : `; it has ${fields.map((field) => field.name).join(', ')}`;
}

/** A value in words; objects within each other as deep as `levels`. */
async function text(scene: Scene, shown: Shown, levels: number): Promise<string> {
  const { book } = scene.subject.teller;
  switch (shown.kind) {
    case 'scalar':
      return shown.text;
    case 'text':
      return JSON.stringify(shown.text);
    case 'bytes':
      return hexText(shown.bytes);
    case 'address':
      await book.learn([shown.bytes]);
      return book.label(shown.bytes);
    case 'null':
      return 'null';
    case 'lost':
      return '?';
    case 'list': {
      const items = await Promise.all(shown.items.map((item) => text(scene, item, levels - 1)));
      return `[${items.join(', ')}${shown.length > items.length ? `, … ${shown.length} in all` : ''}]`;
    }
    case 'object':
      return objectText(scene, shown, levels);
  }
}

async function objectText(
  scene: Scene,
  { type, fields }: Extract<Shown, { kind: 'object' }>,
  levels: number,
): Promise<string> {
  const name = typeName(type);
  const { code, guest } = scene.activation();
  if (type === scene.subject.inside.symbols(code)?.contract) return `${name}, whose fields \`storage\` shows`;
  // A field of storage is an object that holds nothing but its slot.
  const [only] = fields;
  if (fields.length === 1 && only![0] === 'slot' && only![1].kind === 'scalar') {
    if (!name.startsWith('Value<') || levels < FEW) return name;
    const slot = new Uint8Array(8);
    new DataView(slot.buffer).setBigUint64(0, BigInt(only![1].text), true);
    const bytes = guest.frame.overlay.get(guest.frame.space + toLatin1(slot));
    return `${name} ${await storedText(scene.subject.teller, guest.frame.self, slot, bytes)}`;
  }
  if (levels <= 0 || fields.length === 0) return name;
  const shown = fields.map(async ([field, value]) => `${field}: ${await text(scene, value, levels - 1)}`);
  return `${name} { ${(await Promise.all(shown)).join(', ')} }`;
}

export const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((each) => each.length));

function hexText(bytes: Bytes): string {
  return `0x${toHex(bytes.subarray(0, SHOWN))}${bytes.length > SHOWN ? `… ${bytes.length} bytes` : ''}`;
}
