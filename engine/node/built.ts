// Where the built form of a module that runs in a process of its own is.
import { fileURLToPath } from 'node:url';

/** From where this code may stand, sources, their built modules, or the joined program, to the joined program. */
const PROGRAM: readonly (readonly [RegExp, string])[] = [
  [/\.ts$/, '../../dist/program/'],
  [/\/engine\/node\/[^/]+$/, '../../program/'],
  [/./, './'],
];

/** Path of an entry of the joined program: `main`, or one of this folder. */
export function builtPath(name: string): string {
  const here = import.meta.url;
  const [, folder] = PROGRAM.find(([place]) => place.test(here))!;
  return fileURLToPath(new URL(`${folder}${name}.js`, here));
}
