// Tables that a contract computes, asked of an instance in a throw-away chain.
import type { ValueType } from '../abi/types.ts';
import type { Struct, Value } from '../abi/value.ts';
import { methodOf } from '../client/contract.ts';
import { formatDay } from '../template/dates.ts';
import type { Fill } from '../template/fill.ts';
import type { Template } from '../template/folder.ts';
import type { Column } from '../template/manifest.ts';
import type { Computed } from '../template/page.ts';
import { answerText } from './given.ts';
import { clockAt } from './scenario.ts';
import { World } from './world.ts';

/** Rows of each view that the template prints, by view. @throws Usage VALUE_INVALID if the contract refuses the values; CompileError */
export async function computedTables(
  template: Template,
  fill: Fill,
  time: number,
): Promise<ReadonlyMap<string, Computed>> {
  const tables = (template.manifest.tables ?? []).filter(({ view, running }) => view !== undefined && !running);
  if (tables.length === 0) return new Map();
  const { world, place } = await World.begin(template, fill, { actors: [], time: clockAt(time).time });
  return new Map(
    tables.map(({ view, columns }) => {
      const { returns } = methodOf(world.abi, view!);
      const rows = world.ask(place, view!) as readonly Struct[];
      const type = typeof returns === 'object' && 'list' in returns ? returns.list : returns;
      return [view!, { rows: rows.map((row) => rowOf(world, type as ValueType, row, columns)) }];
    }),
  );
}

function rowOf(
  world: World,
  type: ValueType,
  row: Struct,
  columns: readonly Column[],
): Record<string, string | number | boolean> {
  const fields = typeof type === 'object' && 'struct' in type ? type.fields : [];
  return Object.fromEntries(
    fields.map(({ name, type: own }) => [
      name,
      cellOf(world, own, row[name]!, name, columns.find(({ field }) => field === name)?.as),
    ]),
  );
}

function cellOf(
  world: World,
  type: ValueType,
  value: Value,
  name: string,
  as: Column['as'],
): string | number | boolean {
  if (as === 'date') return formatDay(Number(value));
  if (as === 'percent') return `${Number(value) / 100}`;
  if (typeof value === 'boolean' || (typeof value === 'number' && as !== 'money')) return value;
  return answerText(world, type, value, name);
}
