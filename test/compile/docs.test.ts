// Every contract and part of one that the developer's page shows compiles, and its ABI is what the page says.
import { expect, test } from 'vitest';
import { parseArguments } from '../../engine/abi/parse.ts';
import { type Compiled, compile } from '../../engine/compile/asc.ts';
import { CompileError } from '../../engine/compile/diagnostics.ts';
import { libraryExports } from '../../engine/compile/exports.ts';
import { CONTRACT_FOLDER } from '../../engine/compile/sources.ts';
import { blocksOf, readPage } from '../cli/page.ts';

const page = readPage('develop.md');
// Tests are run where the page's commands are (develop.test.ts).
const listings = blocksOf(page).filter(({ language, path }) => language === 'ts' && !path?.startsWith('tests/'));
/** Listings with a path can be imported by the others. */
const others = listings.flatMap(({ path, text }) =>
  path === undefined ? [] : [[path.replace('contracts/', CONTRACT_FOLDER), text] as const],
);
const compileText = (text: string): Promise<Compiled> => {
  const entry = `${CONTRACT_FOLDER}listing.ts`;
  // Of the others only what is imported counts, and no file may hold a second contract.
  const files = others.filter(([path]) => text.includes(path.replace(CONTRACT_FOLDER, './').replace(/\.ts$/, '')));
  return compile({ entry, files: new Map([...files, [entry, text]]) });
};

/** A part of a contract, as a contract: declarations, members of the class, or lines of a method. */
function wholes(text: string): string[] {
  if (text.includes('@contract')) return [text];
  const declared = new Set(
    [...text.matchAll(/\b(?:class|enum|function|import .*\{.*)\s(\w+)/g)].map(([, name]) => name),
  );
  const used = libraryExports().filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text) && !declared.has(name));
  const imports = text.includes('from "tally"')
    ? ''
    : `import { ${used.map(({ name }) => name).join(', ')} } from "tally";\n`;
  const structs = [...text.matchAll(/@struct\s+export class (\w+)/g)].map(([, name]) => name!);
  const uses = structs.map((name, i) => `@mutate use${i}(a: ${name}): ${name} { return a; }`).join(' ');
  const contract = (body: string) => `@contract("listing", "1.0.0") export class Listing { ${body} }`;
  return [
    `${imports}${text}\n${contract(uses || '@view nothing(): void {}')}`,
    `${imports}${contract(text)}`,
    `${imports}${contract(`@mutate run(): void {\n${text}\n}`)}`,
  ];
}

async function compileListing(text: string): Promise<Compiled> {
  const told: string[] = [];
  for (const whole of wholes(text)) {
    try {
      return await compileText(whole);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      told.push(error.diagnostics.map(({ line, message }) => `${line}: ${message}`).join('\n'));
    }
  }
  throw new Error(told.join('\n-- or --\n'));
}

test.each(listings.map(({ line, text }) => [line, text] as const))(
  'the listing in line %i compiles',
  async (_, text) => {
    await compileListing(text);
  },
  120_000,
);

test('a listing that does not compile is noticed, in whatever place it would stand', async () => {
  await expect(compileListing('let x: Amount = "nothing";')).rejects.toThrow('-- or --');
  const { abi } = await compileListing('const x: u32 = Context.day;\nrequire(x > 0, "DAY");');
  expect(abi.errors).toEqual([{ code: 'DAY' }]);
}, 120_000);

test('the purse has the methods that the page shows', async () => {
  const { abi } = await compile({ entry: `${CONTRACT_FOLDER}purse.ts`, files: new Map(others) });
  expect(abi.methods.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['init setup', 'mutate payIn', 'view paidBy']);
  expect(abi.events.map(({ name }) => name)).toEqual(['PaidIn']);
});

test('the struct takes the JSON that the page shows', async () => {
  const { abi } = await compileListing(listings.find(({ text }) => text.includes('class Order'))!.text);
  const [, json] = /tally call shop put -- '(.*)'`/.exec(page)!;
  const params = [{ ...abi.methods[0]!.params[0]!, name: 'order' }];
  const [value] = parseArguments(params, { order: json! }, () => new Uint8Array(32));
  expect(value).toEqual({ id: 'A-1', amount: 1250n, state: 'OPEN', note: null });
});
