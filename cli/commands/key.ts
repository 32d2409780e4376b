// `tally key`: keys in .tally/keys, one file each.
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createKey, importKey, type Key, listKeys, loadKey, parseSecretKey } from '../../engine/app/keys.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Text } from '../../engine/template/text.ts';
import type { Act, Define } from '../command.ts';
import { labelled, labelledRows } from '../labels.ts';
import { fields } from '../print.ts';
import { DEFAULT_KEY, type Session } from '../session.ts';
import { table } from '../table.ts';

export const define: Define = (command, run) => {
  command.helpCommand(false);
  command.command('new').description('makes a key').argument('<name>').action(run(make));
  command.command('list').description('lists the keys').action(run(list));
  command
    .command('show')
    .description('shows address and public key')
    .argument('[name]', '', DEFAULT_KEY)
    .action(run(show));
  command
    .command('import')
    .description('keeps a secret key, 64 hexadecimal digits, from a file or standard input')
    .argument('<name>')
    .argument('[file]', 'a file, or - for standard input', '-')
    .action(run(bring));
  command.command('export').description('prints the secret key').argument('<name>').action(run(give));
};

function documentOf({ name, address, publicKey }: Key) {
  return { name, address: formatAddress('account', address), scheme: 'ed25519', publicKey: toHex(publicKey) };
}

function print({ output, language }: Session, key: Key, mark = ''): undefined {
  const document = documentOf(key);
  const rows = fields(
    labelledRows(
      [
        ['address', document.address],
        ['public', document.publicKey],
      ],
      language,
    ),
    output.colours,
  );
  output.result(document, `${mark}${key.name}\n${rows}`);
  return undefined;
}

const make: Act = async (session, [name]) => {
  return print(session, createKey(session.keys, name!), `${session.output.colours.green('✓')} `);
};

const NONE: Text = { en: 'no keys; `tally key new NAME` makes one', zh: '没有密钥；用 `tally key new 名称` 新建' };

const list: Act = async ({ keys, output, language }) => {
  const found = listKeys(keys).map(documentOf);
  const rows = found.map(({ name, address }) => [name, address]);
  output.result(
    { keys: found },
    rows.length > 0 ? table(labelled(['name', 'address'], language), rows, output.colours) : '',
  );
  if (rows.length === 0) output.note(NONE[language]);
  return undefined;
};

const show: Act = async (session, [name = DEFAULT_KEY]) => print(session, loadKey(session.keys, name));

const bring: Act = async (session, [name, file = '-']) => {
  const key = importKey(session.keys, name!, parseSecretKey(await readText(file)));
  return print(session, key, `${session.output.colours.green('✓')} `);
};

// Standard input is awaited: while a read blocks, Ctrl-C would not be heard.
async function readText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Usage('FILE_UNREADABLE', `${file} (${(error as NodeJS.ErrnoException).code})`);
  }
}

const SECRET: Text = { en: 'whoever has this secret signs in your name', zh: '持有此密钥者即可以您的名义签名' };

const give: Act = async ({ keys, output, language }, [name]) => {
  const key = loadKey(keys, name!);
  output.warn(SECRET[language]);
  output.result({ ...documentOf(key), secretKey: toHex(key.secretKey) }, toHex(key.secretKey));
  return undefined;
};
