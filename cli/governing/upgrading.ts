// Other code for a contract: what it would break, and the ways to it: at once, in steps, or back to what it was.
import { compatibility, type Finding } from '../../engine/abi/upgrade.ts';
import { abiOf } from '../../engine/app/abis.ts';
import { type Bytes, equal, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { decode, type RecordOf } from '../../engine/base/records.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { hookOf } from '../../engine/client/contract.ts';
import { topRecords } from '../../engine/client/records.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { type Artifact, findArtifact } from '../artifact.ts';
import { Book } from '../book.ts';
import { type Options, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import { explainHook, hookInput, hookWords } from '../hook.ts';
import { sentFacts } from '../outcome.ts';
import type { Subject } from '../proposals.ts';
import type { Session } from '../session.ts';
import { findContract, type Target } from '../target.ts';
import { afterUpload, upload } from '../upload.ts';
import { type Deed, type Place, perform } from './perform.ts';

/** What breaks, or may, and was not said to be meant. */
class Breaking extends Usage {
  override name = 'Breaking';
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super('STORAGE_CHANGED', findings.map(findingText).join('\n'));
    this.findings = findings;
  }
}

/** `Token.balances is gone`; what is not storage says what it is. */
export function findingText({ what, name, why }: Finding): string {
  return [what === 'storage' ? '' : what, name, why].filter(Boolean).join(' ');
}

/** The code that a contract is to have: an artifact, or one that the chain has. */
type Code = Pick<Artifact, 'name' | 'codeId' | 'metaId' | 'abi'>;

const WAYS = { upgrade: 'migrate', stage: 'step' } as const;

/** `upgrade` and `stage`: the new code from a file, a source or the project. */
export async function moveTo(
  session: Session,
  kind: keyof typeof WAYS,
  words: readonly string[],
  options: Options,
): Promise<number | undefined> {
  const [word, code, ...values] = words as [string, string, ...string[]];
  const rest = [...values, ...session.rest];
  const raw = textOption(options, 'raw');
  const artifact = await findArtifact(code, session.output.note);
  if (explainHook(session, artifact, WAYS[kind], rest)) return undefined;
  if (options['check'] === true) return check(session, word, artifact);
  hookWords(artifact.abi, WAYS[kind], rest, raw);
  session.signer();
  const connection = await session.connect('write');
  const book = await Book.open(session, connection);
  const target = await findContract(connection, book, word);
  const place = { session, connection, book, options };
  const breaking = judged(place, target, artifact);
  const input = hookInput(artifact, WAYS[kind], rest, { raw, book });
  const isNew = options['dryRun'] === true && !(await connection.code(artifact.codeId));
  const uploaded = options['dryRun'] ? undefined : await upload(connection, session.signer(), artifact);
  const deed = deedOf(place, kind, target, artifact, { breaking, input, uploaded });
  const [fresh, module] = [freshOf(target, artifact, code), isNew ? artifact.wasm : undefined];
  await afterUpload(session.output, uploaded, kind, () => perform(place, { ...deed, fresh, module }));
  if (isNew) session.output.note('the code counted as uploaded here; uploading it costs gas of its own');
  return undefined;
}

const freshOf = ({ name }: Target, { codeId, metaId }: Code, word: string) => ({ name, codeId, metaId, word });

/** Back to the code of an earlier revision; without one, to that of the revision before. */
export async function rollback(
  place: Place,
  target: Target,
  word: string | undefined,
  values: readonly string[],
): Promise<void> {
  const { connection, session, book, options } = place;
  const revision = word === undefined ? target.record.revision - 1 : Number(word);
  const version = (await versionsOf(connection, target.address)).find((each) => each.revision === revision);
  if (!version || revision >= target.record.revision)
    throw new Usage(
      'NAME_UNKNOWN',
      `${target.name} has no earlier revision ${word ?? ''}; it is at ${target.record.revision}`,
    );
  const { codeId, metaId } = version.record;
  const abi = await abiOf(connection, metaId);
  const code = { name: `revision ${revision}`, codeId, metaId, abi };
  const hook = abi && hookOf(abi, 'migrate');
  // Fields that came later are no loss to code that does not know them; only code with a migrate can promise more.
  const breaking = judged(place, target, code) && hook !== undefined;
  const input = hookInput({ ...code, wasm: new Uint8Array(0) }, 'migrate', [...values, ...session.rest], {
    raw: textOption(options, 'raw'),
    book,
  });
  const deed = deedOf(place, 'upgrade', target, code, { breaking, input, uploaded: undefined });
  await perform(place, { ...deed, what: `roll back ${target.name} to revision ${revision}` });
}

export interface Version {
  readonly revision: number;
  readonly record: RecordOf<'VersionRecord'>;
}

/** All that a contract has run; none before its first upgrade. */
export async function versionsOf(connection: Connection, contract: Bytes): Promise<Version[]> {
  const found = await topRecords(connection, 'version', contract);
  return found.map(({ id, record }) => ({ revision: new DataView(id.slice(32).buffer).getUint32(0), record }));
}

/** Tells what there is to know, and whether it breaks anything. @throws Breaking unless that is meant */
function judged({ session, options }: Pick<Place, 'session' | 'options'>, target: Target, code: Code): boolean {
  if (equal(target.record.codeId, code.codeId)) session.output.warn(`${target.name} has this code already`);
  const findings = compatibility(target.abi, code.abi);
  const serious = findings.filter(({ severity }) => severity !== 'note');
  if (serious.length > 0 && options['breaking'] !== true) throw new Breaking(serious);
  for (const finding of serious) session.output.warn(findingText(finding));
  for (const finding of findings) if (finding.severity === 'note') session.output.note(findingText(finding));
  return serious.some(({ severity }) => severity === 'breaking');
}

async function check(session: Session, word: string, artifact: Artifact): Promise<number | undefined> {
  const connection = await session.connect('read');
  const target = await findContract(connection, await Book.open(session, connection), word);
  const findings = compatibility(target.abi, artifact.abi);
  const breaks = findings.some(({ severity }) => severity === 'breaking');
  const { colours } = session.output;
  const marks = { breaking: colours.red('breaking'), note: 'note    ', unknown: colours.yellow('unknown ') };
  const lines = findings.map((finding) => `${marks[finding.severity]}  ${findingText(finding)}`);
  const verdict = breaks
    ? `${colours.red('✗')} ${target.name} would break`
    : `${colours.green('✓')} ${target.name} goes on as it is`;
  const ids = { name: target.name, before: toHex(target.record.codeId), codeId: toHex(artifact.codeId) };
  session.output.result({ ...ids, breaks, findings }, [...lines, verdict].join('\n'));
  return breaks ? EXIT.build : undefined;
}

function deedOf(
  { connection }: Place,
  kind: keyof typeof WAYS,
  target: Target,
  { codeId, metaId }: Code,
  { breaking, input, uploaded }: { breaking: boolean; input: Bytes; uploaded: Awaited<ReturnType<typeof upload>> },
): Deed<'upgrade'> | Deed<'stage'> {
  const { name, address } = target;
  const before = toHex(target.record.codeId);
  const ids = { name, before, codeId: toHex(codeId), metaId: toHex(metaId), breaking };
  return {
    kind: kind as 'upgrade',
    body: { contract: address, codeId, metaId, breaking, input },
    what: `${kind} ${name}`,
    subject: { kind: 'contract', address, name },
    more: async (sent, isProposed) => {
      const isDone = kind === 'upgrade' && sent.place !== undefined && !isProposed;
      const revision = isDone ? (await connection.contract(address))!.revision : target.record.revision;
      return {
        rows: [
          ['before', before],
          ['code', ids.codeId],
          ['revision', isDone ? String(revision) : undefined],
        ],
        document: { ...ids, revision, uploaded: uploaded ? sentFacts(uploaded) : null },
      };
    },
  };
}

/** What a proposal to move to other code would break: whoever approves it is told as whoever proposed it was. */
export async function findingsOfProposal(
  { connection }: Pick<Place, 'connection'>,
  { address }: Subject,
  { kind, body }: RecordOf<'ProposalRecord'>,
): Promise<string[]> {
  const { name } = TX_KINDS[kind]!;
  const record = await connection.contract(address);
  if ((name !== 'upgrade' && name !== 'stage') || !record) return [];
  const [before, after] = [
    await abiOf(connection, record.metaId),
    await abiOf(connection, decode('UpgradeBody', body).metaId),
  ];
  return compatibility(before, after)
    .filter(({ severity }) => severity !== 'note')
    .map(findingText);
}
