// Where the built form of a module that runs in a process of its own is.
import { fileURLToPath } from 'node:url';

/** Path of a module of this folder. A test runner loads these as TypeScript; a forked process needs the built one. */
export function builtPath(name: string): string {
  const here = import.meta.url;
  const built = here.endsWith('.ts') ? `../../dist/engine/node/${name}.js` : `./${name}.js`;
  return fileURLToPath(new URL(built, here));
}
