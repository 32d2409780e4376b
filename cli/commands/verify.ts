// `tally verify`: builds the source of a contract again and compares it with what is on the chain.

import { typeName } from '../../engine/audit/values.ts';
import { equal, toHex } from '../../engine/base/bytes.ts';
import { Fault, Usage } from '../../engine/base/errors.ts';
import type { RecordOf } from '../../engine/base/records.ts';
import type { PlacesWithin, SourcePlace } from '../../engine/compile/places.ts';
import { CONTRACT_FOLDER, ENTRY_PATH } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import type { Body, Module } from '../../engine/wasm/module.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { type Artifact, compileArtifact } from '../artifact.ts';
import { Book } from '../book.ts';
import { BUILD_SECTION, candidatesFor, filesNamed, originOf } from '../candidates.ts';
import type { Act, Define } from '../command.ts';
import { describeError, errorDocument, errorText } from '../errors.ts';
import { EXIT } from '../exit.ts';
import { fields, grouped } from '../print.ts';
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
  const built = await compileArtifact(path);
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

/** The first function that differs, by the name and line that it has in the source. */
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
  const { what, functions, counts } = compareModules(chain, here)!;
  const more = counts[0] === counts[1] ? '' : ` (the chain has ${grouped(counts[0])})`;
  if (functions.length === 0) return `the code of all functions is the same, ${what} differ`;
  const { release } = await compileForDebugger(loadSources(path));
  const places = stepPlacesOf(release.sourceMap);
  const own = functions.map((index) => ({ index, place: ownPlace(here.bodies[index - importsOf(here)]!, places) }));
  // What an author wrote says more than what the library or the compiler did.
  const { index, place } = own.find((each) => each.place !== undefined) ?? own[0]!;
  const name = typeName(release.symbols.functions.get(index)?.name ?? `#${index}`);
  const line = place === undefined ? '' : ` (${place.file.replace(CONTRACT_FOLDER, '')}:${place.line})`;
  return `${grouped(functions.length)} of ${grouped(counts[1])} functions differ${more}, the first of them ${name}${line}`;
}

const importsOf = ({ imports }: Module) => imports.filter(({ kind }) => kind === 'function').length;

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
