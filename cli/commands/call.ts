// `tally call`: a transaction that calls a method.

import { type Sent, send } from '../../engine/app/send.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { readAsked } from '../asking.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { checkRan } from '../failing.ts';
import { gasOption } from '../gas.ts';
import { labelledRows, placeText } from '../labels.ts';
import { eventDocument, type Shown, type ShownEvent, sentFacts, showEvents, showLogs, showResult } from '../outcome.ts';
import { fields } from '../print.ts';
import type { Session } from '../session.ts';
import { abiCache } from '../target.ts';

export const define: Define = (command, run) => {
  command
    .usage('[options] <contract> <method> [values...] [-- --argument value ...]')
    .argument('<contract>', 'name or address of the contract')
    .argument('[method]', 'method; `tally call NAME -- --help` lists them')
    .argument('[values...]', 'arguments in their order')
    .option('--gas <n>', 'gas limit; without one the call is simulated first')
    .option('--raw <hex>', 'the arguments as bytes, for contracts without ABI')
    .option('--dry-run', 'simulate only')
    .allowUnknownOption()
    .action(run(call));
};

const call: Act = async (session, words, options) => {
  const gas = gasOption(options);
  const asked = await readAsked(session, words, { verb: 'call', raw: textOption(options, 'raw') });
  if (!asked) return undefined;
  const { connection, book, target, method, input, speech } = asked;
  const sent = await send(connection, session.signer(), {
    kind: 'call',
    body: { to: target.address, method, input },
    gas,
    dryRun: options['dryRun'] === true,
  });
  await checkRan(session, connection, sent, { contract: target.name, method, speech });
  const raw = options['raw'] !== undefined;
  const result = await showResult(book, raw ? undefined : target.abi, method, sent.receipt.output, speech);
  const spoken = { contract: target.address, speech };
  const events = await showEvents(book, abiCache(connection), sent.receipt.events, spoken);
  const logs = showLogs(book, sent.logs);
  const document = {
    contract: target.name,
    address: formatAddress('contract', target.address),
    method,
    ...sentFacts(sent),
    result: result.json,
    events: events.map(eventDocument),
    logs,
  };
  session.output.result(document, textOf(session, sent, `${target.name}.${method}`, { result, events, logs }));
  return undefined;
};

interface Told {
  readonly result: Shown;
  readonly events: readonly ShownEvent[];
  readonly logs: ReturnType<typeof showLogs>;
}

function textOf({ output, language }: Session, sent: Sent, what: string, { result, events, logs }: Told): string {
  const { colours } = output;
  const head = `${colours.green('✓')} ${what}  ${placeText(sent, language)}`;
  const rows = labelledRows(
    [
      ['result', result.text === '' ? undefined : result.text],
      ...events.map(({ contract, text }) => ['event', `${contract}: ${text}`] as const),
      ...logs.map(({ contract, text }) => ['log', `${contract}: ${text}`] as const),
      ['tx', sent.place && toHex(sent.place.id)],
    ],
    language,
  );
  return [head, fields(rows, colours)].filter(Boolean).join('\n');
}
