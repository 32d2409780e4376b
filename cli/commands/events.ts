// `tally events`: what contracts reported, block by block, decoded by their ABIs.

import { type Bytes, equal, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { StoredBlock } from '../../engine/client/connection.ts';
import { STATUS } from '../../spec/errors.ts';
import { Book } from '../book.ts';
import { type Act, type Define, type Options, textOption } from '../command.ts';
import { eventDocument, type ShownEvent, showEvents } from '../outcome.ts';
import { counted } from '../print.ts';
import { wholeNumber } from '../session.ts';
import { table } from '../table.ts';
import { abiCache, findContract } from '../target.ts';

export const define: Define = (command, run) => {
  command
    .argument('[contract]', 'only of this contract')
    .option('--since <height>', 'first block', '0')
    .option('--until <height>', 'last block (default: the newest)')
    .option('--where <field=value...>', 'only events whose field has this value; all must hold')
    .option('--limit <n>', 'at most so many', '1000')
    .action(run(events));
};

/** An event with the place where it stands. */
interface Found extends ShownEvent {
  readonly height: number;
  readonly transaction: string;
  readonly index: number;
}

type Filter = (event: ShownEvent) => boolean;

const events: Act = async (session, [word], options) => {
  const [limit, since] = [numberOption(options, 'limit')!, numberOption(options, 'since')!];
  const last = numberOption(options, 'until');
  const connection = await session.connect('read');
  const book = await Book.open(session, connection);
  const only = word === undefined ? undefined : (await findContract(connection, book, word)).address;
  const { height } = await connection.info();
  const until = Math.min(last ?? height, height);
  const passes = filterOf(options['where'], book);
  const abiOf = abiCache(connection);
  const found: Found[] = [];
  for (let at = since; at <= until && found.length <= limit; at++) {
    session.output.progress(`block ${at} of ${until}`);
    const block = await connection.block(at);
    for (const { own, ...place } of eventsIn(block, only)) {
      const [shown] = await showEvents(book, abiOf, [own]);
      if (passes(shown!)) found.push({ ...place, ...shown! });
    }
  }
  session.output.progress('');
  const more = found.length > limit;
  const listed = found.slice(0, limit);
  const rows = listed.map(({ height: at, contract, text }) => [String(at), contract, text]);
  const text = rows.length > 0 ? table(['block', 'contract', 'event'], rows, session.output.colours, [0]) : '';
  session.output.result({ events: listed.map(eventDocument), more }, text);
  session.output.note(`${counted(listed.length, 'event')}${more ? ', and more: raise --limit' : ''}`);
  return undefined;
};

function* eventsIn(block: StoredBlock | undefined, only: Bytes | undefined) {
  for (const receipt of block?.receipts ?? []) {
    if (receipt.status !== STATUS.OK) continue;
    for (const [index, own] of receipt.events.entries()) {
      if (only && !equal(own.contract, only)) continue;
      yield { height: block!.header.height, transaction: toHex(receipt.txId), index, own };
    }
  }
}

function numberOption(options: Options, name: string): number | undefined {
  const text = textOption(options, name);
  return text === undefined ? undefined : wholeNumber(text, `--${name}`);
}

/** @throws Usage USAGE if a condition is not of the form field=value */
function filterOf(conditions: unknown, book: Book): Filter {
  const tests = ((conditions ?? []) as string[]).map((condition): Filter => {
    const at = condition.indexOf('=');
    if (at < 1) throw new Usage('USAGE', `--where ${JSON.stringify(condition)}: expected field=value`);
    const [field, wanted] = [condition.slice(0, at), condition.slice(at + 1)];
    return (event) => (field === 'name' ? event.name === wanted : matches(event.fields?.[field], wanted, book));
  });
  return (event) => tests.every((test) => test(event));
}

// A name stands for its address, whether it is a key or a contract.
function matches(value: unknown, wanted: string, book: Book): boolean {
  if (value === undefined) return false;
  if (String(value) === wanted) return true;
  try {
    return value === book.text(book.resolve(wanted));
  } catch (error) {
    if (error instanceof Usage) return false;
    throw error;
  }
}
