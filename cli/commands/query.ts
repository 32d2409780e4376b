// `tally query`: asks a view on the committed state; nothing is sent.

import { accountOf } from '../../engine/app/send.ts';
import { ZERO32 } from '../../engine/base/bytes.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { STATUS } from '../../spec/errors.ts';
import { readAsked } from '../asking.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { traced } from '../failing.ts';
import { labelled } from '../labels.ts';
import { failure, showLogs, showResult } from '../outcome.ts';
import { grouped } from '../print.ts';

export const define: Define = (command, run) => {
  command
    .usage('[options] <contract> <method> [values...] [-- --argument value ...]')
    .argument('<contract>', 'name or address of the contract')
    .argument('[method]', 'view; `tally query NAME -- --help` lists them')
    .argument('[values...]', 'arguments in their order')
    .option('--raw <hex>', 'the arguments as bytes, for contracts without ABI; the result is bytes too')
    .allowUnknownOption()
    .action(run(query));
};

const query: Act = async (session, words, options) => {
  const raw = textOption(options, 'raw');
  const asked = await readAsked(session, words, { verb: 'query', raw });
  if (!asked) return undefined;
  const { connection, book, target, method, input, speech } = asked;
  const asker = session.asker();
  const caller = asker ? (await accountOf(connection, asker)).address : ZERO32;
  const answer = await connection.query({ contract: target.address, method, input, caller }, true);
  const { status, output, height, gasUsed } = answer;
  const facts = { height, gasUsed };
  if (status !== STATUS.OK) {
    const trail = answer.capture && !speech ? await traced(session, connection, answer.capture) : undefined;
    throw failure(status, output, { contract: target.name, method, facts, trail, speech });
  }
  const result = await showResult(book, raw === undefined ? target.abi : undefined, method, output, speech);
  const logs = showLogs(book, answer.logs);
  for (const { contract, text } of logs)
    session.output.note(`${labelled(['log'], session.language)[0]} ${contract}: ${text}`);
  const [label, gas] = labelled(['height', 'gas'], session.language);
  session.output.note(`${label} ${grouped(height)}  ${gas} ${grouped(gasUsed)}`);
  session.output.result(
    {
      contract: target.name,
      address: formatAddress('contract', target.address),
      method,
      ...facts,
      result: result.json,
      logs,
    },
    result.text,
  );
  return undefined;
};
