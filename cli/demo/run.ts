// The demonstration from end to end: file, contracts, chain, steps, books, and the replay in a second process.
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Fault } from '../../engine/base/errors.ts';
import type { ChainInfo, Connection } from '../../engine/client/connection.ts';
import type { Founding } from '../../engine/ledger/genesis.ts';
import type { Text } from '../../engine/template/text.ts';
import { type BookEntry, readBooks } from './books.ts';
import { type Artifacts, buildContracts, deployContracts } from './contracts.ts';
import { type Executed, execute } from './execute.ts';
import { readInvoices, samplePath } from './file.ts';
import { checkFresh, type DemoFolder, freshFolder } from './folder.ts';
import type { Checked } from './invoice.ts';
import { FINANCIERS, makeKeys, OPERATOR, partiesOf } from './parties.ts';
import { makePlan, type PartyId, type Plan } from './plan.ts';
import { type Replayed, type RunTally, replayApart } from './replay.ts';
import { NOTES, stageNote } from './text.ts';

export interface DemoOptions {
  /** CSV file; the sample without it. */
  readonly csv?: string | undefined;
  readonly skipBad?: boolean | undefined;
  /** Folder to make; among the temporary files without it. */
  readonly dir?: string | undefined;
}

/** How the demonstration tells what it does, and what it uses of the process around it. */
export interface DemoSurroundings {
  /** A step that is done. */
  readonly note: (text: Text) => void;
  /** A step that is under way. */
  readonly progress: (text: Text) => void;
  /** Makes a chain in a folder and connects to write. */
  readonly found: (folder: string, founding: Founding) => Promise<Connection>;
  readonly runTally: RunTally;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
}

/** Everything that the report tells. */
export interface DemoResult {
  readonly csv: string;
  readonly checked: Checked;
  readonly folder: DemoFolder;
  readonly artifacts: Artifacts;
  readonly parties: readonly PartyId[];
  readonly plan: Plan;
  readonly executed: Executed;
  readonly books: readonly BookEntry[];
  /** Where the chain stood at the end; transactions and gas of all of it, deployment included. */
  readonly head: ChainInfo;
  readonly transactions: number;
  readonly gasUsed: number;
  readonly replayed: Replayed;
}

const DAY = 86_400_000;

/** @throws Usage CSV_ROW, FILE_UNREADABLE, FILE_EXISTS; CompileError; Failed; Reject; Fault DIVERGED and others */
export async function runDemo(options: DemoOptions, around: DemoSurroundings): Promise<DemoResult> {
  const csv = options.csv === undefined ? await samplePath() : resolve(options.csv);
  const checked = readInvoices(csv, options.skipBad === true);
  if (options.dir !== undefined) checkFresh(resolve(options.dir));
  around.note(NOTES.read(checked.invoices.length, csv));
  const today = Math.floor(around.clock() / DAY);
  const plan = makePlan(checked.invoices, { operator: OPERATOR, financiers: FINANCIERS, today });
  around.progress(NOTES.building);
  const artifacts = await buildContracts();
  around.note(NOTES.built);
  const folder = freshFolder(options.dir);
  const done = await onChain(folder, around, (connection) => work(connection, { folder, artifacts, plan }, around));
  around.progress(NOTES.replaying);
  const replayed = await replayApart(around.runTally, folder.chain, done.head);
  if (replayed.gasUsed !== done.gasUsed || replayed.transactions !== done.transactions) {
    throw new Fault('DIVERGED', `${replayed.transactions} transactions and ${replayed.gasUsed} gas in all`);
  }
  return { csv, checked, folder, artifacts, plan, replayed, ...done };
}

async function onChain<T>(
  folder: DemoFolder,
  around: DemoSurroundings,
  act: (connection: Connection) => Promise<T>,
): Promise<T> {
  const salt = new Uint8Array(randomBytes(32));
  const connection = await around.found(folder.chain, { name: 'demo', salt, time: around.clock(), accounts: [] });
  around.note(NOTES.made(folder.dir));
  try {
    return await act(connection);
  } finally {
    await connection.close();
  }
}

type Worked = Pick<DemoResult, 'parties' | 'executed' | 'books' | 'head' | 'transactions' | 'gasUsed'>;
type Prepared = Pick<DemoResult, 'folder' | 'artifacts' | 'plan'>;

async function work(connection: Connection, prepared: Prepared, around: DemoSurroundings): Promise<Worked> {
  const { folder, artifacts, plan } = prepared;
  const parties = partiesOf(plan);
  const keys = makeKeys(folder.keys, parties);
  let [transactions, gasUsed] = [0, 0];
  const ran = ({ receipt }: { receipt: { gasUsed: number } }) => {
    transactions += 1;
    gasUsed += receipt.gasUsed;
  };
  const operator = keys.get(OPERATOR)!;
  const deployment = await deployContracts({ connection, operator, artifacts, names: folder.names, ran }, plan.sums);
  around.note(NOTES.deployed([...deployment.keys()]));
  const executed = await execute(
    {
      connection,
      keys,
      deployment,
      progress: ({ kind, steps }, done) => {
        const tell = done < steps.length ? around.progress : around.note;
        tell(stageNote(kind, done, steps.length));
      },
    },
    plan.stages,
  );
  const holders = [...keys.values()].map((key) => key.address);
  const books = await readBooks(connection, deployment, holders, plan.sums);
  checkBooks(books);
  const head = await connection.info();
  return {
    parties,
    executed,
    books,
    head,
    transactions: transactions + executed.transactions,
    gasUsed: gasUsed + executed.gasUsed,
  };
}

function checkBooks(books: readonly BookEntry[]): void {
  const wrong = books.find(({ expected, found }) => expected !== found);
  if (!wrong) return;
  const { currency, what, expected, found } = wrong;
  throw new Fault('ENGINE', `${what} in ${currency} is ${found} minor units, not ${expected}`);
}
