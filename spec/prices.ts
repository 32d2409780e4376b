/** Prices that are not one instruction or one host row. 1 unit is about 0.1 ns on the machine they were measured on. */
export const PRICES = {
  'tx.base': { gas: 50_000, doc: 'decode, nonce, receipt and their hashes' },
  'tx.perByte': { gas: 20, doc: 'each byte of the signed transaction with its auths' },
  'auth.ed25519': { gas: 300_000, doc: 'one Ed25519 check; three run at a time on the reference machine' },
  'frame.base': { gas: 100_000, doc: 'a frame: instance, overlay, START and END records' },
  'frame.perByte': { gas: 2, doc: 'each byte of code, for reading prepared bytes and instantiating' },
  'frame.perPage': { gas: 30_000, doc: 'each initial page of memory, zeroed' },
  'upload.perByte': { gas: 10_000, doc: 'each byte of a new module: validate, meter, compile, store' },
  'upload.metaPerByte': { gas: 100, doc: 'each byte of its tally.* custom sections' },
  'next.perSkipped': { gas: 10_000, doc: 'each removed key that the host row next passes over' },
  'record.write': { gas: 300_000, doc: 'a contract record that instantiate or upgrade writes' },
  'entry.base': { gas: 20, doc: 'entering a function' },
  'entry.perLocal': { gas: 1, doc: 'each parameter and local of it' },
  'memory.grow.perPage': {
    gas: 450_000,
    doc: 'each page that the request would add; nothing if it is beyond the maximum',
  },
  'memory.bulk.per64Bytes': { gas: 16, doc: 'each begun 64 bytes of memory.copy and memory.fill' },
} as const satisfies Record<string, { gas: number; doc: string }>;
export type Price = keyof typeof PRICES;

/** What one instruction of each price class costs. */
export const PRICE_CLASSES = {
  free: 0,
  move: 1,
  alu: 3,
  multiply: 8,
  divide: 60,
  global: 4,
  load: 20,
  store: 20,
  jump: 4,
  branch: 14,
  table: 60,
  call: 56,
  indirect: 70,
  grow: 5_000,
  fill: 1_000,
  copy: 60,
} as const;
export type PriceClass = keyof typeof PRICE_CLASSES;
