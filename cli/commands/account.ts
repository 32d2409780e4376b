// `tally account`: what the chain knows of an account, its keys, and stopping it.
import { accountOf } from '../../engine/app/send.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { keyLabel, losesAll, newKeys } from '../governing/account.ts';
import { numberOf, sendable, wordsOf } from '../governing/options.ts';
import { type Place, perform } from '../governing/perform.ts';
import { openPlace } from '../governing/place.ts';
import { counted, fields } from '../print.ts';

type Deed = (place: Place, words: readonly string[]) => Promise<undefined>;

export const define: Define = (command, run) => {
  command.helpCommand(false);
  const shown = command.command('show').description('keys, organisation, and what the loss of a key would mean');
  shown.argument('[who]', 'a key or an address (default: the key that signs)').action(run(acting('read', show)));
  sendable(command.command('keys').description('gives the account of --from other keys'))
    .option('--key <name...>', 'key files here: all keys that it is to have, those that stay too')
    .option('--threshold <k>', 'how many of them must sign (default 1)')
    .action(run(acting('write', changeKeys)));
  sendable(command.command('suspend').description('stops an account everywhere; for regulators').argument('<who>'))
    .option('--reason <text>', 'why, for everybody')
    .action(run(acting('write', suspend)));
  sendable(command.command('restore').description('lets it go on').argument('<who>')).action(
    run(acting('write', restore)),
  );
};

const acting =
  (need: 'read' | 'write', deed: Deed): Act =>
  async (session, words, options) =>
    deed(await openPlace(session, options, need), words);

const show: Deed = async (place, [who]) => {
  const { session, connection, book } = place;
  const address = who === undefined ? (await accountOf(connection, session.signer())).address : await book.party(who);
  const record = await connection.account(address);
  const { nonce, keys, threshold, organisation, joining, frozen } = record;
  await book.learn([address, ...(organisation ? [organisation] : []), ...(joining ? [joining] : [])]);
  const text = formatAddress('account', address);
  const isFragile = losesAll(record);
  const document = {
    name: book.nameOf(address) ?? null,
    address: text,
    nonce,
    keys: keys.map(({ scheme, key }) => ({ scheme, key: toHex(key), name: keyLabel(place, key) })),
    threshold,
    organisation: organisation && book.text(organisation),
    joining: joining && book.text(joining),
    suspended: frozen,
    fragile: isFragile,
  };
  const names = keys.map(({ key }) => keyLabel(place, key)).toSorted();
  const rows = fields(
    [
      ['name', book.nameOf(address)],
      ['address', text],
      ['sent', counted(nonce, 'transaction')],
      ['keys', keys.length === 0 ? 'the one that its address is made of' : `${threshold} of ${names.join(', ')}`],
      ['organisation', organisation ? book.label(organisation) : joining ? `asks ${book.label(joining)}` : 'none'],
      ['state', frozen ? 'suspended: it sends nothing, and its approvals do not count' : undefined],
    ],
    session.output.colours,
  );
  session.output.result(document, rows);
  if (isFragile) session.output.warn(warningFor(keys.length, joining !== null));
  return undefined;
};

function warningFor(keys: number, isAsking: boolean): string {
  const lost = keys > 1 ? 'whoever loses one of its keys loses the account' : 'whoever loses its key loses the account';
  return `${lost}: ${isAsking ? 'the organisation has not admitted it yet' : 'add keys (`tally account keys`) or join an organisation'}`;
}

const changeKeys: Deed = async (place, _) => {
  const { session, connection, options } = place;
  const names = wordsOf(options, 'key');
  if (names.length === 0) throw new Usage('USAGE', 'which keys? --key NAME...: all that it is to have');
  const { address } = await accountOf(connection, session.signer());
  // A proof of a key that it has already is not looked at.
  const keys = await newKeys(place, names, address);
  const threshold = numberOf(options, 'threshold') ?? 1;
  await place.book.learn([address]);
  const what = `give ${place.book.label(address)} ${counted(keys.length, 'key')}, ${threshold} of which must sign`;
  await perform(place, { kind: 'keys', body: { keys, threshold }, what });
  return undefined;
};

const suspend: Deed = async (place, [who]) => {
  const reason = textOption(place.options, 'reason');
  if (reason === undefined) throw new Usage('USAGE', 'why? --reason TEXT tells everybody');
  const account = await place.book.party(who!);
  await perform(place, { kind: 'suspend', body: { account, reason }, what: `suspend ${place.book.label(account)}` });
  return undefined;
};

const restore: Deed = async (place, [who]) => {
  const account = await place.book.party(who!);
  await perform(place, { kind: 'restore', body: { account }, what: `restore ${place.book.label(account)}` });
  return undefined;
};
