// Joins the built modules of the program, and the packages that it uses, into few files under dist/program: a command loads two
// hundred modules one by one otherwise, which takes longer than most of what it does.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

/** What starts a process or thread of its own: name under dist/program, and the module. */
const ENTRIES = {
  main: 'cli/main.js',
  executor: 'engine/node/executor.js',
  working: 'engine/node/working.js',
  checking: 'engine/node/checking.js',
};

/** Left outside: what is native, what looks for files beside its own, and compilers, which are loaded when something is compiled. */
const OUTSIDE = ['level', 'sodium-native', 'assemblyscript', 'binaryen', '@viz-js/viz'];

const isOutside = (id) => id.startsWith('node:') || OUTSIDE.some((name) => id === name || id.startsWith(`${name}/`));

/** Writes dist/program under `root`, and the licences of the packages in it. */
export async function bundle(root) {
  const dist = join(root, 'dist');
  const input = Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(dist, path)]));
  const build = await rolldown({ input, platform: 'node', external: isOutside, logLevel: 'warn' });
  const { output } = await build.write({
    dir: join(dist, 'program'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  await build.close();
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  writeFileSync(join(dist, 'program', 'LICENSES.txt'), licences(modules));
}

function licences(modules) {
  const folders = new Set(modules.map(packageOf).filter((folder) => folder !== undefined));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file === undefined ? `Its package has no other text than: ${license}` : readFileSync(join(folder, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a module is of, if it is not ours. */
function packageOf(module) {
  if (!module.includes('/node_modules/')) return undefined;
  let folder = dirname(module);
  const isPackage = () => {
    const file = join(folder, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version !== undefined;
  };
  while (!isPackage()) folder = dirname(folder);
  return folder;
}
