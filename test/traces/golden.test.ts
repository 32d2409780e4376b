// The golden chain: blocks and receipts that were stored once replay to the same roots; nothing compiled now has a part in it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { decode } from '../../engine/base/records.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { decodeBlock } from '../../engine/ledger/block.ts';
import { Replay } from '../../engine/ledger/replay.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { tierOf } from '../../engine/runtime/tiers.ts';
import { GOLDEN, MODULES, makeGolden, moduleFile, readChain, writeChain } from './golden.ts';
import { statusName } from './print.ts';

const FILE = join(GOLDEN, 'chain.json');
const ROOTS = join(GOLDEN, 'chain.txt');
const BLESS = process.env['BLESS'] === '1';

beforeAll(async () => {
  if (!BLESS) return;
  // Modules are stored once and stay as they are: delete one to have it compiled anew.
  for (const [name, source] of Object.entries(MODULES)) {
    if (!existsSync(moduleFile(name))) writeFileSync(moduleFile(name), (await compileKept(loadSources(source))).wasm);
  }
  const chain = makeGolden();
  writeFileSync(FILE, writeChain(chain));
  writeFileSync(ROOTS, lines(readChain(writeChain(chain)).recorded));
});

/** For people: height, state root, gas, and how each transaction ended. */
function lines(recorded: ReturnType<typeof readChain>['recorded']): string {
  const rows = recorded.map(({ block, receipts }) => {
    const { header } = decodeBlock(block);
    const ends = receipts.map((receipt) => statusName(decode('Receipt', receipt).status));
    return [header.height, toHex(header.stateRoot), header.gasUsed, ends.join(', ')].join(' ').trimEnd();
  });
  return `${rows.join('\n')}\n`;
}

describe('the golden chain', () => {
  test.each([
    ['node', 'compiled', nodeNatives],
    ['portable', 'compiled', portableNatives],
    ['node', 'interpreted', nodeNatives],
    ['node', 'auto', nodeNatives],
  ] as const)('replays to the same roots with the natives of %s, %s', (_, tier, natives) => {
    const { genesis, recorded } = readChain(readFileSync(FILE, 'utf8'));
    const replay = new Replay(new Engine(natives, tierOf(tier)), genesis);
    expect(replay.begin(recorded[0]!)).toBeUndefined();
    for (const each of recorded.slice(1)) expect(replay.step(each).difference).toBeUndefined();
    expect(toHex(replay.head.header.stateRoot)).toBe(toHex(decodeBlock(recorded.at(-1)!.block).header.stateRoot));
    expect(replay.transactions).toBe(recorded.reduce((sum, { receipts }) => sum + receipts.length, 0));
  });

  test('has the roots and outcomes that are written beside it', () => {
    expect(lines(readChain(readFileSync(FILE, 'utf8')).recorded)).toBe(readFileSync(ROOTS, 'utf8'));
  });

  test('is made again, byte by byte, from the stored modules', () => {
    expect(writeChain(makeGolden())).toBe(readFileSync(FILE, 'utf8'));
  });
});
