// A contract's client for applications and tests, written from its ABI as a TypeScript file.
import { callable, comment, docsOf, freeName, oneLine } from './bindings.ts';
import { DeclaredTypes } from './declared.ts';
import { importLines, keyText, listLines, memberLines, type Parameter, signatureLines } from './layout.ts';
import { wholeMark } from './mark.ts';
import type { Abi, AbiMethod } from './types.ts';

/** Words that cannot name a type, or that the file needs for what they usually mean. */
const TAKEN = new Set(
  `abstract any as asserts async await bigint boolean break case catch class const constructor continue debugger declare default
  delete do else enum export extends false finally for from function get global if implements import in infer instanceof interface
  intrinsic is keyof let module namespace never new null number object of out override package private protected public readonly
  require return satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown using var
  void while with yield accessor defer Error Object Promise String Uint8Array`.split(/\s+/),
);
/** What cannot be a method: the one is the class's own, with the other a client would pass for a promise. */
const UNFIT: readonly string[] = ['constructor', 'then'];

/** Names of one file: those of the contract first, so that they stay what they are. */
class Names {
  private readonly used = new Set(TAKEN);
  private readonly locals = new Map<string, string>();

  take(wanted: string): string {
    const name = freeName(wanted, (taken) => this.used.has(taken));
    this.used.add(name);
    return name;
  }

  /** What a type that is imported is called. */
  imported(name: string): string {
    const local = this.locals.get(name) ?? this.take(name);
    this.locals.set(name, local);
    return local;
  }

  imports(): string[] {
    const words = [...this.locals].map(([name, local]) => (name === local ? name : `${name} as ${local}`));
    return importLines(words.sort(), 'tallystick/client');
  }
}

/** One file on its way. */
interface File {
  readonly abi: Abi;
  readonly methods: readonly AbiMethod[];
  readonly init: AbiMethod | undefined;
  readonly migrate: AbiMethod | undefined;
  readonly names: Names;
  readonly types: DeclaredTypes;
  /** What the file itself declares, by what it is. */
  readonly own: {
    readonly [what in 'Client' | 'Init' | 'Migrate' | 'Events' | 'Event' | 'Code' | 'B' | 'From']: string;
  };
  /** Members that no method of the contract is called like. */
  readonly members: { readonly [what in 'contract' | 'emitted']: string };
}

/**
 * Text of a TypeScript file with a class `ContractClient`: a method for each method and view of the contract, typed events, codes of
 * refusals, and its deployment. It imports types only, and works on contracts of `tallystick/testing` and of `tallystick/client`.
 */
export function typescriptText(abi: Abi): string {
  const file = newFile(abi);
  const parts = [...file.types.texts(), ...hookTexts(file), ...eventTexts(file), ...codeTexts(file), classText(file)];
  return [
    `// Written by \`tally bindings\` from ${oneLine(abi.name)} ${oneLine(abi.version)} (${wholeMark(abi)}): how applications and tests call it.`,
    ...file.names.imports(),
    '',
    `${parts.join('\n\n')}\n`,
  ].join('\n');
}

function newFile(abi: Abi): File {
  const names = new Names();
  const methods = callable(abi);
  const hook = (kind: AbiMethod['kind']) => abi.methods.find((method) => method.kind === kind);
  const [init, migrate] = [hook('init'), hook('migrate')];
  const hooks = [init, migrate].flatMap((method) => method ?? []);
  const given = [...methods, ...hooks].flatMap(({ params }) => params);
  const results = methods.flatMap(({ returns }) => (returns === 'void' ? [] : [returns]));
  const gotten = [...results, ...abi.events.flatMap(({ fields }) => fields.map(({ type }) => type))];
  const types = new DeclaredTypes({ given: given.map(({ type }) => type), gotten }, names);
  const own = (what: string) => names.take(`${abi.contract}${what}`);
  const free = (name: string) => freeName(name, (taken) => methods.some((method) => method.name === taken));
  return {
    ...{ abi, methods, init, migrate, names, types },
    own: {
      ...{ Client: own('Client'), Init: own('Init'), Migrate: own('Migrate') },
      ...{ Events: own('Events'), Event: own('Event'), Code: own('Code') },
      ...{ B: names.take('B'), From: names.take('From') },
    },
    members: { contract: free('contract'), emitted: free('emitted') },
  };
}

/** Arguments of init and migrate. */
function hookTexts({ init, migrate, types, own }: File): string[] {
  const text = (hook: AbiMethod | undefined, name: string, what: string) => {
    if (hook === undefined || hook.params.length === 0) return [];
    const members = memberLines(types.members(hook.params, 'given'), '  ');
    return [[docText([what, ...docsOf(hook)], ''), `export type ${name} = {`, ...members, '};'].join('\n')];
  };
  return [
    ...text(init, own.Init, 'Arguments of its deployment.'),
    ...text(migrate, own.Migrate, 'Arguments of an upgrade to it.'),
  ];
}

function eventTexts({ abi, names, types, own }: File): string[] {
  if (abi.events.length === 0) return [];
  const lines = abi.events.flatMap(({ name, doc, fields }) => [
    ...(doc === undefined ? [] : [docText([doc], '  ')]),
    ...(fields.length === 0
      ? [`  readonly ${keyText(name)}: {};`]
      : [`  readonly ${keyText(name)}: {`, ...memberLines(types.members(fields, 'gotten'), '    '), '  };']),
  ]);
  const all = [
    '/** Fields of what it reports, by the names of the events. */',
    `export type ${own.Events} = {`,
    ...lines,
    '};',
  ];
  const one = `export type ${own.Event} = ${names.imported('EventOf')}<${own.Events}>;`;
  return [all.join('\n'), `/** What it reports, told apart by \`name\`. */\n${one}`];
}

function codeTexts({ abi, own }: File): string[] {
  if (abi.errors.length === 0) return [];
  return [`/** Codes with which it refuses. */\nexport type ${own.Code} = keyof typeof ${own.Client}.errors;`];
}

function classText(file: File): string {
  const { abi, methods, names, own, members } = file;
  const both = 'On a contract of a sandbox its methods answer at once, on one of a chain they promise to.';
  const backend = names.imported('Backend');
  const parts = [
    ...tableTexts(abi),
    `  readonly ${members.contract}: ${own.B};`,
    [`  constructor(contract: ${own.B}) {`, `    this.${members.contract} = contract;`, '  }'].join('\n'),
    deployText(file),
    ...guardTexts(file),
    ...methods.map((method) => methodText(file, method)),
  ];
  return [
    docText([...(abi.doc === undefined ? [] : [abi.doc]), both], ''),
    `export class ${own.Client}<${own.B} extends ${backend}> {`,
    parts.join('\n\n'),
    '}',
  ].join('\n');
}

/** What is known of errors and events when the program runs. */
function tableTexts({ errors, events }: Abi): string[] {
  const messages = new Map<string, string[]>();
  for (const { code, message } of errors)
    messages.set(code, [...(messages.get(code) ?? []), ...(message === undefined ? [] : [message])]);
  const table = (doc: string, name: string, rows: Iterable<readonly [string, readonly string[]]>) =>
    [
      `  /** ${doc} */`,
      `  static readonly ${name} = {`,
      ...[...rows].flatMap(([key, texts]) => listLines(key, texts, '    ')),
      '  } as const;',
    ].join('\n');
  const fields = events.map((event) => [event.name, event.fields.map(({ name }) => name)] as const);
  return [
    ...(errors.length === 0 ? [] : [table('Codes with which it refuses, and what it says then.', 'errors', messages)]),
    ...(events.length === 0 ? [] : [table('Events that it reports, and the names of their fields.', 'events', fields)]),
  ];
}

function deployText({ init, names, own }: File): string {
  const [deployer, hasArguments] = [names.imported('Deployer'), init !== undefined && init.params.length > 0];
  const from = { name: 'from?', type: own.From };
  const args = hasArguments ? [{ name: 'args', type: own.Init }] : [];
  const result = `${own.Client}<${own.B}>`;
  const head = signatureLines(
    `static async deploy<${own.B} extends ${names.imported('Backend')}, ${own.From}>`,
    [
      `on: ${deployer}<${own.B}, ${own.From}>`,
      'module: string',
      { name: 'deployment', members: [...args, from], ...(hasArguments ? {} : { otherwise: '{}' }) },
    ],
    `: Promise<${result}> {`,
  );
  const docs = ['Deploys it: from a source or a module in a sandbox, from a module on a chain.', ...docsOf(init ?? {})];
  return [
    docText(docs, '  '),
    ...head,
    `    return new ${own.Client}(await on.deploy(module, deployment));`,
    '  }',
  ].join('\n');
}

/** Methods that tell whether an event or an error is the contract's own. */
function guardTexts({ abi, names, own, members }: File): string[] {
  const emitted = () => [
    '  /** Whether it reported this event, with the fields that are known here. */',
    `  readonly ${members.emitted} = (event: ${names.imported('Emitted')}): event is ${own.Event} => {`,
    `    const { address } = this.${members.contract};`,
    '    if (!event.contract.every((byte, i) => byte === address[i])) return false;',
    `    const known = Object.entries<readonly string[]>(${own.Client}.events).find(([name]) => name === event.name);`,
    '    return known?.[1].every((field) => Object.keys(event.fields).includes(field)) ?? false;',
    '  };',
  ];
  const refused = () => [
    '  /** Whether a call failed with one of its own codes. */',
    `  static refused(error: unknown): error is ${names.imported('Refusal')}<${own.Code}> {`,
    '    if (!(error instanceof Error && error.name === "CallFailed" && "code" in error)) return false;',
    `    return Object.keys(${own.Client}.errors).includes(String(error.code));`,
    '  }',
  ];
  return [
    ...(abi.errors.length === 0 ? [] : [refused().join('\n')]),
    ...(abi.events.length === 0 ? [] : [emitted().join('\n')]),
  ];
}

function methodText({ methods, names, types, own, members }: File, method: AbiMethod): string {
  const { name, kind, params, returns } = method;
  const isView = kind === 'view';
  const free = (wanted: string) => freeName(wanted, (taken) => methods.some((other) => other.name === taken));
  const from = `from?: ${names.imported(isView ? 'Asker' : 'Sender')}<${own.B}>`;
  const args: Parameter[] = params.length === 0 ? [] : [{ name: 'args', members: types.members(params, 'given') }];
  const result = returns === 'void' ? 'undefined' : types.written(returns, 'gotten');
  const gives = `${names.imported(isView ? 'Reply' : 'Outcome')}<${own.B}, ${result}>`;
  const call = `this.${members.contract}.${isView ? 'query' : 'call'}("${name}", ${params.length === 0 ? '{}' : 'args'}, from)`;
  const docs = docsOf(method);
  return [
    ...(docs.length === 0 ? [] : [docText(docs, '  ')]),
    ...signatureLines(UNFIT.includes(name) ? free(`${name}_`) : name, [...args, from], `: ${gives} {`),
    `    return ${call} as ${gives};`,
    '  }',
  ].join('\n');
}

/** A comment that says nothing to the compiler. */
function docText(paragraphs: readonly string[], indent: string): string {
  return comment(
    paragraphs.map((paragraph) => paragraph.replaceAll('@ts-', '@ ts-')),
    indent,
  );
}
