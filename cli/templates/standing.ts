// An instance in `tally contract show`: which template it is, where it stands, who may do what next and by when.
import type { Value } from '../../engine/abi/value.ts';
import { type Bytes, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { contractClient } from '../../engine/client/contract.ts';
import { documentOf, type Fill } from '../../engine/template/fill.ts';
import { keyText } from '../../engine/template/instance.ts';
import { type Next, standingOf } from '../../engine/template/standing.ts';
import type { Language } from '../../engine/template/text.ts';
import { STATUS } from '../../spec/errors.ts';
import type { Book } from '../book.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import type { Target } from '../target.ts';
import { instanceOf } from './instances.ts';
import { WORDS } from './words.ts';

/** What is known of an instance, for programs and for people. */
export interface Stood {
  readonly document: object;
  readonly rows: readonly (readonly [string, string | undefined])[];
}

const NOTHING: Stood = { document: {}, rows: [] };

/** Nothing for a contract that is no instance. Of a template that is not here only its name is told. */
export async function standing(session: Session, connection: Connection, target: Target, book: Book): Promise<Stood> {
  const { template: link } = target.record;
  if (link === null) return NOTHING;
  const ids = {
    id: link.id,
    version: link.templateVersion,
    parameters: toHex(link.parameters),
    prose: toHex(link.prose),
  };
  const { language } = session;
  const name: readonly [string, string] = [WORDS.template[language], `${link.id} ${link.templateVersion}`];
  const instance = instanceOf(session, target.address, link);
  if (instance === undefined || target.abi === undefined) return { document: { template: ids }, rows: [name] };
  const { template, fill } = instance;
  const { abi } = target;
  const answers = {
    method: (view: string) => abi.methods.find((method) => method.name === view),
    ask: (view: string) => ask(connection, target, view),
    name: book.short,
  };
  const stands = await standingOf(template, fill, answers, language);
  const keys = keysOf(book, fill);
  const steps = stands.next.map((next) => nextText(next, target.name, keys, language));
  return {
    document: { template: { ...ids, ...stands, values: fill && documentOf(fill) } },
    rows: [
      [
        WORDS.template[language],
        `${template.manifest.title[language]}${language === 'en' ? ', ' : '，'}${link.id} ${link.templateVersion}`,
      ],
      [WORDS.number[language], fill && keyText(template, fill)],
      [WORDS.state[language], stands.title],
      ...stands.figures.map(({ title, text }) => [title, text] as const),
      ...stands.tables.map(
        ({ title, head, rows, right }) => [title, table(head, rows, session.output.colours, right)] as const,
      ),
      [WORDS.next[language], steps.length > 0 ? steps.join('\n') : WORDS.nobody[language]],
    ],
  };
}

/** What a view without parameters answers. @throws Usage TEMPLATE_INVALID if it does not */
export async function ask(connection: Connection, { address, abi, name }: Target, view: string): Promise<Value> {
  const client = contractClient(abi!);
  const { input } = client.query(view);
  const { status, output } = await connection.query({ contract: address, method: view, input, caller: ZERO32 });
  if (status !== STATUS.OK) throw new Usage('TEMPLATE_INVALID', `${name}.${view} does not answer`);
  return client.output(view, output) as Value;
}

/** Keys of this folder by the role of the party that signs with them. */
function keysOf(book: Book, fill: Fill | undefined): ReadonlyMap<string, string> {
  const named = Object.entries(fill?.parties ?? {}).flatMap(([role, party]): (readonly [string, string])[] => {
    const address = party?.account === undefined ? undefined : addressOf(book, party.account);
    const name = address && book.nameOf(address);
    return name === undefined ? [] : [[role, name]];
  });
  return new Map(named);
}

function addressOf(book: Book, account: string): Bytes | undefined {
  try {
    return book.resolve(account);
  } catch {
    // It was given as the name of a key that another folder has.
    return undefined;
  }
}

/** What may be done, by whom, and the command that does it. */
function nextText(
  { title, method, by, roles, params, after, until }: Next,
  contract: string,
  keys: ReadonlyMap<string, string>,
  language: Language,
): string {
  const isEnglish = language === 'en';
  const bounds = [after && `${WORDS.from[language]} ${after}`, until && `${WORDS.until[language]} ${until}`]
    .filter(Boolean)
    .join(' ');
  const when = bounds === '' ? '' : isEnglish ? `, ${bounds}` : `，${bounds}`;
  const holes = params.map((param) => ` <${param.title}>`).join('');
  const key = roles.map((role) => keys.get(role)).find((name) => name !== undefined);
  const signed = key === undefined ? '' : ` --from ${key}`;
  const line = `tally call ${contract} ${method}${holes}${signed}`;
  return `${title}${isEnglish ? ': ' : '：'}${by}${when}\n  ${line}`;
}
