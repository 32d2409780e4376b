// Instructions of a module in words.
import type { Program } from '../interpreter/program.ts';
import { readInstruction, Step } from '../wasm/instructions.ts';
import type { Module } from '../wasm/module.ts';
import { Reader } from '../wasm/reader.ts';
import { EMPTY_TYPE, typeName } from '../wasm/types.ts';

/** An instruction: where it stands, how deep in blocks, and in words. */
export interface Line {
  readonly offset: number;
  readonly depth: number;
  readonly text: string;
}

/** The code of a function that a lawful module defines; `own` counts without imports. */
export function listFunction(module: Module, own: number, nameOf: (index: number) => string): Line[] {
  const { code, end } = module.bodies[own]!;
  const from = new Reader(module.bytes, code, end);
  const step = new Step();
  const lines: Line[] = [];
  let depth = 0;
  while (!from.done) {
    readInstruction(from, step);
    const { name } = step.operation;
    if (name === 'end' || name === 'else') depth--;
    lines.push({ offset: step.at, depth: Math.max(depth, 0), text: [name, ...immediates(step, nameOf)].join(' ') });
    if (name === 'else' || name === 'block' || name === 'loop' || name === 'if') depth++;
  }
  return lines;
}

function immediates({ operation, a, b, value, targets }: Step, nameOf: (index: number) => string): string[] {
  switch (operation.immediates) {
    case 'block':
      return a === EMPTY_TYPE ? [] : [typeName(a)];
    case 'labels':
      return targets.map(String);
    case 'function':
      return [nameOf(a)];
    case 'indirect':
      return [`type ${a}`];
    case 'memory':
      return b === 0 ? [] : [`offset=${b}`];
    case 'i64':
      return [String(value)];
    case 'label':
    case 'local':
    case 'global':
    case 'i32':
      return [String(a)];
    default:
      return [];
  }
}

/** What a function is called without other names: by its import or export, or its index. */
export function functionNameOf({ imports, exports }: Program, index: number): string {
  if (index < imports.length) return imports[index]!.name;
  return [...exports].find(([, exported]) => exported === index)?.[0] ?? `#${index}`;
}
