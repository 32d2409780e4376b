// `tally deploy`: uploads code that is not known yet and makes a contract of it.
import { randomBytes } from 'node:crypto';
import { type Key, keyNames } from '../../engine/app/keys.ts';
import { accountOf, type Sent, send } from '../../engine/app/send.ts';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { AdminPolicy } from '../../engine/base/records.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { hookOf } from '../../engine/client/contract.ts';
import { soleAdmin } from '../../engine/client/transaction.ts';
import { type Artifact, findArtifact } from '../artifact.ts';
import { Book } from '../book.ts';
import { type Act, type Define, type Options, textOption } from '../command.ts';
import { checkRan } from '../failing.ts';
import { gasOption } from '../gas.ts';
import { isFragile } from '../governing/account.ts';
import { policied, policyOf, wordsOf } from '../governing/options.ts';
import type { Place } from '../governing/perform.ts';
import { hexBytes } from '../hex.ts';
import { explainHook, hookInput, hookWords } from '../hook.ts';
import { addName, checkContractName, freeName } from '../names.ts';
import { ensureChain } from '../network.ts';
import { eventDocument, sentFacts, showEvents, showLogs } from '../outcome.ts';
import { fields, grouped } from '../print.ts';
import type { Session } from '../session.ts';
import { abiCache } from '../target.ts';
import { afterUpload, upload } from '../upload.ts';
import { commandLine } from '../words.ts';

export const define: Define = (command, run) => {
  policied(command)
    .usage('[options] <contract> [values...] [-- --argument value ...]')
    .argument('<contract>', 'x.wasm, x.ts, or the name of a built contract')
    .argument('[values...]', 'arguments of init in their order')
    .option('--as <name>', 'name of the new contract')
    .option('--salt <hex>', 'up to 32 bytes that choose its address; random without')
    .option('--immutable', 'nobody may ever upgrade, freeze or end it (default: the sender may)')
    .option('--holds', 'single accounts can be stopped in it')
    .option('--governed', 'if this makes the chain: it asks for roles, and this key has them')
    .option('--gas <n>', 'gas limit; without one the deployment is simulated first')
    .option('--raw <hex>', 'the arguments of init as bytes, for modules without ABI')
    .allowUnknownOption()
    .action(run(deploy));
};

const deploy: Act = async (session, words, options) => {
  const [word, ...values] = words as [string, ...string[]];
  const rest = [...values, ...session.rest];
  const gas = gasOption(options);
  const salt = saltOf(textOption(options, 'salt'));
  const raw = textOption(options, 'raw');
  const artifact = await findArtifact(word, session.output.note);
  if (explainHook(session, artifact, 'init', rest)) return undefined;
  hookWords(artifact.abi, 'init', rest, raw);
  await ensureChain(session, options['governed'] === true);
  const key = session.firstSigner();
  const connection = await session.connect('write');
  const book = await Book.open(session, connection);
  const name = nameFor(session, book, artifact, textOption(options, 'as'));
  const input = hookInput(artifact, 'init', rest, { raw, book });
  const admin = await adminOf({ session, connection, book, options }, key);
  const uploaded = await upload(connection, key, artifact);
  const { codeId, metaId } = artifact;
  const body = { codeId, metaId, salt, admin, holds: options['holds'] === true, invariant: '', template: null, input };
  const method = (artifact.abi && hookOf(artifact.abi, 'init')?.name) ?? 'init';
  const fresh = { name, codeId, metaId, word };
  const sent = await afterUpload(session.output, uploaded, 'contract', async () => {
    const made = await send(connection, key, { kind: 'instantiate', body, gas });
    await checkRan(session, connection, made, { contract: name, method, fresh });
    return made;
  });
  const { chain } = await connection.info();
  addName(session.names, chain, { name, address: sent.receipt.output });
  await report(session, { word, connection, artifact, name, sent, uploaded, rest, options, key });
  return undefined;
};

function saltOf(text: string | undefined): Bytes {
  if (text === undefined) return new Uint8Array(randomBytes(32));
  const bytes = hexBytes(text, '--salt');
  if (bytes.length > 32) throw new Usage('ARGUMENT_TOO_LARGE', `--salt: ${bytes.length} bytes, more than 32`);
  const salt = new Uint8Array(32);
  salt.set(bytes, 32 - bytes.length);
  return salt;
}

function nameFor(session: Session, book: Book, { abi, name }: Artifact, asked: string | undefined): string {
  const taken = [...book.contracts.map((named) => named.name), ...keyNames(session.keys)];
  if (asked === undefined) {
    const plain = (abi?.name ?? name).replaceAll(/[^A-Za-z0-9_.-]/g, '-');
    const free = freeName(plain, taken);
    if (free !== plain)
      session.output.note(
        `${plain} is taken: this makes another contract, ${free}; \`tally upgrade ${plain} ${name}\` is what moves that one to new code`,
      );
    return free;
  }
  checkContractName(asked);
  if (taken.includes(asked)) throw new Usage('NAME_TAKEN', asked);
  return asked;
}

/** Whoever deploys it, unless others are named. */
async function adminOf({ session, connection, book, options }: Place, key: Key): Promise<AdminPolicy> {
  const isNamed = wordsOf(options, 'member').length > 0;
  if (options['immutable'] === true) {
    if (isNamed) throw new Usage('USAGE', '--immutable and --member do not go together');
    return { members: [], threshold: 0, delay: 0 };
  }
  const { address } = await accountOf(connection, key);
  const policy = await policyOf(book, options, soleAdmin(address));
  const [only, ...others] = policy.members;
  if (isNamed && others.length === 0 && (await isFragile(connection, only!)))
    session.output.warn(
      `${book.label(only!)} has one key and no organisation: if it is lost, nobody administers the contract`,
    );
  return policy;
}

interface Deployed {
  /** What was deployed, as it was written. */
  readonly word: string;
  readonly connection: Connection;
  readonly artifact: Artifact;
  readonly name: string;
  readonly sent: Sent;
  readonly uploaded: Sent | undefined;
  readonly rest: readonly string[];
  readonly options: Options;
  readonly key: Key;
}

async function report(session: Session, deployed: Deployed): Promise<void> {
  const { connection, artifact, name, sent, uploaded, key } = deployed;
  const { colours } = session.output;
  // The name is known only now.
  const book = await Book.open(session, connection);
  const events = await showEvents(book, abiCache(connection), sent.receipt.events);
  const logs = showLogs(book, sent.logs);
  const ids = { name, address: formatAddress('contract', sent.receipt.output), codeId: toHex(artifact.codeId) };
  const document = { ...ids, metaId: toHex(artifact.metaId), ...sentFacts(sent), from: key.name };
  const more = { uploaded: uploaded ? sentFacts(uploaded) : null, events: events.map(eventDocument), logs };
  const upload = uploaded ? `${grouped(uploaded.receipt.gasUsed)} for the upload` : 'the code was there';
  const text = fields(
    [
      ['address', ids.address],
      ['code', ids.codeId],
      ['gas', `${grouped(sent.receipt.gasUsed)}, and ${upload}`],
      ...events.map((event) => ['event', `${event.contract}: ${event.text}`] as const),
      ...logs.map((log) => ['log', `${log.contract}: ${log.text}`] as const),
    ],
    colours,
  );
  session.output.result(
    { ...document, ...more },
    `${colours.green('✓')} ${name}  block ${grouped(sent.place!.height)}\n${text}`,
  );
  session.output.note(`again: ${again(deployed)}`);
}

function again({ word, name, rest, options, key }: Deployed): string {
  const valued = ['as', 'salt', 'threshold', 'delay', 'gas', 'raw', 'chain'].flatMap((option) => {
    const value = option === 'as' ? name : textOption(options, option);
    return value === undefined ? [] : [`--${option}`, value];
  });
  const members = wordsOf(options, 'member');
  const plain = ['immutable', 'holds'].filter((option) => options[option] === true).map((option) => `--${option}`);
  const flags = [...valued, ...plain, ...(members.length > 0 ? ['--member', ...members] : [])];
  const behind = rest.length === 0 ? [] : ['--', ...rest];
  return commandLine(['tally', 'deploy', word, ...flags, '--from', key.name, '--no-input', ...behind]);
}
