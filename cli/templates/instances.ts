// What is known here of instances of templates: their values, one instance to a line of a file beside the chain.
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readNamesFile } from '../../engine/app/names.ts';
import { type Bytes, equal } from '../../engine/base/bytes.ts';
import type { RecordOf } from '../../engine/base/records.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { clockAt } from '../../engine/simulate/scenario.ts';
import { type Clock, documentOf, type Fill } from '../../engine/template/fill.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import { parameterHash } from '../../engine/template/instance.ts';
import { lawfulClock } from '../../engine/template/rules.ts';
import { readKept } from '../../engine/template/values.ts';
import type { Session } from '../session.ts';

/** A line of the file. */
interface Line {
  readonly address: string;
  readonly template: string;
  readonly version: string;
  /** Folder of a template that does not come with the package. */
  readonly folder?: string;
  readonly values: { readonly [member: string]: unknown };
}

/** An instance that was made here. */
export interface Made {
  readonly address: Bytes;
  readonly template: Template;
  readonly fill: Fill;
}

function fileOf(session: Session): string {
  return join(dirname(session.names), 'instances.jsonl');
}

/** Keeps the values of instances: behind what is there, in one write that is on disk when this returns. */
export function keepInstances(session: Session, made: readonly Made[], word: string): void {
  if (made.length === 0) return;
  const path = fileOf(session);
  const lines = made.map(({ address, template, fill }) => {
    const { id, version } = template.manifest;
    const folder = existsSync(join(word, 'template.json')) ? { folder: template.folder } : {};
    const line: Line = {
      address: formatAddress('contract', address),
      template: id,
      version,
      ...folder,
      values: documentOf(fill),
    };
    return JSON.stringify(line);
  });
  // A line that was cut off by a crash is ended first, and passed over when the file is read.
  const file = openSync(path, 'a+');
  try {
    writeSync(file, `${isCut(file) ? '\n' : ''}${lines.join('\n')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whether the last line of a file has no end. */
function isCut(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
}

/** What a contract's link to its template says. */
export type Link = RecordOf<'TemplateLink'>;

/** The template of an instance: as it was made here, or of the id that its link names. Undefined if there is none of this version. */
export function instanceOf(
  session: Session,
  address: Bytes,
  link: Link,
): { template: Template; fill: Fill | undefined } | undefined {
  const line = linesOf(session).findLast((each) => each.address === formatAddress('contract', address));
  const template = templateOf(line?.folder ?? link.id);
  if (template === undefined || template.manifest.id !== link.id || template.manifest.version !== link.templateVersion)
    return undefined;
  return { template, fill: line && fillOf(template, line.values, link) };
}

/** An instance whose values are kept here, with a day on which they are lawful. */
export interface Kept {
  readonly template: Template;
  readonly fill: Fill;
  readonly clock: Clock;
}

/** The instance of a name or an address, as it was made; undefined if its values are not kept here. The chain is not asked. */
export function keptInstance(session: Session, word: string): Kept | undefined {
  const named = Object.values(readNamesFile(session.names).chains).flatMap((names) =>
    Object.hasOwn(names, word) ? [names[word]!] : [],
  );
  const addresses = new Set([word, ...named]);
  const line = linesOf(session).findLast(({ address }) => addresses.has(address));
  const template = line && templateOf(line.folder ?? line.template);
  if (template === undefined || template.manifest.version !== line!.version) return undefined;
  const { fill } = readKept(template.manifest, line!.values);
  if (fill === undefined) return undefined;
  const now = clockAt(Date.now());
  return { template, fill, clock: lawfulClock(template.manifest, fill, now) ?? now };
}

function templateOf(word: string): Template | undefined {
  try {
    return openTemplate(word);
  } catch {
    return undefined;
  }
}

/** Values that hash to what the chain has; others are none. */
function fillOf(template: Template, values: Line['values'], link: Link): Fill | undefined {
  const { fill } = readKept(template.manifest, values);
  return fill && equal(parameterHash(template, fill), link.parameters) ? fill : undefined;
}

/** Address and values of an instance, as they stand in the file. */
export type KeptLine = Pick<Line, 'address' | 'values'>;

/** The instances of a template that are kept here. */
export function keptOf(session: Session, { manifest }: Template): readonly KeptLine[] {
  return linesOf(session).filter((line) => line.template === manifest.id);
}

function linesOf(session: Session): Line[] {
  const path = fileOf(session);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text): Line[] => {
      try {
        return text === '' ? [] : [JSON.parse(text) as Line];
      } catch {
        return [];
      }
    });
}
