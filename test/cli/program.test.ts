import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listenForInterrupt } from '../../cli/interrupt.ts';
import { runTally } from '../../cli/program.ts';
import type { Abi } from '../../engine/abi/types.ts';
import { encodeValue } from '../../engine/abi/value.ts';
import { EMPTY, toHex } from '../../engine/base/bytes.ts';
import { Reject, Usage } from '../../engine/base/errors.ts';
import { encode } from '../../engine/base/records.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Connection, ViewAnswer, ViewCall } from '../../engine/client/connection.ts';

const ADDRESS = new Uint8Array(32).fill(5);
const CHAIN = new Uint8Array(32).fill(9);
const ABI: Abi = {
  abi: 1,
  contract: 'Token',
  name: 'token',
  version: '1.0.0',
  methods: [
    { name: 'held', kind: 'view', params: [{ name: 'by', type: 'Address' }], returns: 'Amount' },
    { name: 'pay', kind: 'mutate', params: [], returns: 'void' },
  ],
  events: [],
  errors: [],
  storage: [],
};

let folder: string;
let home: string;
let asked: ViewCall[];
let closed: number;
let answer: Partial<ViewAnswer> | 'never';

/** A chain that holds one contract and answers every view in the same way. */
function fake(): Connection {
  const parts = {
    info: async () => ({ chain: CHAIN, height: 7 }),
    contract: async () => ({ metaId: CHAIN, codeId: CHAIN, template: null }),
    meta: async () => [{ name: 'tally.abi', bytes: encodeUtf8(JSON.stringify(ABI)) }],
    query: async (question: ViewCall) => {
      asked.push(question);
      if (answer === 'never') return new Promise<never>(() => {});
      return { status: 0, output: EMPTY, gasUsed: 123, height: 7, logs: [], ...answer };
    },
    close: async () => void closed++,
  };
  return parts as unknown as Connection;
}

function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const texts = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    write: (text: string) => {
      texts[name] += text;
    },
  });
  const signals = new EventEmitter();
  const interrupt = listenForInterrupt(signals, () => {});
  const around = { out: sink('out'), err: sink('err'), env, interrupt, connect: async () => fake() };
  const done = runTally([...argv, '--chain', join(home, 'chain')], around).then((exit) => ({ exit, ...texts }));
  return { done, signals };
}

const run = (...argv: string[]) => start(argv).done;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-program-'));
  home = join(folder, '.tally');
  mkdirSync(home);
  const chains = { [toHex(CHAIN)]: { token: formatAddress('contract', ADDRESS) } };
  writeFileSync(join(home, 'names.json'), JSON.stringify({ version: 1, chains }));
  [asked, closed, answer] = [[], 0, { output: encodeValue('Amount', 2n ** 70n) }];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a command', () => {
  test('sends what it was asked and prints what was answered', async () => {
    expect(await run('query', 'token', 'held', 'token')).toEqual({
      exit: 0,
      out: '1180591620717411303424\n',
      err: 'height 7  gas 123\n',
    });
    expect(asked).toEqual([{ contract: ADDRESS, method: 'held', input: ADDRESS, caller: new Uint8Array(32) }]);
    expect(closed).toBe(1);
  });

  test('under --json prints one document with 64-bit numbers as strings', async () => {
    const { exit, out } = await run('query', 'token', 'held', '--by', 'token', '--json', '--quiet');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ contract: 'token', height: 7, result: '1180591620717411303424' });
  });

  test('takes global options anywhere before --', async () => {
    const { out } = await run('--json', 'query', '-q', 'token', 'held', 'token');
    expect(JSON.parse(out)).toMatchObject({ result: '1180591620717411303424' });
  });

  test('that fails prints one error, closes the chain, and ends with the code of the error', async () => {
    answer = { status: 1, output: encode('Revert', { code: 'NO', data: EMPTY }) };
    const { exit, out, err } = await run('query', 'token', 'held', 'token');
    expect({ exit, out }).toEqual({ exit: 4, out: '' });
    expect(err).toBe('error T0001 REVERT: NO\n  where  token.held\n');
    expect(closed).toBe(1);
  });

  test('that fails under --json prints the error as its one document', async () => {
    answer = { status: 2100 };
    const { exit, out, err } = await run('query', 'token', 'held', 'token', '--json');
    expect({ exit, err }).toEqual({ exit: 5, err: '' });
    expect(JSON.parse(out).error).toMatchObject({ code: 'T2100', name: 'OUT_OF_GAS', status: 2100 });
  });

  test('refuses what is no view before asking', async () => {
    expect((await run('query', 'token', 'pay')).err).toContain('T1112 NOT_VIEW');
    expect((await run('query', 'token', 'hold')).err).toContain('did you mean held?');
    expect((await run('query', 'tokn', 'held')).err).toContain('did you mean token?');
    expect(asked).toEqual([]);
  });

  test('that Ctrl-C meets ends with 130, the chain closed', async () => {
    answer = 'never';
    const { done, signals } = start(['query', 'token', 'held', 'token', '--json']);
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    signals.emit('SIGINT', 'SIGINT');
    const { exit, out } = await done;
    expect(exit).toBe(130);
    expect(JSON.parse(out).error).toMatchObject({ code: 'T4901', name: 'INTERRUPTED' });
    expect(closed).toBe(1);
  });

  test('a result that is malformed is no result', async () => {
    answer = { output: new Uint8Array(3) };
    const { exit, out, err } = await run('query', 'token', 'held', 'token');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('RESULT_MALFORMED');
  });
});

describe('errors keep their class', () => {
  test.each([
    [new Reject('NOT_ADMIN', 'x'), 8],
    [new Usage('NODE_UNREACHABLE', 'x'), 7],
    [new Error('x'), 1],
  ])('%s', async (error, exit) => {
    const none = { write: () => {} };
    const interrupt = listenForInterrupt(new EventEmitter(), () => {});
    const connect = async () => {
      throw error;
    };
    expect(await runTally(['events'], { out: none, err: none, env: {}, interrupt, connect })).toBe(exit);
  });
});
