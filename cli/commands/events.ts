// `tally events`: what contracts reported, block by block, decoded by their ABIs.

import { didYouMean } from '../../engine/abi/nearest.ts';
import { equal, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { eventsIn } from '../../engine/client/events.ts';
import { ENGINE_EVENTS } from '../../spec/roles.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { Book } from '../book.ts';
import { type Act, type Define, listOption, type Options, textOption } from '../command.ts';
import { eventDocument, type ShownEvent, showEvents } from '../outcome.ts';
import { counted } from '../print.ts';
import { wholeNumber } from '../session.ts';
import { table } from '../table.ts';
import { abiCache, findContract, type Target } from '../target.ts';

export const define: Define = (command, run) => {
  command
    .argument('[contract]', 'only of this contract')
    .option('--since <height>', 'first block', '0')
    .option('--until <height>', 'last block (default: the newest)')
    .option('--event <name>', 'only events of this name')
    .option('--where <field=value...>', 'only events whose field (name, order.buyer) has this value; all must hold')
    .option('--limit <n>', 'at most so many', '1000')
    .action(run(events));
};

/** An event with the place where it stands. */
interface Found extends ShownEvent {
  readonly height: number;
  readonly transaction: string;
  readonly index: number;
}

const events: Act = async (session, [word], options) => {
  const [limit, since] = [numberOption(options, 'limit')!, numberOption(options, 'since')!];
  const last = numberOption(options, 'until');
  const connection = await session.connect('read');
  const book = await Book.open(session, connection);
  const target = word === undefined ? undefined : await findContract(connection, book, word);
  const only = target?.address;
  const names = new EventNames(textOption(options, 'event'), target);
  const { height } = await connection.info();
  const until = Math.min(last ?? height, height);
  const conditions = conditionsOf(options, book);
  const abiOf = abiCache(connection);
  const found: Found[] = [];
  for (let at = since; at <= until && found.length <= limit; at++) {
    session.output.progress(`block ${at} of ${until}`);
    const block = await connection.block(at);
    for (const { event, height, transaction, index } of block ? eventsIn(block) : []) {
      if ((only && !equal(event.contract, only)) || !names.passes(event.name)) continue;
      const [shown] = await showEvents(book, abiOf, [event]);
      if (conditions.passes(shown!)) found.push({ height, transaction: toHex(transaction), index, ...shown! });
    }
  }
  session.output.progress('');
  const strange = names.unseen();
  if (strange !== undefined) session.output.warn(strange);
  for (const field of conditions.unseen()) session.output.warn(`no event here has a field ${field}`);
  const more = found.length > limit;
  const listed = found.slice(0, limit);
  const rows = listed.map(({ height: at, contract, text }) => [String(at), contract, text]);
  const text = rows.length > 0 ? table(['block', 'contract', 'event'], rows, session.output.colours, [0]) : '';
  session.output.result({ events: listed.map(eventDocument), more }, text);
  session.output.note(`${counted(listed.length, 'event')}${more ? ', and more: raise --limit' : ''}`);
  return undefined;
};

function numberOption(options: Options, name: string): number | undefined {
  const text = textOption(options, name);
  return text === undefined ? undefined : wholeNumber(text, `--${name}`);
}

/** What `--event` asks for, and the names that there are. */
class EventNames {
  private readonly wanted: string | undefined;
  private readonly target: Target | undefined;
  private readonly seen = new Set<string>();

  constructor(wanted: string | undefined, target: Target | undefined) {
    this.wanted = wanted;
    this.target = target;
  }

  passes(name: string): boolean {
    this.seen.add(name);
    return this.wanted === undefined || name === this.wanted;
  }

  /**
   * What there is to say if none passed. Of all contracts nobody knows every name: one may be lawful and only not be here.
   * @throws Usage NAME_UNKNOWN if it is none of the contract's, neither now nor before an upgrade
   */
  unseen(): string | undefined {
    const { wanted, target } = this;
    if (wanted === undefined || this.seen.has(wanted)) return undefined;
    const own = target?.abi?.events.map(({ name }) => name);
    if (own?.includes(wanted) || TX_KINDS.some(({ name }) => wanted === `${ENGINE_EVENTS}${name}`)) return undefined;
    const names = [...new Set([...(own ?? []), ...this.seen])].sort();
    const near = didYouMean(wanted, names) || (names.length === 0 ? '' : `; there are ${names.join(', ')}`);
    if (own !== undefined) throw new Usage('NAME_UNKNOWN', `${target!.name} has no event ${wanted}${near}`);
    return `no event here is called ${wanted}${near}`;
  }
}

/** What `--where` asks for. */
interface Conditions {
  passes(event: ShownEvent): boolean;
  /** Fields that were asked for and that no event had. */
  unseen(): string[];
}

/** @throws Usage USAGE if a condition is not of the form field=value */
function conditionsOf(options: Options, book: Book): Conditions {
  const seen = new Set<string>(['name']);
  const wanted = listOption(options, 'where').map((condition) => {
    const at = condition.indexOf('=');
    if (at < 1) throw new Usage('USAGE', `--where ${JSON.stringify(condition)}: expected field=value`);
    return { field: condition.slice(0, at), value: condition.slice(at + 1) };
  });
  const holds = (event: ShownEvent, field: string, value: string) => {
    const found = field === 'name' ? event.name : partOf(event.fields, field);
    if (found !== undefined) seen.add(field);
    return matches(found, value, book);
  };
  return {
    passes: (event) => wanted.filter(({ field, value }) => !holds(event, field, value)).length === 0,
    unseen: () => wanted.map(({ field }) => field).filter((field) => !seen.has(field)),
  };
}

/** A field, or a field of a struct in it: `order.buyer`. */
function partOf(fields: ShownEvent['fields'], path: string): unknown {
  let found: unknown = fields;
  for (const name of path.split('.')) {
    const holder = typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
    found = Object.hasOwn(holder, name) ? holder[name] : undefined;
  }
  return found;
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
