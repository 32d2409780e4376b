// The folders of the source, top to bottom: what each may import besides itself and spec, and which words and sizes are lawful.

export interface Layer {
  /** Folders that files here may import from; '*' stands for all of engine, and spec is open to everybody. */
  readonly folders: readonly string[];
  /** Packages and Node modules; a '*' at the end matches any rest. */
  readonly packages: readonly string[];
  /** Bytes in, bytes out: no clock, disk, network, chance or waiting. */
  readonly pure: boolean;
}

const pure = (...folders: string[]): Layer => ({ folders, packages: [], pure: true });
const open = (folders: string[], packages: string[]): Layer => ({ folders, packages, pure: false });

/** The longest matching folder decides, so a row below another row narrows it. */
export const LAYERS: { readonly [folder: string]: Layer } = {
  spec: pure(),
  'engine/base': pure(),
  'engine/crypto': open(['engine/base'], ['node:crypto', '@noble/*', 'hash-wasm', 'sm-crypto-v2', 'sodium-native']),
  'engine/abi': pure('engine/base'),
  'engine/wasm': pure('engine/base'),
  'engine/sandbox': pure('engine/base', 'engine/wasm'),
  'engine/interpreter': pure('engine/base', 'engine/wasm'),
  'engine/state': pure('engine/base'),
  'engine/proof': pure('engine/base', 'engine/state'),
  'engine/host': pure('engine/base', 'engine/state'),
  'engine/runtime': pure(
    'engine/base',
    'engine/wasm',
    'engine/sandbox',
    'engine/interpreter',
    'engine/state',
    'engine/host',
  ),
  'engine/ledger': pure('engine/base', 'engine/state', 'engine/runtime'),
  'engine/order': open(['engine/base'], ['node:*']),
  'engine/node': open(
    [
      'engine/base',
      'engine/crypto',
      'engine/abi',
      'engine/wasm',
      'engine/client',
      'engine/state',
      'engine/proof',
      'engine/sandbox',
      'engine/runtime',
      'engine/ledger',
      'engine/order',
    ],
    ['level', 'fastify', 'ws', 'sql.js', 'node:*'],
  ),
  'engine/client': open(['engine/base', 'engine/crypto', 'engine/abi', 'engine/proof'], ['@scure/base']),
  'engine/verify': open(['engine/base', 'engine/crypto', 'engine/proof'], []),
  'engine/app': open(
    ['engine/base', 'engine/crypto', 'engine/abi', 'engine/wasm', 'engine/client', 'engine/node'],
    ['node:*'],
  ),
  'engine/compile': open(
    ['engine/base', 'engine/abi', 'engine/wasm'],
    ['@jridgewell/trace-mapping', 'assemblyscript', 'assemblyscript/*', 'node:*'],
  ),
  'engine/template': open(
    ['engine/base', 'engine/crypto', 'engine/abi', 'engine/wasm', 'engine/client', 'engine/app', 'engine/compile'],
    ['ajv', 'ajv/*', 'marked', 'fast-xml-parser', '@viz-js/viz', 'node:*'],
  ),
  'engine/testing': open(['*'], ['fast-check', 'node:*']),
  'engine/simulate': open(['*'], ['node:*']),
  'engine/audit': open(
    [
      'engine/base',
      'engine/crypto',
      'engine/abi',
      'engine/wasm',
      'engine/sandbox',
      'engine/interpreter',
      'engine/state',
      'engine/host',
      'engine/runtime',
      'engine/ledger',
      'engine/compile',
    ],
    ['node:*'],
  ),
  'engine/audit/verify': open(['engine/base', 'engine/state', 'engine/crypto/portable.ts'], []),
  cli: open(
    ['*'],
    [
      'commander',
      '@clack/prompts',
      'picocolors',
      'cli-table3',
      'nanospinner',
      'csv-parse',
      'csv-parse/*',
      'csv-stringify/*',
      'yaml',
      'binaryen',
      'node:*',
    ],
  ),
  bench: open(['*', 'cli'], ['*']),
  // '?' is a module whose path is handed over: that of a driver.
  'bench/peers': open(['*', 'cli', 'bench'], ['picocolors', 'node:*', '?']),
  'bench/peers/drivers': open(
    [],
    [
      '@ethereumjs/*',
      '@nomicfoundation/edr',
      '@oraichain/cosmwasm-vm-js',
      'assemblyscript/asc',
      'litesvm',
      'solc',
      'node:*',
    ],
  ),
};

/** Names that the pure part may not use, in any position. `Math` is lawful only as `Math.x` with x other than random. */
export const FORBIDDEN_NAMES: readonly string[] = [
  'Date',
  'Intl',
  'Promise',
  'WeakRef',
  'FinalizationRegistry',
  'localeCompare',
  'async',
  'await',
];
/** Beginnings of names that the pure part may not use. */
export const FORBIDDEN_BEGINNINGS: readonly string[] = ['toLocale'];

/** File and folder names that say nothing about what is inside. */
export const EMPTY_NAMES: readonly string[] = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'manager',
  'service',
  'services',
  'shared',
  'misc',
  'index',
];

export const MAX_FUNCTION_LINES = 40;
export const MAX_FILE_LINES = 400;
/** Tables that are longer than a file may be. */
export const LONG_FILES: readonly string[] = [
  'engine/host/doors.ts',
  'engine/base/readers.ts',
  'engine/base/writers.ts',
  'engine/interpreter/dispatch.ts',
  'spec/errors.ts',
];
