// The files of a new project, as texts.
import { DECLARATIONS } from './declarations.ts';

/** Text by path. */
export interface Files {
  readonly [path: string]: string;
}

/** The files of a project of this name, which depends on this version of the package. */
export function projectFiles(name: string, version: string): Files {
  return {
    'README.md': README.replaceAll('NAME', name),
    'package.json': json(packageOf(name, version)),
    'tally.json': json({ contracts: 'contracts', out: 'build' }),
    'tsconfig.json': json(TSCONFIG),
    '.gitignore': 'node_modules/\nbuild/\n.tally/\n',
    'contracts/counter.ts': COUNTER,
    'contracts/tally.d.ts': DECLARATIONS,
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function packageOf(name: string, version: string): object {
  return {
    name:
      name
        .toLowerCase()
        .replaceAll(/[^a-z0-9._-]/g, '-')
        .replace(/^[._-]+/, '') || 'contracts',
    version: '0.1.0',
    private: true,
    scripts: {
      build: 'tally build',
      deploy: 'tally deploy counter',
      replay: 'tally replay',
    },
    devDependencies: { tallystick: version },
  };
}

// Contracts are AssemblyScript; these options only serve the editor.
const TSCONFIG = {
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
  include: ['contracts'],
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

const README = `# NAME

Smart contracts for Tallystick, written in AssemblyScript.

\`\`\`
tally build                          # contracts/*.ts → build/*.wasm and build/*.abi.json
tally deploy counter -- --start 5    # makes the chain .tally/chain and the key dev at the first use
tally call counter add -- --amount 3
tally query counter count
tally events counter
tally replay                         # runs the chain again and compares everything
\`\`\`

\`tally query counter -- --help\` lists what a contract can be asked, \`tally --help\` all commands.

Edit \`contracts/counter.ts\`, build it, and move the running contract to the new code:

\`\`\`
tally build
tally upgrade counter counter
\`\`\`
`;
