// What an upgrade does to stored values, as far as two ABIs tell.
import { Usage } from '../base/errors.ts';
import {
  type Abi,
  type AbiEvent,
  type AbiField,
  type AbiMethod,
  type EnumType,
  type StructType,
  typeText,
  type ValueType,
} from './types.ts';

/** A field of storage whose values the new code does not find, or cannot read. */
export interface StorageLoss {
  /** `Token.balances` */
  readonly field: string;
  readonly why: string;
}

/** The new code would not find, or not read, what the old one has stored; `losses` lists all of it. */
export class StorageChanged extends Usage {
  override name = 'StorageChanged';
  /** Fields, each with why what it held is lost. */
  readonly losses: readonly StorageLoss[];
  constructor(losses: readonly StorageLoss[]) {
    super('STORAGE_CHANGED', losses.map(({ field, why }) => `${field} ${why}`).join('\n'));
    this.losses = losses;
  }
}

/**
 * Fields of the old code that the new one has no longer, or reads as something else: by their slots, because a field is found by
 * the hash of its name. Fields that only the new code has lose nothing.
 */
export function storageLosses(before: Abi, after: Abi): StorageLoss[] {
  const slots = new Map(after.storage.map((field) => [field.slot, field]));
  return before.storage.flatMap((old) => {
    const now = slots.get(old.slot);
    const why = now === undefined ? gone(old, after) : change(old, now);
    return why === undefined ? [] : [{ field: old.field, why }];
  });
}

/** What an upgrade changes for who uses a contract, or for what it has stored. */
export interface Finding {
  /** Breaking: somebody who relied on it fails, or something stored is lost. Unknown: nobody can tell. */
  readonly severity: 'breaking' | 'note' | 'unknown';
  readonly what: 'method' | 'event' | 'error' | 'storage' | 'abi';
  readonly name: string;
  readonly why: string;
}

/** Everything that differs between two ABIs as far as somebody may have relied on it, in the order methods, events, errors, storage. */
export function compatibility(before: Abi | undefined, after: Abi | undefined): Finding[] {
  if (before === undefined || after === undefined) {
    const which = before === undefined ? 'the code that runs now' : 'the new code';
    return [
      {
        severity: 'unknown',
        what: 'abi',
        name: 'tally.abi',
        why: `${which} came without an ABI, so nothing can be compared`,
      },
    ];
  }
  return [
    ...methodFindings(before, after),
    ...eventFindings(before, after),
    ...errorFindings(before, after),
    ...storageLosses(before, after).map(
      ({ field, why }): Finding => ({ severity: 'breaking', what: 'storage', name: field, why }),
    ),
    ...newFields(before, after),
  ];
}

function methodFindings(before: Abi, after: Abi): Finding[] {
  const now = new Map(after.methods.map((method) => [method.name, method]));
  const old = before.methods.filter(isOffered);
  const gone = old.flatMap((method) => methodChange(method, now.get(method.name)));
  const fresh = after.methods.filter(isOffered).filter(({ name }) => !old.some((method) => method.name === name));
  return [...gone, ...fresh.map(({ name }) => note('method', name, 'is new'))];
}

/** Hooks are called by nobody who uses the contract. */
const isOffered = ({ kind }: AbiMethod) => kind === 'view' || kind === 'mutate';

function methodChange(was: AbiMethod, is: AbiMethod | undefined): Finding[] {
  const breaks = (why: string): Finding => ({ severity: 'breaking', what: 'method', name: was.name, why });
  if (is === undefined || !isOffered(is)) return [breaks('is gone')];
  const found: Finding[] = [];
  if (was.kind !== is.kind) found.push(breaks(`was @${was.kind} and is @${is.kind}`));
  const at = Math.max(was.params.length, is.params.length);
  for (let i = 0; i < at; i++) {
    const [old, now] = [was.params[i], is.params[i]];
    if (old === undefined) found.push(breaks(`takes ${now!.name}: ${typeText(now!.type)} besides`));
    else if (now === undefined) found.push(breaks(`no longer takes ${old.name}`));
    else if (!isReadable(old.type, now.type))
      found.push(breaks(`took ${old.name} as ${pairText(old.type, 'takes', now.type)}`));
    else if (old.name !== now.name) found.push(note('method', was.name, `parameter ${old.name} is called ${now.name}`));
  }
  if (!isSameResult(was.returns, is.returns)) found.push(breaks(`returned ${resultsText(was.returns, is.returns)}`));
  const [only, restricted] = [was.only?.join(', '), is.only?.join(', ')];
  if (restricted !== undefined && only !== restricted) found.push(breaks(`is only for ${restricted} now`));
  else if (only !== restricted) found.push(note('method', was.name, `was only for ${only}, and is for everybody`));
  if (was.reentrant && !is.reentrant) found.push(breaks('may not be re-entered any more'));
  return found;
}

const note = (what: Finding['what'], name: string, why: string): Finding => ({ severity: 'note', what, name, why });
/** Two types in words, which may have the same name. */
function pairText(was: ValueType, verb: string, is: ValueType): string {
  const [old, now] = [typeText(was), typeText(is)];
  return old === now ? `${old}, and ${verb} another one (${changeText(was, is)})` : `${old} and ${verb} ${now}`;
}
function resultsText(was: AbiMethod['returns'], is: AbiMethod['returns']): string {
  if (was === 'void' || is === 'void') return `${resultText(was)} and returns ${resultText(is)}`;
  return pairText(was, 'returns', is);
}
/** What makes two types different: where each old value can be read, there are new ones. */
const changeText = (was: ValueType, is: ValueType) => misreading(was, is) ?? 'it has values that are new';
const resultText = (type: AbiMethod['returns']) => (type === 'void' ? 'nothing' : typeText(type));
/** Whoever knew the old type reads each value of the new one as what it is. */
const isSameResult = (was: AbiMethod['returns'], is: AbiMethod['returns']) =>
  was === 'void' || is === 'void' ? was === is : isReadable(is, was);

function eventFindings(before: Abi, after: Abi): Finding[] {
  const breaks = (name: string, why: string): Finding => ({ severity: 'breaking', what: 'event', name, why });
  const now = new Map(after.events.map((event) => [event.name, event]));
  const found = before.events.flatMap((was): Finding[] => {
    const is = now.get(was.name);
    if (is === undefined) return [breaks(was.name, 'is gone')];
    const change = eventChange(was, is);
    if (change !== undefined) return [breaks(was.name, change)];
    const topics = [was, is].map(({ indexed = [] }) => indexed.join(', '));
    return topics[0] === topics[1]
      ? []
      : [breaks(was.name, `was found by ${topics[0] || 'nothing'} and is by ${topics[1] || 'nothing'}`)];
  });
  const fresh = after.events.filter(({ name }) => !before.events.some((event) => event.name === name));
  return [...found, ...fresh.map(({ name }) => note('event', name, 'is new'))];
}

function eventChange({ fields: was }: AbiEvent, { fields: is }: AbiEvent): string | undefined {
  const text = (fields: typeof was) => fields.map(({ name, type }) => `${name}: ${typeText(type)}`).join(', ');
  if (text(was) !== text(is)) return `had ${text(was)} and has ${text(is)}`;
  const at = was.findIndex(({ type }, i) => !isReadable(is[i]!.type, type));
  if (at < 0) return undefined;
  return `has another ${was[at]!.name} (${changeText(was[at]!.type, is[at]!.type)})`;
}

/** Whoever handles a refusal by its code waits for nothing if it never comes; new ones he does not know. */
function errorFindings(before: Abi, after: Abi): Finding[] {
  const codes = ({ errors }: Abi) => [...new Set(errors.map(({ code }) => code))];
  const [old, now] = [codes(before), codes(after)];
  const gone = old
    .filter((code) => !now.includes(code))
    .map((code): Finding => {
      return {
        severity: 'breaking',
        what: 'error',
        name: code,
        why: 'is gone: who handles it by its code meets another one, or none',
      };
    });
  return [...gone, ...now.filter((code) => !old.includes(code)).map((code) => note('error', code, 'is new'))];
}

function newFields(before: Abi, after: Abi): Finding[] {
  const slots = new Map(before.storage.map((field) => [field.slot, field]));
  return after.storage.flatMap((field) => {
    const old = slots.get(field.slot);
    if (old === undefined) return [note('storage', field.field, 'is new, and nothing is in it yet')];
    return old.kind === field.kind ? [] : [note('storage', field.field, `was a ${old.kind} and is a ${field.kind}`)];
  });
}

/** What is lost where that is allowed. @throws StorageChanged where it is not */
export function checkStorage(before: Abi | undefined, after: Abi | undefined, isAllowed: boolean): StorageLoss[] {
  const losses = before && after ? storageLosses(before, after) : [];
  if (losses.length > 0 && !isAllowed) throw new StorageChanged(losses);
  return losses;
}

// The name of the class is a part of the field's: who renames it loses everything.
function gone({ field }: AbiField, after: Abi): string {
  const own = field.slice(field.indexOf('.'));
  const namesake = after.storage.find((each) => each.field.endsWith(own) && each.field.indexOf('.') > 0);
  const other = namesake === undefined ? '' : ` (${namesake.field} is another field: keep the name of the class)`;
  return `is gone${other}, and what it held is not found any more`;
}

/** A map may become one whose keys are gone through in order, and the other way round: both are stored alike. */
const FORMS: { readonly [kind in AbiField['kind']]: string } = {
  Value: 'Value',
  Map: 'Map',
  OrderedMap: 'Map',
  Vec: 'Vec',
};

function change(old: AbiField, now: AbiField): string | undefined {
  if (FORMS[old.kind] !== FORMS[now.kind] || old.types.length !== now.types.length)
    return `was a ${old.kind} and is a ${now.kind}, so what it held is not found or not readable`;
  const at = old.types.findIndex((type, i) => !isReadable(type, now.types[i]!));
  if (at < 0) return undefined;
  const [was, is] = [typeText(old.types[at]!), typeText(now.types[at]!)];
  const what =
    was === is ? `holds another ${is} (${misreading(old.types[at]!, now.types[at]!)})` : `held ${was} and holds ${is}`;
  return `${what}, so what was stored is read wrongly or not at all`;
}

/**
 * Why a stored value of one type is not the same value of another; undefined if it is. The bytes of a struct are those of its fields and
 * nothing else, and decoders take neither more nor less, so a struct cannot grow; an enum can. Names stand in no bytes.
 */
function misreading(was: ValueType, is: ValueType): string | undefined {
  if (typeof was === 'object' && typeof is === 'object') {
    if ('list' in was && 'list' in is) return misreading(was.list, is.list);
    if ('option' in was && 'option' in is) return misreading(was.option, is.option);
    if ('struct' in was && 'struct' in is) return structMisreading(was, is);
    if ('enum' in was && 'enum' in is) return enumMisreading(was, is);
  }
  return was === is ? undefined : `${typeText(was)} became ${typeText(is)}`;
}

const isReadable = (was: ValueType, is: ValueType) => misreading(was, is) === undefined;

// A field may get a new name; one that got the name of another has changed places with it, and would be read as that.
function structMisreading({ fields: was }: StructType, { fields: is }: StructType): string | undefined {
  const without = (some: typeof was, others: typeof was) =>
    some.map(({ name }) => name).filter((name) => !others.some((other) => other.name === name));
  if (was.length < is.length) return `new: ${without(is, was).join(', ')}`;
  if (was.length > is.length) return `gone: ${without(was, is).join(', ')}`;
  for (const [i, { name, type }] of was.entries()) {
    const now = is[i]!;
    if (now.name !== name && was.some((other) => other.name === now.name)) return `${now.name} is where ${name} was`;
    const inner = misreading(type, now.type);
    if (inner !== undefined) return `${now.name}: ${inner}`;
  }
  return undefined;
}

function enumMisreading({ values: was }: EnumType, { values: is }: EnumType): string | undefined {
  for (const { name, value } of was) {
    const now = is.find((each) => each.value === value);
    if (now === undefined) return `${value} was ${name} and is nothing`;
    if (now.name !== name && was.some((other) => other.name === now.name))
      return `${value} was ${name} and is ${now.name}`;
  }
  return undefined;
}
