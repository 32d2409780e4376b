// `tally verify`: builds the source of a contract again and compares it with what is on the chain.

import { typeName } from '../../engine/audit/values.ts';
import { equal, toHex } from '../../engine/base/bytes.ts';
import { Fault, Usage } from '../../engine/base/errors.ts';
import type { RecordOf } from '../../engine/base/records.ts';
import type { PlacesWithin, SourcePlace } from '../../engine/compile/places.ts';
import { CONTRACT_FOLDER, ENTRY_PATH } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { type Body, importedFunctions } from '../../engine/wasm/module.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { type Artifact, compileAnew } from '../artifact.ts';
import { Book } from '../book.ts';
import { BUILD_SECTION, candidatesFor, filesNamed, originOf } from '../candidates.ts';
import type { Act, Define } from '../command.ts';
import { describeError, errorDocument, errorText } from '../errors.ts';
import { EXIT } from '../exit.ts';
import { counted, fields, grouped } from '../print.ts';
import type { Session } from '../session.ts';
import { findContract, type Target } from '../target.ts';

export const define: Define = (command, run) => {
  command
    .argument('<contract>')
    .argument(
      '[source]',
      'the file that holds its class (default: the one of the project that its metadata names, or that has the name or class)',
    )
    .action(run(verify));
};

type Section = RecordOf<'CustomSection'>;

const verify: Act = async (session, [word, source]) => {
  const connection = await session.connect('read');
  const target = await findContract(connection, await Book.open(session, connection), word!);
  const { codeId, metaId } = target.record;
  const sections = (await connection.meta(metaId)) ?? [];
  const path = source ?? candidatesFor(originOf(sections))[0]?.path;
  if (path === undefined) throw new Usage('FILE_UNREADABLE', noSource(target, sections));
  session.output.progress(`building ${path}`);
  const built = await compileAnew(path);
  session.output.progress('');
  const facts = { contract: target.name, source: path, codeId: toHex(codeId), metaId: toHex(metaId) };
  if (!equal(built.codeId, codeId)) {
    const code = await connection.code(codeId);
    return differs(session, { ...facts, verdict: 'code differs' }, await whereCode(path, code!, built));
  }
  if (!equal(built.metaId, metaId))
    return differs(
      session,
      { ...facts, verdict: 'metadata differs' },
      whereMeta(sections, prepare(nodeNatives, built.wasm).meta),
    );
  const { output } = session;
  const rows = [
    ['contract', facts.contract],
    ['source', facts.source],
    ['code id', facts.codeId],
    ['meta id', facts.metaId],
  ] as const;
  output.result({ ...facts, verdict: 'exact' }, `${output.colours.green('✓')} exact\n${fields(rows, output.colours)}`);
  return undefined;
};

function noSource({ name }: Target, sections: readonly Section[]): string {
  const files = filesNamed(sections).map(({ path }) => path.replace(/^contract\//, ''));
  const named = files.length > 0 ? `it was built from ${files.join(', ')}` : 'its metadata names no source';
  return `no source of ${name} is here; ${named}. Name it: tally verify ${name} FILE`;
}

function differs(
  { output, language }: Session,
  facts: { verdict: string; contract: string; source: string },
  where: string,
): number {
  const described = describeError(
    new Fault('SOURCE_DIFFERS', `${facts.contract} and ${facts.source}: ${where}`),
    language,
  );
  output.result({ ...facts, ...errorDocument(described) }, '');
  if (!output.json) output.complain(errorText(described, language, output.colours));
  return EXIT.diverged;
}

/** The functions that differ, by the names and lines that they have in the source. */
async function whereCode(path: string, code: Uint8Array, built: Artifact): Promise<string> {
  const [{ compareModules }, { readModule }, { compileForDebugger }, { loadSources }, { stepPlacesOf }] =
    await Promise.all([
      import('../../engine/audit/compare.ts'),
      import('../../engine/wasm/parse.ts'),
      import('../../engine/compile/asc.ts'),
      import('../../engine/compile/sources.ts'),
      import('../../engine/compile/places.ts'),
    ]);
  const [chain, here] = [readModule(code), readModule(prepare(nodeNatives, built.wasm).code.module)];
  const { release } = await compileForDebugger(loadSources(path));
  const places = stepPlacesOf(release.sourceMap);
  // Refusals carry their line, which is another one for all that stands below what was changed.
  const isLine = ({ value, at }: { value: number; at: number }, own: number) =>
    linesNear(here.bodies[own]!, places, at).includes(value);
  const { what, functions, moved, added, removed } = compareModules(chain, here, isLine)!;
  const imports = importedFunctions(here).length;
  const named = (indexes: readonly number[]) =>
    indexes.map((index): Differing => {
      const name = typeName(release.symbols.functions.get(index)?.name ?? `#${index}`);
      return { name, place: ownPlace(here.bodies[index - imports]!, places) };
    });
  const parts = [
    listed(named(functions), 'differs', 'differ'),
    listed(named(added), 'is only in the source', 'are only in the source'),
    removed.length === 0 ? '' : `${counted(removed.length, 'function')} only on the chain`,
    moved.length === 0 ? '' : `${counted(moved.length, 'function')} with other lines in refusals and nothing else`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? `the code of all functions is the same, ${what} differ` : parts.join('; ');
}

interface Differing {
  readonly name: string;
  /** In a file of the author's. */
  readonly place: SourcePlace | undefined;
}

/** Functions that are named; of more the first are. */
const MOST_NAMED = 5;

/** What an author wrote says more than what the library or the compiler did, so that is named where there is any. */
function listed(all: readonly Differing[], one: string, several: string): string {
  if (all.length === 0) return '';
  const own = all.filter(({ place }) => place !== undefined);
  const texts = (own.length > 0 ? own : all).slice(0, MOST_NAMED).map(({ name, place }) => {
    return place === undefined ? name : `${name} (${place.file.replace(CONTRACT_FOLDER, '')}:${place.line})`;
  });
  const rest = all.length === texts.length ? '' : ` and ${grouped(all.length - texts.length)} more`;
  return `${counted(all.length, 'function')} ${all.length === 1 ? one : several}: ${texts.join(', ')}${rest}`;
}

/** Lines on which an instruction may stand: its own, and those beside it that the optimiser joined it with. */
function linesNear({ code, end }: Body, places: PlacesWithin, at: number): number[] {
  const lines: number[] = [];
  for (let near = Math.max(code, at - NEAR); near < Math.min(end, at + NEAR); near++) {
    const place = places(near, code);
    if (place?.file.startsWith(CONTRACT_FOLDER)) lines.push(place.line);
  }
  return lines;
}

/** Bytes around a constant in which the call that takes it as its line begins or ends. */
const NEAR = 12;

/** The first place of a function in a file of the author's. */
function ownPlace({ code, end }: Body, places: PlacesWithin): SourcePlace | undefined {
  for (let at = code; at < end; at++) {
    const place = places(at, code);
    if (place?.file.startsWith(CONTRACT_FOLDER) && place.file !== ENTRY_PATH) return place;
  }
  return undefined;
}

/** What of the metadata differs: files by their hashes, the compiler, or a section as a whole. */
function whereMeta(chain: readonly Section[], here: readonly Section[]): string {
  const names = [...new Set([...chain, ...here].map(({ name }) => name))];
  const of = (sections: readonly Section[], name: string) => sections.find((section) => section.name === name)?.bytes;
  const parts = names.flatMap((name) => {
    const [a, b] = [of(chain, name), of(here, name)];
    if (a === undefined || b === undefined)
      return [`${name} is only ${a === undefined ? 'in the source' : 'on the chain'}`];
    if (equal(a, b)) return [];
    return name === BUILD_SECTION ? buildParts(chain, here) : [`${name} differs`];
  });
  return `the code is the same; ${parts.join('; ')}`;
}

function buildParts(chain: readonly Section[], here: readonly Section[]): string[] {
  const there = new Map(filesNamed(chain).map(({ path, sha256 }) => [path, sha256]));
  const files = filesNamed(here).filter(({ path, sha256 }) => there.get(path) !== sha256);
  const changed = files.map(({ path }) => path.replace(/^contract\//, ''));
  return [
    changed.length > 0
      ? `other text in ${changed.join(', ')}`
      : `${BUILD_SECTION} differs: another compiler or other files`,
  ];
}
