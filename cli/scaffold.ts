// The files of a new project, as texts.
import { DECLARATIONS } from './declarations.ts';
import { packedName } from './pack.ts';

/** Text by path. */
export interface Files {
  readonly [path: string]: string;
}

/** Exact versions of the tools that a project is worked on with, by package. */
export interface Tools {
  readonly [name: string]: string;
}

/** The packages of {@link Tools}. */
export const TOOLS = ['@biomejs/biome', '@types/node', 'fast-check', 'typescript', 'vitest'] as const;

/** Where a project has the package that it is installed from. */
export function packedPath(version: string): string {
  return `vendor/${packedName(version)}`;
}

/** The files of a project of this name, which depends on this version of the package: all but that at {@link packedPath}. */
export function projectFiles(name: string, version: string, tools: Tools): Files {
  return {
    'README.md': README.replaceAll('NAME', name).replaceAll('PACKED', packedPath(version)),
    'package.json': json(packageOf(name, { ...tools, tallystick: `file:${packedPath(version)}` })),
    'tally.json': json({ contracts: 'contracts', out: 'build' }),
    'biome.json': json(biomeOf(tools['@biomejs/biome']!)),
    '.gitignore': 'node_modules/\nbuild/\ncoverage/\n.tally/\n',
    'contracts/counter.ts': COUNTER,
    'contracts/tally.d.ts': DECLARATIONS,
    'contracts/tsconfig.json': json(CONTRACTS),
    'tests/counter.test.ts': TEST,
    'tests/tsconfig.json': json(TESTS),
  };
}

// Lists of texts stand on one line, as the formatter has them.
function json(value: object): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replaceAll(/\[\s+("[^[\]{}]*")\s+\]/g, (_, items: string) => `[${items.replaceAll(/\s*\n\s*/g, ' ')}]`)}\n`;
}

function packageOf(name: string, packages: Tools): object {
  return {
    name:
      name
        .toLowerCase()
        .replaceAll(/[^a-z0-9._-]/g, '-')
        .replace(/^[._-]+/, '') || 'contracts',
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: {
      build: 'tally build',
      test: 'tally test',
      lint: 'tally lint && biome check .',
      format: 'biome check --write .',
      types: 'tsc -p contracts && tsc -p tests',
      deploy: 'tally deploy counter',
      replay: 'tally replay',
    },
    devDependencies: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

// Contracts are AssemblyScript: the formatter suits them, the rules for TypeScript do not; `tally lint` has theirs.
function biomeOf(version: string): object {
  return {
    $schema: `https://biomejs.dev/schemas/${version}/schema.json`,
    files: { includes: ['contracts/**', 'tests/**', '*.json', '!**/*.d.ts', '!**/*.client.ts'] },
    formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 120 },
    overrides: [{ includes: ['contracts/**'], linter: { enabled: false } }],
  };
}

// A folder each: contracts have u64 and decorators of their own, tests are ordinary TypeScript.
const CONTRACTS = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2022'],
    types: [],
    module: 'es2022',
    moduleResolution: 'bundler',
    experimentalDecorators: true,
    strict: true,
    strictPropertyInitialization: false,
    noEmit: true,
  },
  include: ['.'],
};
const TESTS = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    types: ['node'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    // Clients that `tally bindings` writes are imported as the files that they are.
    allowImportingTsExtensions: true,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['.'],
};

const COUNTER = `// A counter that everybody may raise and only its owner may set back.
import { Address, Context, Event, require, Value } from "tally";

/** The count changed. */
@event
class Changed extends Event {
  constructor(
    public by: Address,
    public count: u64,
  ) {
    super();
  }
}

/** Counts. */
@contract("counter", "1.0.0")
export class Counter {
  private total: Value<u64>;
  private master: Value<Address>;

  /** Who deploys the counter owns it. */
  @init
  setup(start: u64): void {
    this.total.value = start;
    this.master.value = Context.caller;
  }

  /** Adds to the count. */
  @mutate
  add(amount: u64): u64 {
    require(amount > 0, "NOTHING", "there is nothing to add");
    return this.store(this.total.value + amount);
  }

  /** Sets the count back to zero. */
  @mutate
  reset(): void {
    require(Context.caller == this.master.value, "NOT_OWNER", "only the owner may reset");
    this.store(0);
  }

  @view
  count(): u64 {
    return this.total.value;
  }

  @view
  owner(): Address {
    return this.master.value;
  }

  private store(count: u64): u64 {
    this.total.value = count;
    new Changed(Context.caller, count).emit();
    return count;
  }
}
`;

const TEST = `// What the counter promises.
import { type Contract, expectRevert, Sandbox, type Snapshot } from "tallystick/testing";
import { beforeAll, beforeEach, expect, test } from "vitest";

const sandbox = new Sandbox();
const ann = sandbox.account("ann");
let counter: Contract;
let start: Snapshot;

beforeAll(async () => {
  counter = await sandbox.deploy("contracts/counter.ts", { args: { start: 5 } });
  start = sandbox.snapshot();
}, 60_000);
beforeEach(() => sandbox.restore(start));

test("everybody may add, and it is reported", () => {
  const { result, events } = counter.call("add", { amount: 3 }, ann);
  expect(result).toBe(8n);
  expect(events[0]).toMatchObject({ name: "Changed", fields: { by: ann.address, count: 8n } });
  expect(counter.query("count")).toBe(8n);
});

test("nothing cannot be added", async () => {
  const refused = await expectRevert("NOTHING", () => counter.call("add", { amount: 0 }, ann));
  expect(refused.reason).toBe("there is nothing to add");
});

test("only the owner may reset", async () => {
  await expectRevert("NOT_OWNER", () => counter.call("reset", {}, ann));
  counter.call("reset");
  expect(counter.query("count")).toBe(0n);
});
`;

const README = `# NAME

Smart contracts for Tallystick, written in AssemblyScript.

\`\`\`
npm install                          # this project's tools, and Tallystick from PACKED
tally test                           # runs tests/*.test.ts; --coverage and --gas tell more
tally lint                           # what is wrong or dangerous in contracts
tally build                          # contracts/*.ts → build/*.wasm and build/*.abi.json
tally deploy counter -- --start 5    # makes the chain .tally/chain and the key dev at the first use
tally call counter add -- --amount 3
tally query counter count
tally events counter
tally replay                         # runs the chain again and compares everything
\`\`\`

\`tally query counter -- --help\` lists what a contract can be asked, \`tally --help\` all commands.

Tallystick is in no registry, so \`PACKED\` belongs to the project. For another version, put the file that its
\`npm pack\` writes beside it and \`npm install --save-dev ./vendor/FILE\`.

Edit \`contracts/counter.ts\`, build it, and move the running contract to the new code:

\`\`\`
tally build
tally upgrade counter counter
\`\`\`
`;
