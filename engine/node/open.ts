// The ways into a chain folder: make one, connect to it, serve it.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, Usage } from '../base/errors.ts';
import type { ChainInfo, Connection } from '../client/connection.ts';
import type { Founding } from '../ledger/genesis.ts';
import { type AskChain, sequenced } from './connection.ts';
import { Desk } from './desk.ts';
import { Executor } from './fork.ts';
import { keepSchedule, scrubIdly } from './idle.ts';
import { LocalChain } from './local.ts';
import { SETTINGS, type Settings } from './settings.ts';
import { Signatures } from './signatures.ts';
import { dialSocket, serveSocket, socketPath } from './socket.ts';
import { storeFault } from './store.ts';

/** How long to wait for a folder that another command is using for a moment, in milliseconds. */
const PATIENCE = 15_000;

/** Whether the folder holds a chain. */
export function holdsChain(folder: string): boolean {
  return existsSync(join(folder, 'store', 'CURRENT'));
}

/**
 * Makes a chain in the folder, with block 0: whole or not at all. The folder must be empty or absent.
 * @throws Usage FILE_EXISTS, Fault
 */
export async function createChain(folder: string, founding: Founding): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Usage('FILE_EXISTS', folder);
  const making = `${resolve(folder)}.${process.pid}.new`;
  try {
    const chain = await LocalChain.create(making, founding);
    await chain.close();
    renameSync(making, folder);
  } catch (error) {
    throw isTaken(error) ? new Usage('FILE_EXISTS', folder) : error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && ['ENOTEMPTY', 'EEXIST'].includes((error as { code?: string }).code ?? '');
}

/**
 * Connects to the chain of a folder: through node.sock if the folder is in use, otherwise by opening it. To read, it is
 * opened in this process; to write, an executor is forked and node.sock is served until the connection is closed.
 * @throws Fault NO_GENESIS, STORE_*, SPEC_MISMATCH
 */
export async function connect(folder: string, need: 'read' | 'write'): Promise<Connection> {
  return patiently(async () => {
    const socket = await dialSocket(folder);
    if (socket && (await answers(socket))) return socket;
    return need === 'read' ? openHere(folder) : (await startNode(folder)).connection;
  });
}

/** Whether a node is there for more than to take this connection: it may be closing, and then the folder is soon free. */
function answers(connection: Connection): Promise<boolean> {
  return connection.info().then(
    () => true,
    () => false,
  );
}

/** Tries again for a while what fails because another command holds the folder. */
export async function patiently<T>(open: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof Fault) || error.id !== 'STORE_LOCKED' || Date.now() > until) throw error;
      await sleep(50);
    }
  }
}

/** A connection to a chain that is opened in this process and not served to others. Also for embedding and for tests. */
export async function openHere(folder: string): Promise<Connection> {
  return connectionTo(await LocalChain.open(folder));
}

/** A connection to a chain that is open in this process. */
export function connectionTo(chain: LocalChain): Connection {
  const desk = new Desk(chain);
  // Copies, as another process would get them: whoever asks may do with answers what he likes.
  const ask: AskChain = async (operation, ...args) => structuredClone(await desk.ask(operation, args));
  return sequenced(ask, chain.genesis.blockGas, { release: () => desk.close() });
}

/** A node that serves a folder until it is closed or its executor dies. */
export interface RunningNode {
  readonly connection: Connection;
  /** Resolves when the executor has ended: with the fault that ended it, or with nothing if it was closed. */
  readonly closed: Promise<Fault | undefined>;
  /** The executor's process id. */
  readonly executor: number;
  close(): Promise<void>;
}

/** Forks an executor on the folder and serves node.sock. @throws Fault */
export async function startNode(folder: string, settings: Settings = SETTINGS): Promise<RunningNode> {
  const executor = await Executor.start(folder, [], settings);
  let closing = false;
  const idle = new AbortController();
  const closed = new Promise<Fault | undefined>((resolve) =>
    executor.process.once('exit', () => resolve(closing ? undefined : executor.dead)),
  );
  const ask: AskChain = (operation, ...args) => executor.ask(operation, ...args);
  let socket: { close(): Promise<void> } | undefined;
  const { genesis } = (await ask('info')) as ChainInfo;
  const signatures = new Signatures(settings.signatures);
  const release = () => {
    closing = true;
    idle.abort();
    signatures.close();
    return executor.close();
  };
  const drain = async () => socket?.close();
  const connection = sequenced(ask, genesis.blockGas, { drain, release }, signatures);
  try {
    socket = await serveSocket(folder, connection);
  } catch (error) {
    await executor.close();
    throw storeFault(error, socketPath(folder));
  }
  // Whoever comes now must open the folder anew, and not be sent to an executor that is no more.
  void closed.then(() => socket.close());
  if (settings.scrub > 0) void scrubIdly(ask, settings.scrub, idle.signal);
  void keepSchedule(() => connection.makeDue(), idle.signal);
  return { connection, closed, executor: executor.process.pid!, close: () => connection.close() };
}
