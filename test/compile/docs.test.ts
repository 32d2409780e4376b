// The contract that the developer's page shows is one that compiles, and its ABI is what the page says.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compile } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';

const page = readFileSync(new URL('../../docs/develop.md', import.meta.url), 'utf8');
const listings = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);

test('the listing of docs/develop.md compiles to the methods that it shows', async () => {
  expect(listings).toHaveLength(1);
  const { abi } = await compile(singleSource(listings[0]!));
  expect(abi.methods.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['init setup', 'mutate payIn', 'view paidBy']);
  expect(abi.events.map(({ name }) => name)).toEqual(['PaidIn']);
});
