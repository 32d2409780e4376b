// node.sock: while a folder is in use, every other command reaches its chain through this socket.
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { Usage } from '../base/errors.ts';
import type { Connection } from '../client/connection.ts';
import { reading } from './connection.ts';
import { type Ask, fromWire, type Reply, toWire } from './wire.ts';

/** Longest path that a Unix socket may have, with room to spare. */
const LONGEST = 100;

/** Where the socket of a chain folder is; beside the temporary files if the folder's path is too long for one. */
export function socketPath(folder: string): string {
  const path = join(resolve(folder), 'node.sock');
  if (process.platform === 'win32') return `\\\\.\\pipe\\tally-${digest(path)}`;
  return path.length <= LONGEST ? path : join(tmpdir(), `tally-${digest(path)}.sock`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Messages behind their length (u32, big-endian), each a structured clone. */
function frames(socket: Socket, take: (message: never) => void): (message: unknown) => void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
      const end = 4 + rest.readUInt32BE(0);
      const message = deserialize(rest.subarray(4, end)) as never;
      rest = rest.subarray(end);
      take(message);
    }
  });
  return (message) => {
    const body = serialize(message);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    socket.write(Buffer.concat([head, body]));
  };
}

/** Serves a connection on the folder's socket; whoever holds the store's lock may replace a socket left behind. */
export async function serveSocket(folder: string, connection: Connection): Promise<{ close(): Promise<void> }> {
  const path = socketPath(folder);
  if (existsSync(path)) rmSync(path);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    const send = frames(socket, (ask: Ask) => void answer(connection, ask).then(send));
  });
  await listenPrivately(server, path);
  return {
    close: async () => {
      for (const socket of open) socket.end();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

// Only the owner may connect: whoever can is trusted with everything that the command line can do.
async function listenPrivately(server: Server, path: string): Promise<void> {
  const before = process.umask(0o177);
  try {
    await listen(server, path);
  } finally {
    process.umask(before);
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolveListening, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolveListening());
  });
}

const SERVED: ReadonlySet<string> = new Set(['submit', ...Object.keys(reading(() => Promise.reject()))]);

async function answer(connection: Connection, { id, operation, args }: Ask): Promise<Reply> {
  try {
    if (!SERVED.has(operation)) throw new Usage('USAGE', `the node does not serve ${operation}`);
    const method = connection[operation as 'submit'] as (...args: readonly unknown[]) => Promise<unknown>;
    return { id, ok: true, value: await method(...args) };
  } catch (error) {
    return { id, ok: false, error: toWire(error) };
  }
}

/** A connection through the folder's socket, or undefined if nobody listens there. */
export async function dialSocket(folder: string): Promise<Connection | undefined> {
  const path = socketPath(folder);
  if (process.platform !== 'win32' && !existsSync(path)) return undefined;
  const socket = await dial(path);
  return socket && connectionOver(socket);
}

function dial(path: string): Promise<Socket | undefined> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => done(socket));
    socket.once('error', () => done(undefined));
  });
}

function connectionOver(socket: Socket): Connection {
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const send = frames(socket, (reply: Reply) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(fromWire(reply.error));
  });
  let next = 1;
  let gone = false;
  socket.on('close', () => {
    gone = true;
    for (const { reject } of pending.values()) reject(new Usage('NODE_UNREACHABLE', 'the node closed the connection'));
  });
  socket.on('error', () => socket.destroy());
  const ask = (operation: Ask['operation'], ...args: unknown[]) =>
    new Promise<unknown>((resolveAnswer, reject) => {
      if (gone) return reject(new Usage('NODE_UNREACHABLE', 'the node closed the connection'));
      const id = next++;
      pending.set(id, { resolve: resolveAnswer, reject });
      send({ id, operation, args } satisfies Ask);
    });
  return {
    ...reading(ask),
    submit: (transactions) => ask('submit', transactions) as ReturnType<Connection['submit']>,
    close: () => new Promise<void>((done) => (gone ? done() : socket.end(() => done()))),
  };
}
