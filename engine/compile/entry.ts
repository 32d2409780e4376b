// The generated entry file: one exported function a method, from Borsh arguments to Borsh result.
import { posix } from 'node:path';
import { checkText } from '../abi/bindings.ts';
import type { AbiMethod, ValueType } from '../abi/types.ts';
import type { ContractClass } from './contract.ts';
import { CONTRACT_FOLDER } from './sources.ts';
import type { Types } from './types.ts';

/** Name of a method's function in the generated file, before exports are renamed. */
export function entryName(method: string): string {
  return `method_${method}`;
}

/** The generated file for a contract. */
export function entryText({ node, source }: ContractClass, methods: readonly AbiMethod[], types: Types): string {
  const imports = new Map<string, string>();
  const functions = methods.map((method) => methodText(method, (type) => types.written(type, imports)));
  return [
    `import { Reader as __Reader, respond as __respond } from "tally/codec";`,
    `import { abort as __abort } from "tally/require";`,
    `import { Address as __Address } from "tally/address";`,
    `import { Amount as __Amount } from "tally/amount";`,
    `import { Decimal as __Decimal } from "tally/decimal";`,
    `import { Option as __Option } from "tally/option";`,
    `import { emitEvent as __emitEvent } from "tally/event";`,
    `import { ${node.name.text} as __Contract } from "${pathTo(source.normalizedPath)}";`,
    ...[...imports].map(([name, path]) => `import { ${name} as __T_${name} } from "${pathTo(path)}";`),
    ...functions,
    '',
  ].join('\n');
}

const pathTo = (path: string) => `./${posix.relative(CONTRACT_FOLDER, path).replace(/\.ts$/, '')}`;

function methodText(method: AbiMethod, written: (type: ValueType) => string): string {
  const reads = method.params.map(
    ({ type }, i) => `const a${i} = from.get<${written(type)}>(); ${checkText('from', `a${i}`, type)}`,
  );
  const call = `new __Contract().${method.name}(${method.params.map((_, i) => `a${i}`).join(', ')})`;
  const body = [
    // A fallback stands in for methods whose arguments it cannot know.
    ...(method.name === 'fallback' ? [] : ['const from = __Reader.input();', ...reads, 'from.finish();']),
    method.returns === 'void' ? `${call};` : `__respond<${written(method.returns)}>(${call});`,
  ];
  return `export function ${entryName(method.name)}(): void { ${body.join(' ')} }`;
}
