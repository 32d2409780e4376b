// What LevelDB and the file system say becomes the row that it is, whatever words a path holds.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../engine/base/errors.ts';
import { LocalChain } from '../../engine/node/local.ts';
import { createChain } from '../../engine/node/open.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { Store, storeFault } from '../../engine/node/store.ts';
import { emptyFolder, remove } from './chain.ts';

function failed(code: string, message: string): Error {
  const cause = Object.assign(new Error(message), { code });
  return Object.assign(new Error('Database failed to open', { cause }), { code: 'LEVEL_DATABASE_NOT_OPEN' });
}

describe('storeFault', () => {
  test.each([
    ['STORE_LOCKED', failed('LEVEL_LOCKED', 'IO error: lock /chain/store/LOCK: already held by process')],
    ['STORE_LOCKED', failed('LEVEL_LOCKED', 'IO error: lock /chain/store/LOCK: Resource temporarily unavailable')],
    ['STORE_FULL', failed('LEVEL_IO_ERROR', 'IO error: /chain/store/000007.log: No space left on device')],
    ['STORE_FULL', failed('LEVEL_IO_ERROR', 'IO error: /chain/store/000007.log: File too large')],
    ['STORE_FULL', Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })],
    ['STORE_FULL', Object.assign(new Error('EDQUOT: disk quota exceeded, fdatasync'), { code: 'EDQUOT' })],
    ['STORE_CORRUPT', failed('LEVEL_CORRUPTION', 'Corruption: bad block contents')],
    ['STORE_CORRUPT', failed('LEVEL_IO_ERROR', 'IO error: /chain/store/MANIFEST-000002: No such file or directory')],
    ['STORE_FAILED', failed('LEVEL_IO_ERROR', 'IO error: /current/corrupt/quota/no space/LOCK: Permission denied')],
    ['STORE_FAILED', new Error('anything else')],
  ])('%s', (id, error) => {
    expect(storeFault(error, 'here')).toMatchObject({ id, detail: expect.stringMatching(/^here/) });
  });

  test('a fault stays what it is', () => {
    const fault = new Fault('STORE_CUT', 'there');
    expect(storeFault(fault, 'here')).toBe(fault);
  });
});

test('rows of one kind come in order, and no others', async () => {
  const folder = emptyFolder();
  const store = await Store.open(folder, true);
  await store.write([['a', Uint8Array.of(1)], ['b\x00', Uint8Array.of(2)], ['b\xff\xff', Uint8Array.of(3)], ['c', Uint8Array.of(4)]]); // biome-ignore format: four rows
  await store.write([['a', null]]);
  const found: string[] = [];
  for await (const [key] of store.rows('b')) found.push(key);
  expect(found).toEqual(['b\x00', 'b\xff\xff']);
  const behind: string[] = [];
  for await (const [key] of store.rows('b\xff')) behind.push(key);
  expect(behind).toEqual(['b\xff\xff']);
  expect(store.get('a')).toBeUndefined();
  expect([...store.get('c')!]).toEqual([4]);
  await store.close();
  expect(() => store.get('c')).toThrow(Fault);
  remove(folder);
});

describe('a folder', () => {
  const founding = { name: 'test', salt: new Uint8Array(32), time: 1, accounts: [] };

  test('in which a chain could not be made is left as it was', async () => {
    const folder = join(emptyFolder(), 'chain');
    await expect(createChain(folder, { ...founding, blockGas: 1e15 })).rejects.toMatchObject({ id: 'SPEC_MISMATCH' });
    await createChain(folder, founding);
    await expect(createChain(folder, founding)).rejects.toMatchObject({ id: 'FILE_EXISTS' });
    await (await LocalChain.open(folder)).close();
    remove(join(folder, '..'));
  });

  test('that another command holds for a moment is replayed when it is free', async () => {
    const folder = emptyFolder();
    await createChain(folder, founding);
    const chain = await LocalChain.open(folder);
    const report = replayFolder(folder);
    setTimeout(() => void chain.close(), 300);
    expect((await report).match).toBe(true);
    remove(folder);
  });

  test('whose store is gone is told by its head.log', async () => {
    const folder = emptyFolder();
    await createChain(folder, founding);
    remove(join(folder, 'store'));
    await expect(LocalChain.open(folder)).rejects.toMatchObject({ id: 'STORE_CUT' });
    mkdirSync(join(folder, 'store'));
    await expect(LocalChain.open(folder)).rejects.toMatchObject({ id: 'STORE_CUT' });
    await expect(createChain(folder, founding)).rejects.toMatchObject({ id: 'FILE_EXISTS' });
    remove(folder);
  });
});
