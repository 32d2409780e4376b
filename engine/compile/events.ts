// Event classes: their ABI rows, and the `emit()` that is written for them.
import { LIMITS } from '../../spec/limits.ts';
import { isTopicType } from '../abi/topic.ts';
import type { AbiEvent, AbiParam } from '../abi/types.ts';
import type { Report } from './findings.ts';
import { addImport, generatedName } from './imports.ts';
import {
  classesOf,
  decoratorOf,
  docOf,
  has,
  isConstructor,
  isField,
  isMethod,
  literalText,
  parseMembers,
} from './syntax.ts';
import type { ClassDeclaration, MethodDeclaration, Source } from './tree.ts';
import type { Types } from './types.ts';

/** Writes `emit()` into every `@event` class and returns their ABI rows. */
export function prepareEvents(sources: readonly Source[], types: Types, report: Report): AbiEvent[] {
  const events: AbiEvent[] = [];
  for (const [node] of classesIn(sources)) {
    if (node.extendsType?.name.identifier.text === 'Event' && !decoratorOf(node, 'event'))
      report(node.name, 'event-class', `'${node.name.text}' extends Event: write @event before the class`);
    const indexed = decoratorOf(node, 'indexed');
    if (indexed && !decoratorOf(node, 'event')) report(indexed, 'indexed', '@indexed stands beside @event');
  }
  for (const [node, source] of eventClasses(sources)) {
    const event = readEvent(node, types, report);
    if (events.some((e) => e.name === event.name))
      report(node.name, 'duplicate-event', `event '${event.name}' is there twice`);
    events.push(event);
    node.members.push(...parseMembers(emitMethod(event), node.name));
    addImport(source, 'Writer', 'codec', node.name);
    for (const name of event.indexed ? ['emitIndexed', 'Topics'] : ['emitEvent'])
      addImport(source, name, 'event', node.name);
  }
  return events;
}

function eventClasses(sources: readonly Source[]): (readonly [ClassDeclaration, Source])[] {
  return classesIn(sources).filter(([node]) => decoratorOf(node, 'event'));
}

function classesIn(sources: readonly Source[]): (readonly [ClassDeclaration, Source])[] {
  return sources.flatMap((source) => classesOf(source).map((node) => [node, source] as const));
}

function readEvent(node: ClassDeclaration, types: Types, report: Report): AbiEvent {
  const name = node.name.text;
  if (node.extendsType?.name.identifier.text !== 'Event') {
    report(node.name, 'event-class', `write: class ${name} extends Event`);
  }
  if (!/^[A-Za-z0-9_]+$/.test(name) || name.length > LIMITS.eventName.max) {
    report(node.name, 'event-name', `'${name}' must be letters, digits and _, at most ${LIMITS.eventName.max}`);
  }
  const own = node.members.find((m) => isMethod(m) && m.name.text === 'emit');
  if (own) report(own.name, 'event-class', 'emit() is written by the compiler');
  for (const field of node.members.filter((m) => isField(m) && m.parameterIndex < 0 && !has(m, 'static'))) {
    report(field.name, 'event-field', `make '${field.name.text}' a public parameter of the constructor`);
  }
  const doc = docOf(node);
  const fields = readFields(node, types, report);
  const indexed = readIndexed(node, fields, report);
  return { name, fields, ...(indexed ? { indexed } : {}), ...(doc ? { doc } : {}) };
}

/** Fields that `@indexed("from", "to")` names; undefined without it. */
function readIndexed(node: ClassDeclaration, fields: readonly AbiParam[], report: Report): string[] | undefined {
  const decorator = decoratorOf(node, 'indexed');
  if (decorator === undefined) return undefined;
  const most = LIMITS.topics.max;
  const names = (decorator.args ?? []).map(literalText);
  if (names.length === 0 || names.length > most || names.includes(undefined))
    report(decorator, 'indexed', `write: @indexed("field"), with 1 to ${most} fields of the event`);
  return names.filter((name, i) => {
    if (name === undefined) return false;
    const argument = decorator.args![i]!;
    const field = fields.find((each) => each.name === name);
    if (field === undefined) report(argument, 'indexed', `the event has no field '${name}'`);
    else if (!isTopicType(field.type)) report(argument, 'indexed', `'${name}' has parts: index a field without`);
    else if (names.indexOf(name) < i) report(argument, 'indexed', `'${name}' is there twice`);
    else return true;
    return false;
  }) as string[];
}

function readFields(node: ClassDeclaration, types: Types, report: Report): AbiParam[] {
  const made = node.members.find(isConstructor) as MethodDeclaration | undefined;
  return (made?.signature.parameters ?? []).flatMap((parameter) => {
    const name = parameter.name.text;
    if (!has(parameter, 'public')) report(parameter.name, 'event-field', `write: public ${name}`);
    const type = types.value(parameter.type, `event field '${name}'`);
    return type ? [{ name, type }] : [];
  });
}

function emitMethod(event: AbiEvent): string {
  const puts = event.fields.map((field) => `w.put(this.${field.name});`).join(' ');
  const writer = generatedName('Writer');
  if (event.indexed === undefined)
    return `emit(): void { const w = new ${writer}(); ${puts} ${generatedName('emitEvent')}("${event.name}", w); }`;
  const topics = event.indexed.map((name) => `.add(this.${name})`).join('');
  const made = `new ${generatedName('Topics')}(${event.indexed.length})${topics}`;
  return `emit(): void { const w = new ${writer}(); ${puts} ${generatedName('emitIndexed')}("${event.name}", ${made}, w); }`;
}
