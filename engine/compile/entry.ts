// The generated entry file: one exported function a method, from Borsh arguments to Borsh result.
import { posix } from 'node:path';
import type { AbiMethod } from '../abi/types.ts';
import { CONTRACT_FOLDER } from './sources.ts';
import { sourceType } from './types.ts';

/** Path of the generated file; no author's file can have it. */
export const ENTRY_PATH = `${CONTRACT_FOLDER}~entry.ts`;

/** Name of a method's function in the generated file, before exports are renamed. */
export function entryName(method: string): string {
  return `method_${method}`;
}

/** The generated file for a class that stands in the file `path`. */
export function entryText(className: string, path: string, methods: readonly AbiMethod[]): string {
  const home = posix.relative(CONTRACT_FOLDER, path).replace(/\.ts$/, '');
  return [
    `import { Reader as __Reader, respond as __respond } from "tally/codec";`,
    `import { abort as __abort } from "tally/require";`,
    `import { Address as __Address } from "tally/address";`,
    `import { Amount as __Amount } from "tally/amount";`,
    `import { emitEvent as __emitEvent } from "tally/event";`,
    `import { ${className} as __Contract } from "./${home}";`,
    ...methods.map(methodText),
    '',
  ].join('\n');
}

function methodText(method: AbiMethod): string {
  const reads = method.params.map(({ type }, i) => `const a${i} = input.get<${localType(sourceType(type))}>();`);
  const call = `new __Contract().${method.name}(${method.params.map((_, i) => `a${i}`).join(', ')})`;
  const body = [
    // A fallback stands in for methods whose arguments it cannot know.
    ...(method.name === 'fallback' ? [] : ['const input = __Reader.input();', ...reads, 'input.finish();']),
    method.returns === 'void' ? `${call};` : `__respond<${localType(sourceType(method.returns))}>(${call});`,
  ];
  return `export function ${entryName(method.name)}(): void { ${body.join(' ')} }`;
}

function localType(type: string): string {
  return type === 'Address' || type === 'Amount' ? `__${type}` : type;
}
