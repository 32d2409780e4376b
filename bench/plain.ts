// The token in two plain forms: written by hand on the host functions, and as what is left of it when the transform is done.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Abi } from '../engine/abi/types.ts';
import { compileBare } from '../engine/compile/asc.ts';
import { addJsonSection, nameExports } from '../engine/compile/module.ts';
import { keepTallySections } from '../engine/compile/sections.ts';
import {
  CONTRACT_FOLDER,
  ENTRY_PATH,
  loadSources,
  packageFolder,
  type SourceFiles,
  singleSource,
} from '../engine/compile/sources.ts';
import { decoratorName, ON_CLASSES, ON_METHODS, walk } from '../engine/compile/syntax.ts';
import { makeTransform, type Transform } from '../engine/compile/transform.ts';
import type { DecoratorNode, Node, Parser } from '../engine/compile/tree.ts';
import { tree } from '../engine/compile/tree.ts';

export const TOKEN = join(packageFolder(), 'contracts', 'token.ts');
export const BY_HAND = join(packageFolder(), 'bench', 'kernels', 'plain.ts');

/** The token written by hand, with the exports and the ABI of the one that ships. */
export async function buildByHand(abi: Abi): Promise<Uint8Array> {
  class Naming implements Transform {
    afterParse(): void {}
    afterCompile(module: Parameters<Transform['afterCompile']>[0]): void {
      nameExports(module, abi);
      addJsonSection(module, 'tally.abi', abi);
    }
  }
  const sources = singleSource(readFileSync(BY_HAND, 'utf8'), 'plain');
  return keepTallySections(await compileBare(sources, Naming));
}

/** What only the transform understands; others are the compiler's own. */
const OURS = [...ON_CLASSES, ...ON_METHODS];

/** A contract as the compiler gets it from the transform, written out: the compiler alone makes the same functions of it. */
export async function plainSources(path: string): Promise<SourceFiles> {
  const files = new Map<string, string>();
  const { transform } = makeTransform('none');
  class Printing extends transform {
    override afterParse(parser: Parser): void {
      super.afterParse(parser);
      for (const source of parser.sources.filter((each) => each.normalizedPath.startsWith(CONTRACT_FOLDER))) {
        walk(source, bare);
        files.set(source.normalizedPath, tree.ASTBuilder.build(source));
      }
    }
  }
  await compileBare(loadSources(path), Printing);
  return { entry: ENTRY_PATH, files };
}

function bare(node: Node): void {
  const declared = node as { decorators?: DecoratorNode[] | null };
  if (declared.decorators)
    declared.decorators = declared.decorators.filter((each) => !OURS.includes(decoratorName(each)));
}
