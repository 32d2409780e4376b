// `tally upgrade`: moves a contract to other code; its address and storage stay.
import { checkStorage } from '../../engine/abi/upgrade.ts';
import { type Sent, send } from '../../engine/app/send.ts';
import { equal, toHex } from '../../engine/base/bytes.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { hookOf } from '../../engine/client/contract.ts';
import { type Artifact, findArtifact } from '../artifact.ts';
import { Book } from '../book.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { checkRan } from '../failing.ts';
import { gasOption } from '../gas.ts';
import { explainHook, hookInput, hookWords } from '../hook.ts';
import { eventDocument, sentFacts, showEvents, showLogs } from '../outcome.ts';
import { fields, grouped } from '../print.ts';
import type { Session } from '../session.ts';
import { abiCache, findContract, type Target } from '../target.ts';
import { upload } from '../upload.ts';

export const define: Define = (command, run) => {
  command
    .usage('[options] <contract> <code> [values...] [-- --argument value ...]')
    .argument('<contract>', 'name or address of the contract')
    .argument('<code>', 'x.wasm, x.ts, or the name of a built contract')
    .argument('[values...]', 'arguments of migrate in their order')
    .option('--gas <n>', 'gas limit; without one the upgrade is simulated first')
    .option('--allow-storage-changes', 'even if the new code does not find or read what is stored')
    .option('--raw <hex>', 'the arguments of migrate as bytes, for modules without ABI')
    .allowUnknownOption()
    .action(run(upgrade));
};

const upgrade: Act = async (session, words, options) => {
  const [word, code, ...values] = words as [string, string, ...string[]];
  const rest = [...values, ...session.rest];
  const gas = gasOption(options);
  const raw = textOption(options, 'raw');
  const artifact = await findArtifact(code, session.output.note);
  if (explainHook(session, artifact, 'migrate', rest)) return undefined;
  hookWords(artifact.abi, 'migrate', rest, raw);
  const key = session.signer();
  const connection = await session.connect('write');
  const book = await Book.open(session, connection);
  const target = await findContract(connection, book, word);
  if (equal(target.record.codeId, artifact.codeId)) session.output.warn(`${target.name} has this code already`);
  const losses = checkStorage(target.abi, artifact.abi, options['allowStorageChanges'] === true);
  for (const { field, why } of losses) session.output.warn(`${field} ${why}`);
  const input = hookInput(artifact, 'migrate', rest, { raw, book });
  const uploaded = await upload(connection, key, artifact);
  const { codeId, metaId } = artifact;
  const body = { contract: target.address, codeId, metaId, breaking: false, input };
  const sent = await send(connection, key, { kind: 'upgrade', body, gas });
  const method = (artifact.abi && hookOf(artifact.abi, 'migrate')?.name) ?? 'upgrade';
  const fresh = { name: target.name, codeId, metaId, word: code };
  await checkRan(session, connection, sent, { contract: target.name, method, fresh });
  await report(session, { connection, book, target, artifact, uploaded, sent });
  return undefined;
};

interface Upgraded {
  readonly connection: Connection;
  readonly book: Book;
  readonly target: Target;
  readonly artifact: Artifact;
  readonly uploaded: Sent | undefined;
  readonly sent: Sent;
}

async function report({ output }: Session, { connection, book, target, artifact, uploaded, sent }: Upgraded) {
  const events = await showEvents(book, abiCache(connection), sent.receipt.events);
  const { revision } = (await connection.contract(target.address))!;
  const [before, codeId] = [toHex(target.record.codeId), toHex(artifact.codeId)];
  const ids = { name: target.name, address: formatAddress('contract', target.address), before, codeId };
  const document = {
    ...ids,
    metaId: toHex(artifact.metaId),
    revision,
    ...sentFacts(sent),
    uploaded: uploaded ? sentFacts(uploaded) : null,
    events: events.map(eventDocument),
    logs: showLogs(book, sent.logs),
  };
  const text = fields(
    [
      ['before', before],
      ['code', codeId],
      ['revision', String(revision)],
      ['gas', grouped(sent.receipt.gasUsed)],
      ...events.map((event) => ['event', `${event.contract}: ${event.text}`] as const),
    ],
    output.colours,
  );
  output.result(document, `${output.colours.green('✓')} ${target.name}  block ${grouped(sent.place!.height)}\n${text}`);
}
