// trees.at: a store whose trees are older than what was noted, or a damaged note, is told when it is opened and replayed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { LocalChain } from '../../engine/node/local.ts';
import { writeMark } from '../../engine/node/mark.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { emptyFolder, remove } from './chain.ts';

let folder: string;
beforeEach(async () => {
  folder = emptyFolder();
  const chain = await LocalChain.create(folder, { name: 'x', salt: new Uint8Array(32), time: 1, accounts: [] });
  await chain.close();
});
afterEach(() => remove(folder));

test('trees that are as new as what was noted open', async () => {
  writeMark(nodeNatives, folder, 0);
  await (await LocalChain.open(folder)).close();
  expect(await replayFolder(folder)).toMatchObject({ match: true });
});

test('trees that are older than what was noted are told', async () => {
  writeMark(nodeNatives, folder, 1);
  await expect(LocalChain.open(folder)).rejects.toMatchObject({ id: 'STORE_CUT' });
  await expect(replayFolder(folder)).rejects.toMatchObject({ id: 'STORE_CUT' });
});

test('a damaged note is told', async () => {
  writeMark(nodeNatives, folder, 0);
  const bytes = readFileSync(join(folder, 'trees.at'));
  bytes[3]! ^= 1;
  writeFileSync(join(folder, 'trees.at'), bytes);
  await expect(LocalChain.open(folder)).rejects.toMatchObject({ id: 'STORE_CORRUPT' });
});
