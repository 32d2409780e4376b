// The AssemblyScript declarations of the host functions, written from spec/host.ts.
import { HOST_FUNCTIONS, HOST_MODULE, type HostFunction } from '../../spec/host.ts';

const RESULTS = { none: 'void', u32: 'u32', length: 'i32', u64: 'u64' } as const;

/** Text of stdlib/host.ts: one `@external` declaration a host row, with its doc and its price. */
export function declareHost(): string {
  const head = '// Generated from spec/host.ts by npm run generate; do not edit.';
  return `${[head, ...HOST_FUNCTIONS.map(declareRow)].join('\n\n')}\n`;
}

function declareRow(row: HostFunction): string {
  const args = row.args.flatMap(([name, kind]) => lowered(name, kind));
  return [
    `/** ${row.doc} Gas: ${priceOf(row.gas)}. */`,
    '// @ts-ignore: decorator',
    `@external("${HOST_MODULE}", "${row.name}")`,
    `export declare function ${row.name}(${args.join(', ')}): ${RESULTS[row.result]};`,
  ].join('\n');
}

function lowered(name: string, kind: string): string[] {
  if (kind === 'u32' || kind === 'u64') return [`${name}: ${kind}`];
  const pointer = `${name}Ptr: usize`;
  if (kind === 'out') return [pointer, `${name}Cap: u32`];
  if (kind === 'key' || kind.startsWith('in:')) return [pointer, `${name}Len: u32`];
  return [pointer];
}

/** The price of a host row in words, zero parts left out. */
export function priceOf(gas: HostFunction['gas']): string {
  const parts = [
    `${gas.base}`,
    gas.perByteIn > 0 ? `${gas.perByteIn} a byte in` : '',
    gas.perKeyByte > 0 ? `${gas.perKeyByte} a key byte` : '',
    gas.perByteOut > 0 ? `${gas.perByteOut} a byte out` : '',
  ];
  return parts.filter((part) => part !== '').join(' + ');
}
