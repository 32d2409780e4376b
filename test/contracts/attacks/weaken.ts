// Copies of the examples from which a defence was taken: what an attack must succeed on, or it proves nothing.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, Deployment, Sandbox } from '../../../engine/testing/sandbox.ts';

/** In which file of the examples, what stands there, and what stands there instead. */
export type Change = readonly [file: string, from: string, to: string];

/** An example as it ships. */
export function deployExample(sandbox: Sandbox, name: string, deployment: Deployment = {}): Promise<Contract> {
  return sandbox.deploy(`contracts/examples/${name}.ts`, deployment);
}

/** A copy of an example after some changes. */
export function deployWeakened(
  sandbox: Sandbox,
  name: string,
  changes: readonly Change[],
  deployment: Deployment = {},
): Promise<Contract> {
  return withWeakened(name, changes, (path) => sandbox.deploy(path, deployment));
}

/** Does something with the source of such a copy. */
export async function withWeakened<T>(
  name: string,
  changes: readonly Change[],
  act: (path: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'weakened-'));
  try {
    cpSync('contracts/examples', folder, { recursive: true });
    for (const [file, from, to] of changes) {
      const path = join(folder, `${file}.ts`);
      writeFileSync(path, replaced(readFileSync(path, 'utf8'), from, to));
    }
    return await act(join(folder, `${name}.ts`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text with one place changed. @throws Error if what should be changed does not stand there exactly once */
export function replaced(text: string, from: string, to: string): string {
  const places = text.split(from).length - 1;
  if (places !== 1) throw new Error(`this stands there ${places} times: ${from}`);
  return text.replace(from, () => to);
}
