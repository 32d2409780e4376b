// The AssemblyScript compiler as this folder uses it. Its published types declare globals (`console`, `Math`, `max` …) that
// would leak into every file of this program, so the part that is used is written down here and loaded without them.
import { type Attempting, forgetAttempts } from './attempts.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
  readonly source: Source;
  readonly atStart: Range;
}
export interface Node {
  range: Range;
}
export interface Source extends Node {
  readonly normalizedPath: string;
  readonly text: string;
  sourceKind: number;
  statements: Statement[];
  lineAt(offset: number): number;
}
export interface Expression extends Node {
  readonly isExpression?: true;
}
export interface Statement extends Node {
  readonly isStatement?: true;
}
export interface IdentifierExpression extends Expression {
  readonly text: string;
}
export interface PropertyAccessExpression extends Expression {
  readonly expression: Expression;
  readonly property: IdentifierExpression;
}
export interface ElementAccessExpression extends Expression {
  readonly expression: Expression;
}
export interface StringLiteralExpression extends Expression {
  readonly value: string;
}
export interface CallExpression extends Expression {
  readonly expression: Expression;
  readonly args: Expression[];
}
export interface BinaryExpression extends Expression {
  readonly operator: number;
  readonly left: Expression;
  readonly right: Expression;
}
export interface UnaryPrefixExpression extends Expression {
  readonly operator: number;
  operand: Expression;
}
/** What stands in parentheses, or is cast. */
export interface WrappingExpression extends Expression {
  expression: Expression;
}
export interface NewExpression extends Expression {
  readonly typeName: TypeName;
  readonly typeArguments: TypeNode[] | null;
  readonly args: Expression[];
}
export interface TryStatement extends Statement {
  readonly bodyStatements: Statement[];
}
export interface ThrowStatement extends Statement {
  readonly value: Expression;
}
export interface ForOfStatement extends Statement {
  readonly body: Statement;
}
export interface VariableStatement extends Statement {
  readonly decorators: DecoratorNode[] | null;
  readonly declarations: VariableDeclaration[];
}
export interface ExportDefaultStatement extends Statement {
  readonly declaration: DeclarationStatement;
}
export interface ExpressionStatement extends Statement {
  readonly expression: Expression;
}
export interface LoopStatement extends Statement {
  readonly condition: Expression | null;
  readonly body: Statement;
}
export interface IfStatement extends Statement {
  readonly condition: Expression;
  readonly ifTrue: Statement;
  readonly ifFalse: Statement | null;
}
export interface TypeName extends Node {
  readonly identifier: IdentifierExpression;
  readonly next: TypeName | null;
}
export interface TypeNode extends Node {
  readonly isNullable: boolean;
}
export interface NamedTypeNode extends TypeNode {
  readonly name: TypeName;
  readonly typeArguments: TypeNode[] | null;
}
export interface DecoratorNode extends Node {
  readonly name: Expression;
  readonly args: Expression[] | null;
}
export interface ParameterNode extends Node {
  /** 0, or 1 where it may be left out, or 2 where it takes the rest. */
  readonly parameterKind: number;
  readonly name: IdentifierExpression;
  readonly type: TypeNode;
  readonly initializer: Expression | null;
  readonly flags: number;
}
export interface DeclarationStatement extends Statement {
  readonly name: IdentifierExpression;
  readonly decorators: DecoratorNode[] | null;
  readonly flags: number;
}
export interface VariableDeclaration extends DeclarationStatement {
  readonly type: TypeNode | null;
  readonly initializer: Expression | null;
}
export interface FunctionDeclaration extends DeclarationStatement {
  readonly typeParameters: Node[] | null;
  readonly body: (Statement & { readonly statements: Statement[] }) | null;
  readonly signature: { readonly parameters: ParameterNode[]; readonly returnType: TypeNode };
}
export interface NamespaceDeclaration extends DeclarationStatement {
  readonly members: Statement[];
}
export interface FieldDeclaration extends DeclarationStatement {
  readonly type: TypeNode | null;
  initializer: Expression | null;
  /** Index of the constructor parameter that declares it, otherwise -1. */
  readonly parameterIndex: number;
}
export interface TypeDeclaration extends DeclarationStatement {
  readonly type: TypeNode;
}
/** A function of a class, to which the parser gives the form of any function. */
export interface MethodDeclaration extends FunctionDeclaration {}
export interface ClassDeclaration extends DeclarationStatement {
  readonly typeParameters: Node[] | null;
  readonly extendsType: NamedTypeNode | null;
  implementsTypes: NamedTypeNode[] | null;
  readonly members: DeclarationStatement[];
}
export interface EnumDeclaration extends DeclarationStatement {
  readonly values: (DeclarationStatement & { readonly initializer: Expression | null })[];
}
export interface ExportStatement extends Statement {
  /** Null where everything of the other file is meant. */
  readonly members: { readonly localName: IdentifierExpression; readonly exportedName: IdentifierExpression }[] | null;
  readonly path: StringLiteralExpression | null;
}
export interface ImportStatement extends Statement {
  readonly declarations: (DeclarationStatement & { readonly foreignName: IdentifierExpression })[] | null;
  readonly path: StringLiteralExpression;
}
export interface Parser {
  readonly sources: Source[];
  readonly diagnostics: unknown[];
  parseFile(text: string, path: string, isEntry: boolean): void;
}

/** A type as the compiler knows it. */
export interface Type {
  readonly isReference: boolean;
  readonly isNullableReference: boolean;
  getClass(): CompiledClass | null;
  toString(): string;
}
/** What was declared, as the compiler keeps it. */
export interface Declared {
  readonly declaration?: Node;
  /** What a name means where this stands. */
  lookup(name: string): Declared | null;
}
/** A class or function of the compiled program. */
export interface Instance extends Declared {
  readonly prototype?: { readonly declaration?: Node };
  readonly localsByIndex?: readonly { readonly name: string; readonly type: Type }[];
}
export interface Member {
  readonly kind: number;
  readonly declaration?: Node;
  readonly fieldDeclaration?: FieldDeclaration | null;
  readonly instance?: {
    readonly isField: boolean;
    readonly name: string;
    readonly type: Type;
    readonly memoryOffset: number;
  } | null;
}
export interface CompiledClass extends Declared {
  readonly internalName: string;
  readonly base: CompiledClass | null;
  readonly members: ReadonlyMap<string, Member> | null;
}
interface Emitter {
  emitDiagnostic(
    code: number,
    category: number,
    range: Range | null,
    relatedRange: Range | null,
    ...args: string[]
  ): void;
}
/** A run of the compiler. */
export interface CompilerInstance extends Emitter {
  readonly program: Program;
  readonly module: { unreachable(): unknown };
  currentFlow: unknown;
  currentParent: unknown;
  currentType: unknown;
  currentBody: unknown;
  compile(): unknown;
  compileExpression(node: Node, ...rest: unknown[]): unknown;
  compileStatement(node: Node, ...rest: unknown[]): unknown;
  compileTopLevelStatement(node: Node, ...rest: unknown[]): unknown;
  readonly resolver: {
    resolveExpression(node: Node, flow: unknown, contextual: Type, reportMode: number): Type | null;
  };
  makeIsTrueish(compiled: unknown, type: Type, node: Expression): unknown;
  compileUnaryPrefixExpression(node: UnaryPrefixExpression, contextual: Type, constraints: number): unknown;
  compileExpressionStatement(node: ExpressionStatement): unknown;
  compileCommutativeCompareBinaryExpressionFromParts(
    operator: number,
    left: Expression,
    leftCompiled: unknown,
    leftType: Type,
    right: Expression,
    rightCompiled: unknown,
    rightType: Type,
    contextual: Type,
    node: Expression,
  ): unknown;
}
/** What was compiled; the compiler puts it on each transform. */
export interface Program extends Emitter {
  readonly module: { unreachable(): unknown };
  readonly sources: Source[];
  initialize(): unknown;
  readonly instancesByName: ReadonlyMap<string, Instance>;
  readonly managedClasses: ReadonlyMap<number, CompiledClass>;
}

type Class<T> = abstract new (...args: never[]) => T;

interface Compiler {
  readonly UnaryPostfixExpression: Class<UnaryPrefixExpression>;
  readonly ReturnStatement: Class<Statement>;
  readonly TrueExpression: Class<Expression>;
  readonly FalseExpression: Class<Expression>;
  readonly DoStatement: Class<LoopStatement>;
  readonly ParenthesizedExpression: Class<WrappingExpression>;
  readonly AssertionExpression: Class<WrappingExpression>;
  readonly ASTBuilder: { build(node: Node): string };
  readonly Compiler: { readonly prototype: CompilerInstance };
  readonly Program: { readonly prototype: Program };
  readonly Node: Class<Node>;
  readonly BinaryExpression: Class<BinaryExpression>;
  readonly NullExpression: Class<Expression>;
  readonly BlockStatement: Class<Statement & { readonly statements: Statement[] }>;
  readonly Statement: Class<Statement>;
  readonly Parser: { new (diagnostics: unknown[], sources: Source[]): Parser; readonly prototype: Attempting };
  readonly ArrayLiteralExpression: Class<Expression>;
  readonly ForStatement: Class<LoopStatement>;
  readonly IfStatement: Class<IfStatement>;
  readonly WhileStatement: Class<LoopStatement>;
  readonly ClassDeclaration: Class<ClassDeclaration>;
  readonly ClassExpression: Class<Expression>;
  readonly ElementAccessExpression: Class<ElementAccessExpression>;
  readonly ExportDefaultStatement: Class<ExportDefaultStatement>;
  readonly ForOfStatement: Class<ForOfStatement>;
  readonly FunctionDeclaration: Class<FunctionDeclaration>;
  readonly NamespaceDeclaration: Class<NamespaceDeclaration>;
  readonly NewExpression: Class<NewExpression>;
  readonly RegexpLiteralExpression: Class<Expression>;
  readonly Source: Class<Source>;
  readonly ThisExpression: Class<Expression>;
  readonly ThrowStatement: Class<ThrowStatement>;
  readonly TernaryExpression: Class<Expression>;
  readonly TryStatement: Class<TryStatement>;
  readonly TupleTypeNode: Class<TypeNode>;
  readonly UnaryExpression: Class<UnaryPrefixExpression>;
  readonly UnaryPrefixExpression: Class<UnaryPrefixExpression>;
  readonly VariableDeclaration: Class<VariableDeclaration>;
  readonly VariableStatement: Class<VariableStatement>;
  readonly Type: { readonly void: Type };
  /** Numbers of operators by name, and names by number. */
  readonly Token: { readonly [name: string]: number };
  readonly ConstructorExpression: Class<IdentifierExpression>;
  readonly CallExpression: Class<CallExpression>;
  readonly DeclarationStatement: Class<DeclarationStatement>;
  readonly DecoratorNode: Class<DecoratorNode>;
  readonly EnumDeclaration: Class<EnumDeclaration>;
  readonly ExportStatement: Class<ExportStatement>;
  readonly ExpressionStatement: Class<ExpressionStatement>;
  readonly FieldDeclaration: Class<FieldDeclaration>;
  readonly FloatLiteralExpression: Class<Expression & { readonly value: number }>;
  readonly IdentifierExpression: Class<IdentifierExpression>;
  readonly ImportStatement: Class<ImportStatement>;
  readonly InterfaceDeclaration: Class<ClassDeclaration & { readonly isInterface: true }>;
  readonly MethodDeclaration: Class<MethodDeclaration>;
  readonly NamedTypeNode: Class<NamedTypeNode>;
  readonly ParameterNode: Class<ParameterNode>;
  readonly PropertyAccessExpression: Class<PropertyAccessExpression>;
  readonly StringLiteralExpression: Class<StringLiteralExpression>;
  readonly TypeDeclaration: Class<TypeDeclaration>;
  readonly TypeName: Class<TypeName>;
}

// Not a literal, so that the type checker does not follow it.
const COMPILER: string = 'assemblyscript';

/** The compiler's classes. */
export const tree = (await import(COMPILER)) as Compiler;
forgetAttempts(tree.Parser.prototype);
