// Event classes: their ABI rows, and the `emit()` that is written for them.
import { LIMITS } from '../../spec/limits.ts';
import type { AbiEvent, AbiParam } from '../abi/types.ts';
import type { Report } from './findings.ts';
import { addImport, generatedName } from './imports.ts';
import { classesOf, decoratorOf, docOf, has, isConstructor, isField, isMethod, parseMembers } from './syntax.ts';
import type { ClassDeclaration, MethodDeclaration, Source } from './tree.ts';
import type { Types } from './types.ts';

/** Writes `emit()` into every `@event` class and returns their ABI rows. */
export function prepareEvents(sources: readonly Source[], types: Types, report: Report): AbiEvent[] {
  const events: AbiEvent[] = [];
  for (const [node] of classesIn(sources)) {
    if (node.extendsType?.name.identifier.text === 'Event' && !decoratorOf(node, 'event'))
      report(node.name, 'event-class', `'${node.name.text}' extends Event: write @event before the class`);
  }
  for (const [node, source] of eventClasses(sources)) {
    const event = readEvent(node, types, report);
    if (events.some((e) => e.name === event.name))
      report(node.name, 'duplicate-event', `event '${event.name}' is there twice`);
    events.push(event);
    node.members.push(...parseMembers(emitMethod(event), node.name));
    addImport(source, 'Writer', 'codec', node.name);
    addImport(source, 'emitEvent', 'event', node.name);
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
  return { name, fields: readFields(node, types, report), ...(doc ? { doc } : {}) };
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
  const [writer, emit] = [generatedName('Writer'), generatedName('emitEvent')];
  return `emit(): void { const w = new ${writer}(); ${puts} ${emit}("${event.name}", w); }`;
}
