// The contract that the developer's page shows is one that compiles, and its ABI is what the page says.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseArguments } from '../../engine/abi/parse.ts';
import { compile } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';

const page = readFileSync(new URL('../../docs/develop.md', import.meta.url), 'utf8');
const listings = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);

test('the listing of docs/develop.md compiles to the methods that it shows', async () => {
  const { abi } = await compile(singleSource(listings[0]!));
  expect(abi.methods.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['init setup', 'mutate payIn', 'view paidBy']);
  expect(abi.events.map(({ name }) => name)).toEqual(['PaidIn']);
});

test('the struct of docs/develop.md takes the JSON that it shows', async () => {
  const [, struct] = listings;
  const source = `import { Amount, Value } from "tally";
${struct}
@contract("shop", "1.0.0") export class Shop { private last: Value<Order>; @mutate put(order: Order): void { this.last.value = order; } }`;
  const { abi } = await compile(singleSource(source));
  const [, json] = /tally call shop put -- '(.*)'`/.exec(page)!;
  const [value] = parseArguments(abi.methods[0]!.params, { order: json! }, () => new Uint8Array(32));
  expect(value).toEqual({ id: 'A-1', amount: 1250n, state: 'OPEN', note: null });
  expect(listings).toHaveLength(2);
});
