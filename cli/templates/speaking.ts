// How people write and read what an instance of a template takes and tells, in the language of the session.
import type { StructType, ValueType } from '../../engine/abi/types.ts';
import type { Struct } from '../../engine/abi/value.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { type Currencies, currencyParameters, type Speech, speechOf } from '../../engine/template/speech.ts';
import type { Session } from '../session.ts';
import type { Target } from '../target.ts';
import { instanceOf } from './instances.ts';
import { ask } from './standing.ts';

/** Undefined for a contract that was made of no template, or of one that is not here. */
export async function speechFor(session: Session, connection: Connection, target: Target): Promise<Speech | undefined> {
  const { template: link } = target.record;
  const instance = link === null ? undefined : instanceOf(session, target.address, link);
  if (instance === undefined) return undefined;
  const { template, fill } = instance;
  const wanted = currencyParameters(template.manifest);
  const known = textsAmong(wanted, fill?.fields ?? {});
  const currencies = wanted.every((name) => name in known) ? known : await askedOf(connection, target, wanted);
  return speechOf(template, currencies, session.language);
}

/** Currencies as the contract itself tells them: in a view that takes nothing and gives a struct with such fields. */
async function askedOf(connection: Connection, target: Target, wanted: readonly string[]): Promise<Currencies> {
  let found: Currencies = {};
  for (const { name, kind, params, returns } of target.abi?.methods ?? []) {
    if (kind !== 'view' || params.length > 0 || !isStruct(returns)) continue;
    if (!returns.fields.some((field) => wanted.includes(field.name) && field.type === 'string')) continue;
    found = { ...found, ...textsAmong(wanted, (await ask(connection, target, name)) as Struct) };
  }
  return found;
}

function isStruct(type: ValueType | 'void'): type is StructType {
  return typeof type === 'object' && 'struct' in type;
}

function textsAmong(wanted: readonly string[], fields: { readonly [name: string]: unknown }): Currencies {
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const text = fields[name];
      return typeof text === 'string' ? [[name, text] as const] : [];
    }),
  );
}
