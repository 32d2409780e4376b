// `tally schedule`: calls that the chain makes later, in the name of who asked for them.
import { toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { RecordOf } from '../../engine/base/records.ts';
import { topRecords } from '../../engine/client/records.ts';
import { encodedBody } from '../../engine/client/transaction.ts';
import { readAsked } from '../asking.ts';
import { showBody } from '../body.ts';
import { type Act, type Define, type Options, textOption } from '../command.ts';
import { needed, numberOf } from '../governing/options.ts';
import { type Place, perform } from '../governing/perform.ts';
import { openPlace } from '../governing/place.ts';
import { grouped } from '../print.ts';
import { FEWEST, shortId } from '../proposals.ts';
import { timeText, toldText } from '../recorded.ts';
import { type Session, wholeNumber } from '../session.ts';
import { table } from '../table.ts';

export const define: Define = (command, run) => {
  command.helpCommand(false);
  command
    .command('add')
    .description(
      'has the chain call a contract later: tally schedule add --height 20 --gas 5000000 -- token transfer bob 5',
    )
    .usage('(--at <time> | --height <h>) --gas <n> [options] -- <contract> <method> [values...]')
    .option('--at <time>', 'not before this time: 2030-01-31T12:00:00Z, or milliseconds since 1970')
    .option('--height <h>', 'in this block, or the first one that is made then')
    .option('--gas <n>', 'gas limit of the call, which is paid now')
    .option('--dry-run', 'simulate only')
    .action(run(add));
  command.command('list').description('what is scheduled, next first').action(run(list));
  command
    .command('cancel')
    .description('takes it back before it is done')
    .argument('<id>', 'first digits of its id, 8 at least')
    .option('--dry-run', 'simulate only')
    .action(run(cancel));
};

const add: Act = async (session, _, options) => {
  const due = dueOf(options);
  const gasLimit = wholeNumber(needed(options, 'gas'), '--gas');
  if (session.rest.length < 2)
    throw new Usage('USAGE', 'what? its words stand behind --: -- CONTRACT METHOD [values...]');
  session.signer();
  const [contract, method, ...values] = session.rest as [string, string, ...string[]];
  const words: Session = Object.create(session, { rest: { value: [] } });
  const asked = await readAsked(words, [contract, method, ...values], { verb: 'call', raw: undefined });
  if (!asked) return undefined;
  const { connection, book, target, input } = asked;
  const call = encodedBody('call', { to: target.address, method, input });
  // The gas limit of the options is that of the call; what schedules it is simulated.
  const { gas: __, ...rest } = options;
  await perform(
    { session, connection, book, options: rest },
    {
      kind: 'schedule',
      body: { ...due, gasLimit, ...call },
      what: `schedule ${target.name}.${method} ${dueText(due)}`,
      more: async ({ receipt }) => ({
        rows: [['id', shortId(receipt.output) || undefined]],
        document: { id: toHex(receipt.output), ...due },
      }),
    },
  );
  return undefined;
};

type Due = Pick<RecordOf<'ScheduleRecord'>, 'byTime' | 'due'>;

/** @throws Usage USAGE unless exactly one of both is there */
function dueOf(options: Options): Due {
  const [at, height] = [textOption(options, 'at'), numberOf(options, 'height')];
  if ((at === undefined) === (height === undefined)) throw new Usage('USAGE', 'when? either --at TIME or --height H');
  if (height !== undefined) return { byTime: false, due: height };
  const time = /^\d+$/.test(at!) ? Number(at) : Date.parse(at!);
  if (!Number.isSafeInteger(time) || time < 0) throw new Usage('USAGE', `--at ${JSON.stringify(at)} is no time`);
  return { byTime: true, due: time };
}

function dueText({ byTime, due }: Due): string {
  if (!byTime) return `for block ${grouped(due)}`;
  return `for ${timeText(due)}`;
}

const list: Act = async (session, _, options) => {
  const place = await openPlace(session, options, 'read');
  const { connection, book } = place;
  const found = (await topRecords(connection, 'schedule')).map(({ record }) => record);
  await book.learn(found.map(({ creator }) => creator));
  const rows: string[][] = [];
  const document: object[] = [];
  for (const record of found) {
    const { id, byTime, due, creator, gasLimit } = record;
    const { what, shown } = await whatOf(place, record);
    rows.push([shortId(id), dueText(record), book.label(creator), what, grouped(gasLimit)]);
    document.push({ id: toHex(id), byTime, due, creator: book.text(creator), gasLimit, ...shown });
  }
  const text = rows.length === 0 ? '' : table(['id', 'due', 'by', 'what', 'gas'], rows, session.output.colours, [4]);
  session.output.result({ scheduled: document }, text);
  if (rows.length === 0) session.output.note('nothing is scheduled');
  return undefined;
};

async function whatOf({ connection, book }: Place, { kind, body }: Pick<RecordOf<'ScheduleRecord'>, 'kind' | 'body'>) {
  const { abi: _, fields, ...shown } = await showBody(connection, book, { kind, body });
  const words = shown.contract === undefined ? '' : [shown.contract, shown.method].filter(Boolean).join('.');
  const what = [shown.kind === 'call' ? '' : shown.kind, words, fields ? toldText(fields) : '']
    .filter(Boolean)
    .join(' ');
  return { what, shown };
}

const cancel: Act = async (session, [word], options) => {
  const place = await openPlace(session, options, 'write');
  const digits = word!.toLowerCase().replace(/…$/, '');
  if (digits.length < FEWEST || !/^[0-9a-f]+$/.test(digits))
    throw new Usage('ARGUMENT_TYPE', `id: expected ${FEWEST} or more hexadecimal digits, got ${JSON.stringify(word)}`);
  const all = (await topRecords(place.connection, 'schedule')).map(({ record }) => record);
  const found = all.filter(({ id }) => toHex(id).startsWith(digits));
  if (found.length > 1) throw new Usage('ID_AMBIGUOUS', word!);
  if (found.length === 0)
    throw new Usage('NAME_UNKNOWN', `nothing scheduled has the id ${word}; \`tally schedule list\` shows what is`);
  const { byTime, due, id } = found[0]!;
  await perform(place, {
    kind: 'unschedule',
    body: { byTime, due, id },
    what: `take back what was scheduled ${dueText({ byTime, due })}`,
  });
  return undefined;
};
