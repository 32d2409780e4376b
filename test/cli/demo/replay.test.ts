// The second process: only a replay that ends well, says match, and stands where the chain stood is a match.
import { expect, test } from 'vitest';
import { type RunTally, replayApart } from '../../../cli/demo/replay.ts';
import { ZERO32 } from '../../../engine/base/bytes.ts';
import type { ChainInfo } from '../../../engine/client/connection.ts';

const head = { height: 3, header: { stateRoot: ZERO32 } } as ChainInfo;
const good = { match: true, height: 3, transactions: 7, gasUsed: '9007199254740991', stateRoot: '00'.repeat(32) };

function saying(document: unknown, exit = 0): RunTally {
  return async () => ({ exit, out: typeof document === 'string' ? document : JSON.stringify(document), err: '' });
}

test('a replay that matches is told with its figures', async () => {
  const replayed = await replayApart(saying(good), 'folder', head);
  expect(replayed).toMatchObject({ match: true, height: 3, transactions: 7, gasUsed: Number.MAX_SAFE_INTEGER });
});

test('it asks for a replay of the folder, as a document', async () => {
  const asked: string[] = [];
  const run: RunTally = async (words) => {
    asked.push(...words);
    return saying(good)(words);
  };
  await replayApart(run, '/x y', head);
  expect(asked).toEqual(['replay', '--chain', '/x y', '--json']);
});

test.each([
  [
    'a difference, with the place',
    { match: false, error: { where: 'block 2, stateRoot' } },
    6,
    'DIVERGED',
    'block 2, stateRoot',
  ],
  ['another height', { ...good, height: 2 }, 0, 'DIVERGED', 'not 3'],
  ['another state root', { ...good, stateRoot: '11'.repeat(32) }, 0, 'DIVERGED', 'not 3'],
  ['no match although it ended well', { ...good, match: false }, 0, 'ENGINE', 'ended with 0'],
  ['a match although it ended badly', good, 1, 'ENGINE', 'ended with 1'],
  ['an error', { error: { message: 'the disk is full', where: '/x' } }, 1, 'ENGINE', 'the disk is full: /x'],
  ['no document', 'Segmentation fault', 139, 'ENGINE', 'Segmentation fault'],
])('%s is a fault', async (_, document, exit, id, detail) => {
  const error = await replayApart(saying(document, exit), 'folder', head).catch((caught) => caught);
  expect(error).toMatchObject({ id });
  expect(error.detail).toContain(detail);
});
