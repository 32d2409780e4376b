// Clients of the project that were written from another form of a contract than the one that is built now.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callMark, WRITTEN, wholeMark } from '../engine/abi/mark.ts';
import type { Abi } from '../engine/abi/types.ts';
import { filesIn } from './artifact.ts';

/** What to say of clients that call contracts by other ABIs than these; `contracts` is the folder of sources. */
export function staleClients(
  contracts: string,
  built: readonly { readonly name: string; readonly abi?: Abi | undefined }[],
): string[] {
  const known = new Map(
    built.flatMap(({ name, abi }) => (abi === undefined ? [] : [[abi.name, { name, abi }] as const])),
  );
  const paths = [
    ...filesIn(contracts, '.client.ts').map((name) => join(contracts, `${name}.client.ts`)),
    ...filesIn('client', '.ts').map((name) => join('client', `${name}.ts`)),
  ];
  return paths.flatMap((path) => {
    const [, contract, mark] = WRITTEN.exec(readFileSync(path, 'utf8')) ?? [];
    const now = contract === undefined ? undefined : known.get(contract);
    if (now === undefined) return [];
    const isForContracts = path.endsWith('.client.ts');
    if (mark === (isForContracts ? callMark(now.abi) : wholeMark(now.abi))) return [];
    const again = `tally bindings ${now.name}${isForContracts ? '' : ' --target ts'} --out ${path}`;
    return [`${path} was written from another ${contract} than this one: \`${again}\` writes it anew`];
  });
}
