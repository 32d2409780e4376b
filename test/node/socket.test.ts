// node.sock: whatever arrives on it, the node goes on and the others are answered.
import { existsSync, statSync } from 'node:fs';
import { createServer, connect as dialPath, type Socket } from 'node:net';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault, Reject, Usage } from '../../engine/base/errors.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { dialSocket, serveSocket, socketPath } from '../../engine/node/socket.ts';
import { chance, emptyFolder, remove } from './chain.ts';

const MASK = process.umask();
let folder: string;
let served: { close(): Promise<void> };
let asked: unknown[][];

/** A chain that answers with what it was asked; `account` waits for {@link release}. */
let release: () => void;
function fake(): Connection {
  const held = new Promise<void>((done) => {
    release = done;
  });
  const answer =
    (operation: string) =>
    (...args: unknown[]) => {
      asked.push([operation, ...args]);
      return Promise.resolve({ operation, args });
    };
  const others = Object.fromEntries(
    ['info', 'simulate', 'contract', 'meta', 'block', 'transaction', 'submit'].map((name) => [name, answer(name)]),
  );
  return {
    ...others,
    account: async (address: Uint8Array) => {
      await held;
      return { address };
    },
    query: () => Promise.reject(new Reject('NOT_VIEW', 'here')),
    code: () => Promise.reject(new Fault('STORE_CORRUPT', 'there')),
    close: () => Promise.reject(new Error('nobody but the node closes the chain')),
  } as unknown as Connection;
}

beforeEach(async () => {
  folder = emptyFolder();
  asked = [];
  served = await serveSocket(folder, fake());
});
afterEach(async () => {
  release();
  await served.close();
  remove(folder);
});

function framed(body: Uint8Array, length = body.length): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return Buffer.concat([head, body]);
}

/** A bare socket to the node, and what happens to it. */
async function raw(): Promise<{
  socket: Socket;
  closed: Promise<void>;
  next: () => Promise<{ id: number; ok: boolean; value: unknown; error: { row: string } }>;
}> {
  const socket = dialPath(socketPath(folder));
  await new Promise<void>((done) => socket.once('connect', () => done()));
  socket.on('error', () => {});
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  let bytes = Buffer.alloc(0);
  const next = async () => {
    while (bytes.length < 4 || bytes.length < 4 + bytes.readUInt32BE(0)) {
      const chunk = await new Promise<Buffer>((done, fail) => {
        socket.once('data', done);
        socket.once('close', () => fail(new Error('closed')));
      });
      bytes = Buffer.concat([bytes, chunk]);
    }
    const end = 4 + bytes.readUInt32BE(0);
    const message = deserialize(bytes.subarray(4, end));
    bytes = bytes.subarray(end);
    return message;
  };
  return { socket, closed, next };
}

/** The node still answers somebody who comes now. */
async function answers(): Promise<void> {
  const connection = (await dialSocket(folder))!;
  expect(await connection.block(7)).toEqual({ operation: 'block', args: [7] });
  await connection.close();
}

describe('what is no message ends its own connection only', () => {
  test('a length that no message has, without memory for it', async () => {
    const { socket, closed } = await raw();
    const before = process.memoryUsage().arrayBuffers;
    socket.write(framed(new Uint8Array(10), 0xffffffff));
    await closed;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    await answers();
  });

  test('bytes that are no structured clone', async () => {
    const random = chance(3);
    const cases = [
      [],
      [0xff],
      [0xff, 0x0f],
      [0xff, 0x0f, 0x6f],
      [0xff, 0x0f, 0x5c, 0x7f],
      [0xff, 0x0f, 0x41, 0xff, 0xff, 0xff, 0x7f],
    ];
    for (let n = 0; n < 60; n++)
      cases.push(Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 256)));
    for (const bytes of cases) {
      const { socket, closed } = await raw();
      socket.write(framed(Uint8Array.from(bytes)));
      await closed;
    }
    await answers();
  });

  test.each(
    [
      null,
      5,
      'propose',
      [],
      {},
      { id: 1 },
      { id: '1', operation: 'info', args: [] },
      { id: 1, operation: 'info', args: 'x' },
    ].map((message) => [message]),
  )('%j is no ask', async (message) => {
    const { socket, closed } = await raw();
    socket.write(framed(serialize(message)));
    await closed;
    await answers();
  });

  test('mutated asks', async () => {
    const random = chance(4);
    const ask = serialize({ id: 1, operation: 'block', args: [1, new Uint8Array(9), { a: [2n] }] });
    for (let n = 0; n < 100; n++) {
      const bytes = Uint8Array.from(ask);
      bytes[2 + Math.floor(random() * (bytes.length - 2))]! ^= 1 << Math.floor(random() * 8);
      const { socket, closed, next } = await raw();
      socket.write(framed(bytes));
      await Promise.race([closed, next().catch(() => {})]);
      socket.destroy();
    }
    await answers();
  });
});

describe('asks', () => {
  test('arrive whole, in whatever pieces they come', async () => {
    const { socket, next } = await raw();
    const asks = [1, 2, 3].map((id) => framed(serialize({ id, operation: 'block', args: [id] })));
    for (const byte of asks[0]!) socket.write(Uint8Array.of(byte));
    expect(await next()).toMatchObject({ id: 1, ok: true });
    socket.write(Buffer.concat([asks[1]!, asks[2]!]));
    expect([await next(), await next()].map(({ id }) => id)).toEqual([2, 3]);
    socket.destroy();
  });

  test.each(['propose', 'close', 'constructor', '__proto__', 'toString', ''])('%j is not served', async (operation) => {
    const { socket, next } = await raw();
    socket.write(framed(serialize({ id: 1, operation, args: [] })));
    expect(await next()).toMatchObject({ id: 1, ok: false, error: { row: 'USAGE' } });
    socket.destroy();
  });

  test.each([
    [undefined],
    [5],
    [[1, 2]],
    [['00']],
    [[{ length: 3, buffer: new ArrayBuffer(3) }]],
    [{ 0: new Uint8Array(1), length: 1 }],
  ])('submit of %j reaches no block', async (list) => {
    const { socket, next } = await raw();
    socket.write(framed(serialize({ id: 1, operation: 'submit', args: [list] })));
    expect(await next()).toMatchObject({ ok: false, error: { row: 'USAGE' } });
    expect(asked).toEqual([]);
    socket.destroy();
  });

  test('large ones pass', async () => {
    const connection = (await dialSocket(folder))!;
    const list = Array.from({ length: 40 }, (_, i) => new Uint8Array(512 * 1024).fill(i));
    const { args } = (await connection.submit(list)) as unknown as { args: [Uint8Array[]] };
    expect(args[0].map((bytes) => [bytes.length, bytes[9]])).toEqual(list.map((bytes) => [bytes.length, bytes[9]]));
    await connection.close();
  });

  test('errors arrive as the errors that they are', async () => {
    const connection = (await dialSocket(folder))!;
    await expect(connection.query({} as never)).rejects.toEqual(new Reject('NOT_VIEW', 'here'));
    await expect(connection.code(new Uint8Array(32))).rejects.toEqual(new Fault('STORE_CORRUPT', 'there'));
    await connection.close();
  });
});

describe('closing', () => {
  test('answers what was asked before', async () => {
    const connection = (await dialSocket(folder))!;
    const answer = connection.account(new Uint8Array(2));
    await answers();
    const closed = served.close();
    release();
    expect(await answer).toEqual({ address: new Uint8Array(2) });
    await closed;
    await expect(connection.info()).rejects.toMatchObject({ id: 'NODE_UNREACHABLE' });
    expect(existsSync(socketPath(folder))).toBe(false);
    expect(await dialSocket(folder)).toBeUndefined();
  });

  test('lets a client that asks several times in a row finish', async () => {
    const connection = (await dialSocket(folder))!;
    const closed = served.close();
    expect(await connection.info()).toMatchObject({ operation: 'info' });
    expect(await connection.submit([new Uint8Array(1)])).toMatchObject({ operation: 'submit' });
    await connection.close();
    await closed;
  });

  test('does not wait for a connection that never ends', async () => {
    const socket = dialPath({ path: socketPath(folder), allowHalfOpen: true });
    await new Promise<void>((done) => socket.once('connect', () => done()));
    socket.pause();
    await served.close();
    socket.destroy();
  });

  test('a client that leaves in the middle of its answer is not missed', async () => {
    const { socket, closed } = await raw();
    socket.write(framed(serialize({ id: 1, operation: 'account', args: [] })));
    await answers();
    socket.destroy();
    await closed;
    release();
    await answers();
  });

  test('a node that dies rejects what was asked', async () => {
    const dying = emptyFolder();
    const server = createServer((socket) => socket.once('data', () => socket.destroy()));
    await new Promise<void>((done) => server.listen(socketPath(dying), () => done()));
    const connection = (await dialSocket(dying))!;
    await expect(connection.info()).rejects.toThrow(new Usage('NODE_UNREACHABLE', 'the node closed the connection'));
    await connection.close();
    server.close();
    remove(dying);
  });
});

describe('the socket itself', () => {
  test.skipIf(process.platform === 'win32')('is for its owner alone', () => {
    expect(statSync(socketPath(folder)).mode & 0o777).toBe(0o600);
    expect(process.umask(), 'the mask is as before').toBe(MASK);
  });

  test('replaces one that was left behind', async () => {
    const again = await serveSocket(folder, fake());
    await answers();
    release();
    await again.close();
  });

  test('of a long path stands beside the temporary files', async () => {
    const long = join(folder, 'a'.repeat(90));
    expect(socketPath(long).length).toBeLessThan(104);
    expect(socketPath(long)).not.toBe(socketPath(join(folder, 'b'.repeat(90))));
    const server = await serveSocket(long, fake());
    const connection = (await dialSocket(long))!;
    expect(await connection.block(1)).toMatchObject({ args: [1] });
    await connection.close();
    release();
    await server.close();
  });
});
