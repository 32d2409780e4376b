// Which functions a source has and on which lines their statements begin, whether anything calls them or not.
import { decoratorOf, walk } from './syntax.ts';
import { type DeclarationStatement, type FunctionDeclaration, type Node, tree } from './tree.ts';

/** A function or method with a body; lines from 1. */
export interface BodyLines {
  readonly first: number;
  readonly last: number;
  /** Lines on which statements begin. */
  readonly statements: readonly number[];
}

/** Functions of a source, but for those of events, which hold nothing that runs. */
export function bodiesOf(text: string, path: string): BodyLines[] {
  const parser = new tree.Parser([], []);
  parser.parseFile(text, path, false);
  const source = parser.sources[0]!;
  const lineAt = linesOf(text);
  const found: BodyLines[] = [];
  walk(source, (node, { parent }) => {
    const isFunction = node instanceof tree.FunctionDeclaration && node.body !== null;
    if (isFunction && !isOfEvent(parent)) found.push(linesIn(node, lineAt));
  });
  return found;
}

function isOfEvent(parent: Node | null): boolean {
  return parent instanceof tree.ClassDeclaration && decoratorOf(parent as DeclarationStatement, 'event') !== undefined;
}

function linesIn({ body }: FunctionDeclaration, lineAt: (offset: number) => number): BodyLines {
  const { start, end } = body!.range;
  const statements = new Set<number>();
  walk(body!, (node) => {
    const isPart = node instanceof tree.BlockStatement || node instanceof tree.DeclarationStatement;
    if (node instanceof tree.Statement && !isPart) statements.add(lineAt(node.range.start));
  });
  return { first: lineAt(start), last: lineAt(end - 1), statements: [...statements].sort((a, b) => a - b) };
}

function linesOf(text: string): (offset: number) => number {
  const ends = [...text.matchAll(/\n/g)].map((match) => match.index);
  return (offset) => 1 + ends.filter((end) => end < offset).length;
}
