// What the examples have in common: lawful modules of a modest size, with clients, and each in the documentation.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAbi } from '../../../engine/abi/abi.ts';
import { clientText } from '../../../engine/abi/bindings.ts';
import { encodeUtf8 } from '../../../engine/base/utf8.ts';
import { compileKept } from '../../../engine/compile/kept.ts';
import { loadSources } from '../../../engine/compile/sources.ts';
import { inspect } from '../../../engine/wasm/prepare.ts';
import { section } from '../webassembly.ts';

/** The examples, and the most bytes of code that each may have. */
const EXAMPLES = { coin: 12_000, escrow: 14_000, vesting: 14_500, registry: 12_000, auction: 11_500, multisig: 13_000 };
const guide = readFileSync('docs/develop.md', 'utf8');

test.each(Object.entries(EXAMPLES))(
  '%s is a lawful module of at most %d bytes, and its client compiles',
  async (name, most) => {
    const { wasm, abi } = await compileKept(loadSources(`contracts/examples/${name}.ts`));
    const meta = section(wasm, 'tally.abi')! + section(wasm, 'tally.build')!;
    const size = wasm.length - encodeUtf8(meta).length;
    expect([inspect(wasm).problems, readAbi(encodeUtf8(JSON.stringify(abi)))]).toEqual([[], abi]);
    expect(size).toBeLessThanOrEqual(most);
    const user = `import { Address } from "tally"; import { ${abi.contract}Client } from "./c";
@contract("user", "1.0.0") export class User { @view of(at: Address): Address { return new ${abi.contract}Client(at).at; } }`;
    const files = new Map([
      ['contract/user.ts', user],
      ['contract/c.ts', clientText(abi)],
    ]);
    await compileKept({ entry: 'contract/user.ts', files });
    expect(guide).toContain(`](../contracts/examples/${name}.ts)`);
    const refusals = readFileSync(`contracts/examples/${name}.ts`, 'utf8').match(/^.*\brequire\(.*$/gm)!;
    expect(refusals.filter((line) => !/, "[A-Z_]+", .{9,}\);$/.test(line))).toEqual([]);
  },
);
