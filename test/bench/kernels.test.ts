// The kernels are contracts like others, so what is refused of those is refused of them.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KERNELS } from '../../bench/kernels.ts';
import { CONTRACTS } from '../../bench/running.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources, packageFolder } from '../../engine/compile/sources.ts';

const OWN = KERNELS.map(({ file }) => file).filter((file) => !CONTRACTS.includes(file));

test.each(OWN)('%s is a lawful contract', async (file) => {
  const { wasm } = await compileKept(loadSources(join(packageFolder(), 'bench', 'kernels', `${file}.ts`)));
  expect(wasm.length).toBeGreaterThan(100);
});
