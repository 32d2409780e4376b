// node.sock: while a folder is in use, every other command reaches its chain through this socket.
import { createHash } from 'node:crypto';
import { lstatSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import { Usage } from '../base/errors.ts';
import type { Connection } from '../client/connection.ts';
import { reading } from './connection.ts';
import { type Ask, fromWire, type Reply, toWire } from './wire.ts';

/** Longest path that a Unix socket may have, with room to spare. */
const LONGEST = 100;

/** Longest frame in bytes: more than a full block with its receipts, less than what a process can hold. */
const LONGEST_FRAME = 256 * 1024 * 1024;
/** How long a connection may take to end when the node closes, in milliseconds: a command asks a few times in a row. */
const GRACE = 2_000;

/** Where the socket of a chain folder is; beside the temporary files if the folder's path is too long for one. */
export function socketPath(folder: string): string {
  const path = join(resolve(folder), 'node.sock');
  if (process.platform === 'win32') return `\\\\.\\pipe\\tally-${digest(path)}`;
  return path.length <= LONGEST ? path : join(tmpdir(), `tally-${digest(path)}.sock`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** A message behind its length (u32, big-endian), as a structured clone. @throws Usage ARGUMENT_TOO_LARGE */
function frame(message: unknown): Buffer {
  const body = serialize(message);
  if (body.length > LONGEST_FRAME) throw new Usage('ARGUMENT_TOO_LARGE', `a message of ${body.length} bytes`);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** Hands over the messages that arrive; ends a connection that sends anything else than frames. */
function receive(socket: Socket, take: (message: unknown) => void): void {
  let parts: Buffer[] = [];
  let length = 0;
  let needed = 4;
  socket.on('data', (chunk: Buffer) => {
    parts.push(chunk);
    length += chunk.length;
    if (length < needed) return;
    try {
      const { messages, rest } = split(Buffer.concat(parts, length));
      parts = [rest];
      length = rest.length;
      needed = rest.length < 4 ? 4 : 4 + sizeOf(rest, 0);
      for (const message of messages) take(message);
    } catch {
      socket.destroy();
    }
  });
}

function split(bytes: Buffer): { messages: unknown[]; rest: Buffer } {
  const messages: unknown[] = [];
  let at = 0;
  while (bytes.length - at >= 4) {
    const end = at + 4 + sizeOf(bytes, at);
    if (end > bytes.length) break;
    messages.push(deserialize(bytes.subarray(at + 4, end)));
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}

function sizeOf(bytes: Buffer, at: number): number {
  const size = bytes.readUInt32BE(at);
  if (size > LONGEST_FRAME) throw new RangeError(`a frame of ${size} bytes`);
  return size;
}

/** Serves a connection on the folder's socket; whoever holds the store's lock may replace a socket left behind. */
export async function serveSocket(folder: string, connection: Connection): Promise<{ close(): Promise<void> }> {
  const path = socketPath(folder);
  if (process.platform !== 'win32') rmSync(path, { force: true });
  const open = new Set<Socket>();
  const answering = new Set<Promise<void>>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    receive(socket, (message) => {
      const done = reply(socket, connection, asAsk(message)).finally(() => answering.delete(done));
      answering.add(done);
    });
  });
  await listenPrivately(server, path);
  return { close: () => shut(server, open, answering) };
}

/**
 * Takes no new connections and lets those there are finish what they came for; one that does not end by itself within the time
 * of grace is ended once it is answered, and cut off if that does not help.
 */
async function shut(server: Server, open: Set<Socket>, answering: Set<Promise<void>>): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  await Promise.race([closed, sleep(GRACE, undefined, { ref: false })]);
  await Promise.all(answering);
  for (const socket of open) socket.end();
  const cut = setTimeout(() => {
    for (const socket of open) socket.destroy();
  }, GRACE);
  await closed;
  clearTimeout(cut);
}

// Only the owner may connect: whoever can is trusted with everything that the command line can do.
function listenPrivately(server: Server, path: string): Promise<void> {
  // The socket is made before listen returns, so nothing else of this process is made under this mask.
  const before = process.umask(0o177);
  try {
    return new Promise((listening, reject) => {
      server.once('error', reject);
      server.listen(path, () => listening());
    });
  } finally {
    process.umask(before);
  }
}

/** @throws TypeError unless the message is an ask */
function asAsk(message: unknown): Ask {
  const { id, operation, args } = message as Ask;
  if (typeof id === 'number' && typeof operation === 'string' && Array.isArray(args)) return { id, operation, args };
  throw new TypeError('not an ask');
}

async function reply(socket: Socket, connection: Connection, ask: Ask): Promise<void> {
  const answer = await answerTo(connection, ask);
  if (socket.writable) socket.write(answer);
}

const SERVED: ReadonlySet<string> = new Set(['submit', ...Object.keys(reading(() => Promise.reject()))]);

async function answerTo(connection: Connection, { id, operation, args }: Ask): Promise<Buffer> {
  try {
    if (!SERVED.has(operation)) throw new Usage('USAGE', `the node does not serve ${operation}`);
    if (operation === 'submit' && !areBytes(args[0])) throw new Usage('USAGE', 'submit takes a list of transactions');
    const method = connection[operation as 'submit'] as (...args: readonly unknown[]) => Promise<unknown>;
    return frame({ id, ok: true, value: await method(...args) } satisfies Reply);
  } catch (error) {
    return frame({ id, ok: false, error: toWire(error) } satisfies Reply);
  }
}

// Everything else that an operation is given is read by the operation alone; a transaction goes into a block with others.
function areBytes(list: unknown): boolean {
  return Array.isArray(list) && list.every((item) => item instanceof Uint8Array);
}

/** A connection through the folder's socket, or undefined if nobody listens there. */
export async function dialSocket(folder: string): Promise<Connection | undefined> {
  const path = socketPath(folder);
  if (process.platform !== 'win32' && !isOurs(path)) return undefined;
  const socket = await dial(path);
  return socket && connectionOver(socket);
}

// Beside the temporary files anybody may put a socket of this name; only the owner's is a node's.
function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && (dirname(path) !== tmpdir() || found.uid === process.getuid?.());
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
  receive(socket, (message) => {
    const reply = message as Reply;
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
      const ask = frame({ id, operation, args } satisfies Ask);
      pending.set(id, { resolve: resolveAnswer, reject });
      socket.write(ask);
    });
  return {
    ...reading(ask),
    submit: (transactions) => ask('submit', transactions) as ReturnType<Connection['submit']>,
    close: () => new Promise<void>((done) => (gone ? done() : socket.end(() => done()))),
  };
}
