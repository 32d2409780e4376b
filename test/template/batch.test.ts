// Batches: one prepares, another approves, and nothing changes in between.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { sign } from '../../engine/crypto/sign.ts';
import {
  approve,
  type Batch,
  checkApproved,
  checkSender,
  prepare,
  readBatch,
  type Signing,
} from '../../engine/template/batch.ts';
import { openTemplate } from '../../engine/template/folder.ts';
import { canonical } from '../../engine/template/instance.ts';
import type { Loose } from './breaking.ts';

const RECEIVABLE = openTemplate('supply/receivable');

function hand(name: string, fill: number): Signing {
  const secretKey = new Uint8Array(32).fill(fill);
  return { name, secretKey, publicKey: nodeNatives.publicKey(secretKey) };
}

const [MAKER, CHECKER, OTHER] = [hand('wang', 1), hand('li', 2), hand('zhao', 3)];
const ROWS = [
  { number: 'A', amount: '1.00' },
  { number: 'B', amount: '2.00', parties: { obligor: { name: '星海' } } },
];
const PREPARED = prepare(RECEIVABLE, ROWS, MAKER);
const APPROVED = approve(PREPARED, CHECKER);

/** A batch as a file has it, with a change. */
const changed = (batch: Batch, change: (batch: Loose) => void): Batch => {
  const copy = JSON.parse(JSON.stringify(batch));
  change(copy);
  return readBatch(copy);
};

test('a batch that one prepared and another approved is lawful, through a file as well', () => {
  expect(() => checkApproved(APPROVED)).not.toThrow();
  expect(() => checkApproved(changed(APPROVED, () => {}))).not.toThrow();
  expect(PREPARED).toMatchObject({
    tally: 'batch/1',
    template: 'supply/receivable',
    version: RECEIVABLE.manifest.version,
  });
});

test('only its maker sends it: from anybody else everything would be made at other addresses', () => {
  expect(() => checkSender(APPROVED, MAKER.publicKey)).not.toThrow();
  for (const { publicKey } of [CHECKER, OTHER])
    expect(() => checkSender(APPROVED, publicKey)).toThrow('wang prepared it, and sends it too: --from wang');
});

test('the order of members in a file does not matter', () => {
  const turned = changed(APPROVED, (batch) => {
    batch.rows = batch.rows.map((row: Loose) => Object.fromEntries(Object.entries(row).reverse()));
  });
  expect(() => checkApproved(turned)).not.toThrow();
});

test('nobody approves what he prepared', () => {
  expect(() => approve(PREPARED, MAKER)).toThrow('wang prepared it, and somebody else must approve it');
  expect(() => approve(PREPARED, { ...MAKER, name: 'li' })).toThrow('somebody else must approve it');
});

test('a key that is written in other letters is the same key, and is refused as one', () => {
  const capital = (batch: Loose) => {
    batch.prepared.key = batch.prepared.key.toUpperCase();
  };
  expect(() => changed(PREPARED, capital)).toThrow('the file is no batch that was prepared here');
  const forged: Batch = { ...PREPARED, prepared: { ...PREPARED.prepared, key: PREPARED.prepared.key.toUpperCase() } };
  expect(PREPARED.prepared.key).not.toBe(forged.prepared.key);
  expect(() => approve(forged, MAKER)).toThrow('somebody else must approve it');
});

test('what one person signed twice is no approval', () => {
  const { tally, template, version, rows, prepared } = PREPARED;
  const digest = createHash('sha256')
    .update(canonical({ tally, template, version, rows, by: 'li', prepared }))
    .digest('hex');
  const signature = toHex(sign(MAKER.secretKey, new Uint8Array(Buffer.from(`tally batch approved ${digest}`))));
  const approved = { name: 'li', key: toHex(MAKER.publicKey), signature };
  expect(() => checkApproved({ ...PREPARED, approved })).toThrow('one and the same person prepared and approved it');
});

test('nobody has approved what has no approval', () => {
  expect(() => checkApproved(PREPARED)).toThrow('nobody has approved the batch yet');
});

test.each<[string, (batch: Loose) => void]>([
  ['a changed amount', (b) => Object.assign(b.rows[0], { amount: '1.01' })],
  ['a row more', (b) => b.rows.push(b.rows[0])],
  ['a row less', (b) => b.rows.pop()],
  ['rows in another order', (b) => b.rows.reverse()],
  ['a member more', (b) => Object.assign(b.rows[1].parties.obligor, { id: 'X' })],
  ['another version', (b) => Object.assign(b, { version: '9.9.9' })],
  ['another template', (b) => Object.assign(b, { template: 'supply/warehouse-pledge' })],
])('%s breaks both signatures', (_, change) => {
  expect(() => checkApproved(changed(APPROVED, change))).toThrow('it is not as wang prepared it: the file was changed');
  expect(() => approve(changed(PREPARED, change), CHECKER)).toThrow(
    'it is not as wang prepared it: the file was changed',
  );
  expect(() =>
    checkApproved(
      changed({ ...APPROVED, prepared: prepare(RECEIVABLE, changed(APPROVED, change).rows, MAKER).prepared }, change),
    ),
  ).toThrow(/it is not as (wang prepared|li approved) it: the file was changed/);
});

test('signatures cannot be swapped, nor a preparation stand as an approval', () => {
  const swap = (batch: Loose) => {
    [batch.prepared.signature, batch.approved.signature] = [batch.approved.signature, batch.prepared.signature];
  };
  expect(() => checkApproved(changed(APPROVED, swap))).toThrow('it is not as wang prepared it');
  const turn = (batch: Loose) => {
    [batch.prepared, batch.approved] = [batch.approved, batch.prepared];
  };
  expect(() => checkApproved(changed(APPROVED, turn))).toThrow('it is not as li prepared it');
  const other = prepare(RECEIVABLE, ROWS, OTHER).prepared;
  expect(() => checkApproved({ ...PREPARED, approved: other })).toThrow('it is not as zhao approved it');
  expect(() => checkApproved({ ...PREPARED, approved: { ...other, key: toHex(CHECKER.publicKey) } })).toThrow(
    'it is not as zhao approved it',
  );
});

test('an approval is of what one person prepared, and names cannot be changed', () => {
  const other = prepare(RECEIVABLE, ROWS, OTHER).prepared;
  expect(() => checkApproved({ ...APPROVED, prepared: other })).toThrow('it is not as li approved it');
  const renamed = (deed: 'prepared' | 'approved') =>
    changed(APPROVED, (batch) => {
      batch[deed].name = 'the head of finance';
    });
  expect(() => checkApproved(renamed('prepared'))).toThrow('it is not as the head of finance prepared it');
  expect(() => checkApproved(renamed('approved'))).toThrow('it is not as the head of finance approved it');
});

test('signatures of another batch do not count', () => {
  const other = approve(prepare(RECEIVABLE, [ROWS[0]!], MAKER), CHECKER);
  expect(() => checkApproved({ ...APPROVED, approved: other.approved! })).toThrow('it is not as li approved it');
});

test('who approves after another takes the place of that one, and the maker does not', () => {
  const again = approve(APPROVED, OTHER);
  expect(again.approved!.name).toBe('zhao');
  expect(() => checkApproved(again)).not.toThrow();
  expect(approve(APPROVED, CHECKER)).toEqual(APPROVED);
  expect(() => approve(APPROVED, MAKER)).toThrow('somebody else must approve it');
});

test.each<[string, Loose]>([
  ['nothing', null],
  ['a list', []],
  ['a text', 'batch/1'],
  ['another kind', { ...PREPARED, tally: 'batch/2' }],
  ['no rows', { ...PREPARED, rows: undefined }],
  ['rows that are no list', { ...PREPARED, rows: { length: 1 } }],
  ['no version', { ...PREPARED, version: undefined }],
  ['no maker', { ...PREPARED, prepared: undefined }],
  ['a maker of null', { ...PREPARED, prepared: null }],
  ['a signature that is none', { ...PREPARED, prepared: { ...PREPARED.prepared, signature: 'x' } }],
  ['a key that is a number', { ...PREPARED, prepared: { ...PREPARED.prepared, key: 7 } }],
  ['half an approval', { ...PREPARED, approved: { name: 'li' } }],
  ['an approval of null', { ...PREPARED, approved: null }],
])('%s is no batch', (_, json) => {
  expect(() => readBatch(json)).toThrow('the file is no batch that was prepared here');
});

test('a key or a signature of another length signs nothing', () => {
  for (const part of ['key', 'signature'] as const)
    for (const text of ['00', '00'.repeat(32), '00'.repeat(64), 'ff'.repeat(96)])
      expect(() => checkApproved({ ...APPROVED, approved: { ...APPROVED.approved!, [part]: text } })).toThrow(
        'it is not as li approved it',
      );
});

test('rows that are too deep to be written are refused in a sentence', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
  expect(() => checkApproved({ ...APPROVED, rows: [deep] })).toThrow('its rows are too deep to be values');
});
