// Proves that three major versions of Node build the same contracts, replay the same chain to the same result in each of V8's
// compilers and in the interpreter, stop the same recursions at the same depth, and judge the same mutants alike.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The lowest version that package.json promises, and the two majors above it. */
const RUNTIMES = ['20.19.0', '22.23.3', '24.21.0'];
/** Sources whose code ids are compared. */
const CONTRACTS = ['contracts/token.ts', 'contracts/receivable.ts'];
/** What is run of the command line; each prints one JSON document. */
const COMMANDS = {
  build: (source, folder) => ['build', source, '--out', folder, '--json'],
  demo: (folder) => ['demo', '--dir', folder, '--json'],
  replay: (chain) => ['replay', '--chain', chain, '--json'],
};
/** Fields that tell of the machine and the moment rather than of the result. */
const LOCAL_FIELDS = [
  'chain',
  'dir',
  'file',
  'files',
  'out',
  'path',
  'seconds',
  'milliseconds',
  'ms',
  'perSecond',
  'node',
];

const cache = join(root, 'build', 'nodes');

/** Path of the node binary of a version, fetched from the npm registry when it is not in the cache. */
function fetchNode(version) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  // The registry carries these versions for Linux and Windows; on macOS with ARM npm answers that there is none.
  const name = `node-${platform}-${process.arch}`;
  const folder = join(cache, `${name}-${version}`);
  const binary = join(folder, 'package', 'bin', platform === 'win' ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  console.error(`fetching ${name}@${version} …`);
  mkdirSync(folder, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  must(npm, ['pack', `${name}@${version}`, '--pack-destination', folder, '--silent']);
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  must('tar', ['-xzf', join(folder, archive), '-C', folder]);
  rmSync(join(folder, archive));
  return binary;
}

function must(command, args, env = process.env) {
  const run = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status === 0) return run.stdout;
  console.error(`${[command, ...args].join(' ')}\n${run.error?.message ?? run.stderr}`);
  process.exit(run.status || 1);
}

/** The JSON document that a tally command prints under one runtime. */
function tally(binary, args) {
  return JSON.parse(must(binary, [join('dist', 'program', 'main.js'), ...args]));
}

/** A document without what only tells of the machine and the moment. */
function lasting(value) {
  if (Array.isArray(value)) return value.map(lasting);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !LOCAL_FIELDS.includes(key));
  return Object.fromEntries(kept.map(([key, v]) => [key, lasting(v)]));
}

/** Runs the same command under every runtime and reports whether the documents agree. */
function compare(title, binaries, args) {
  const documents = binaries.map((binary, i) => lasting(tally(binary, args(i))));
  const odd = documents.findIndex((document) => !isDeepStrictEqual(document, documents[0]));
  if (odd < 0) {
    console.log(`same under ${RUNTIMES.join(', ')}: ${title}`);
    return documents[0];
  }
  console.log(`DIFFERENT under ${RUNTIMES[odd]}: ${title}`);
  console.log(`  ${RUNTIMES[0]}: ${JSON.stringify(documents[0])}`);
  console.log(`  ${RUNTIMES[odd]}: ${JSON.stringify(documents[odd])}`);
  process.exitCode = 6;
  return documents[0];
}

/** Random transactions over the contracts that ship. */
const RANDOM = 10_500;

/** A chain of them in a new folder. */
function randomChain(folder) {
  const env = { ...process.env, TALLY_RANDOM: String(RANDOM), TALLY_FOLDER: folder };
  must(process.execPath, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', 'test/node/random.test.ts'], env);
  return folder;
}

/** Golden scripts that govern: all kinds of transactions are among them. */
const LIVES = ['life', 'org', 'role', 'stages', 'template'];

/** The chains that these scripts leave, in a new folder. */
function governedChains(folder) {
  const names = LIVES.map((name) => `${name}.txt`).join('|');
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  must(process.execPath, [vitest, 'run', 'test/cli/run.test.ts', '-t', names], { ...process.env, TALLY_KEEP: folder });
  return LIVES.map((name) => join(folder, name));
}

/** Replays a folder in the process itself, so that V8's flags hold: from nothing, and once more with everything warm. */
const REPLAY = `
  const { replayFolder } = await import(${JSON.stringify(join(root, 'dist', 'engine', 'node', 'replay.js'))});
  const [folder, tier, check] = process.argv.slice(2);
  const hex = (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value);
  for (let i = 0; i < 2; i++) {
    const report = await replayFolder(folder, { settings: { tier, check: Number(check) } });
    console.log(JSON.stringify(Object.entries(report).map(([name, value]) => [name, hex(value)])));
  }`;

/** Tiers, each with V8's compilers that matter to it, and one in so many transactions that run in both. */
const WAYS = [
  ...[['--liftoff-only'], ['--no-liftoff'], []].map((flags) => ({ flags, tier: 'compiled', check: 0 })),
  { flags: [], tier: 'interpreted', check: 0 },
  { flags: [], tier: 'auto', check: 10 },
];

/** Every way under every runtime gives the same roots, receipts and gas, and matches the chain. */
function compareReplays(binaries, chain) {
  const seen = new Map();
  // A file and no text on the command line: threads that the replay starts take over the flags of the process.
  const script = join(dirname(chain), 'replay.mjs');
  writeFileSync(script, REPLAY);
  for (const [i, binary] of binaries.entries()) {
    for (const { flags, tier, check } of WAYS) {
      const args = [...flags, script, chain, tier, String(check)];
      const lines = must(binary, args).trim().split('\n');
      for (const line of lines)
        seen.set(line, [...(seen.get(line) ?? []), `${RUNTIMES[i]} ${flags.join(' ')} ${tier}`]);
    }
  }
  const [[line, ways]] = seen;
  const report = Object.fromEntries(JSON.parse(line));
  if (seen.size === 1 && report.match === true) {
    console.log(`${report.transactions} transactions replay the same in ${ways.length} ways`);
    return;
  }
  console.log(`DIFFERENT replays: ${JSON.stringify([...seen])}`);
  process.exitCode = 6;
}

/** V8's compilers: the first one alone, the optimising one alone, and as it chooses. */
const COMPILERS = [['--liftoff-only'], ['--no-liftoff'], []];

/** Runs every endless recursion; what stops it must be the weight, the number of activations or the depth of calls, and nothing of V8's own. */
function compareRecursions(binaries) {
  const script = join('dist', 'bench', 'stack', 'child.js');
  const runs = binaries.flatMap((binary, i) =>
    COMPILERS.map((flags) => ({ title: `${RUNTIMES[i]} ${flags.join(' ')}`, lines: must(binary, [...flags, script]) })),
  );
  const [first] = runs;
  for (const { title, lines } of runs) {
    const ends = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).end);
    if (lines === first.lines && ends.length > 0 && ends.every((end) => /^(STACK_|CALL_DEPTH)/.test(end))) continue;
    console.log(`DIFFERENT under ${title}: recursions`);
    process.exitCode = 6;
  }
  console.log(`${first.lines.trim().split('\n').length} recursions ran under ${runs.length} runtimes and compilers`);
}

/** The test of builds knows the bytes of all contracts that ship, built twice and in another folder. */
function compareBuilds(binaries) {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  for (const binary of binaries) must(binary, [vitest, 'run', 'test/compile/builds.test.ts']);
  console.log(`same under ${RUNTIMES.join(', ')}: bytes of all contracts`);
}

/** The test of mutants knows the digest of all verdicts. */
function judgeMutants(binaries) {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  for (const binary of binaries) must(binary, [vitest, 'run', 'test/wasm/fuzz.test.ts']);
  console.log(`same under ${RUNTIMES.join(', ')}: verdicts on mutants`);
}

function main() {
  must(process.execPath, [join('scripts', 'setup.mjs')]);
  const binaries = RUNTIMES.map(fetchNode);
  for (const [i, binary] of binaries.entries()) {
    const said = must(binary, ['--version']).trim();
    if (said !== `v${RUNTIMES[i]}`) throw new Error(`${binary} is ${said}`);
  }
  const work = mkdtempSync(join(tmpdir(), 'tally-nodes-'));
  try {
    for (const source of CONTRACTS) {
      const built = compare(source, binaries, (i) => COMMANDS.build(source, join(work, `${i}`)));
      if (typeof built.codeId !== 'string') throw new Error(`no code id for ${source}`);
    }
    compareBuilds(binaries);
    const { chain } = tally(binaries[0], COMMANDS.demo(join(work, 'demo')));
    const replayed = compare(`replay of a chain made under ${RUNTIMES[0]}`, binaries, () => COMMANDS.replay(chain));
    if (replayed.match !== true) throw new Error('the replay does not match the chain');
    compareReplays(binaries, chain);
    compareReplays(binaries, randomChain(join(work, 'random')));
    for (const governed of governedChains(join(work, 'lives'))) compareReplays(binaries, governed);
    compareRecursions(binaries);
    judgeMutants(binaries);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

main();
