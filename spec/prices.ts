/** Prices that are not one instruction or one host row. 1 unit is about 0.1 ns on the machine they were measured on. */
export const PRICES = {
  'tx.base': { gas: 50_000, doc: 'decode, nonce, receipt and their hashes' },
  'tx.perByte': { gas: 10, doc: 'each byte of the signed transaction with its auths' },
  'auth.ed25519': { gas: 370_000, doc: 'one Ed25519 check; three run at a time on the reference machine' },
  'frame.base': { gas: 60_000, doc: 'a frame: instance, overlay, START and END records' },
  'frame.perByte': { gas: 1, doc: 'each byte of code, for reading prepared bytes and instantiating' },
  'frame.perPage': { gas: 20_000, doc: 'each initial page of memory, zeroed' },
  'upload.perByte': { gas: 5_000, doc: 'each byte of a new module: validate, meter, compile, store' },
  'upload.metaPerByte': { gas: 50, doc: 'each byte of its tally.* custom sections' },
  'next.perSkipped': { gas: 3_000, doc: 'each removed key that the host row next passes over' },
  'merkle.perHash': { gas: 2_900, doc: 'each hash of the proof that the host row verify_merkle is given' },
  'record.write': {
    gas: 150_000,
    doc: 'a record of the top tree that a transaction writes besides the account of its sender',
  },
  'record.read': { gas: 15_000, doc: 'a record of roles or policies that is looked up' },
  'record.perByte': { gas: 30, doc: 'each byte of a proposal or of scheduled work, read or written' },
  'entry.base': { gas: 10, doc: 'entering a function' },
  'entry.perLocal': { gas: 1, doc: 'each parameter and local of it' },
  'memory.grow.perPage': {
    gas: 220_000,
    doc: 'each page that the request would add; nothing if it is beyond the maximum',
  },
  'memory.bulk.per64Bytes': { gas: 12, doc: 'each begun 64 bytes of memory.copy and memory.fill' },
} as const satisfies Record<string, { gas: number; doc: string }>;
export type Price = keyof typeof PRICES;

/**
 * What one instruction of each price class costs. What only puts a value on the operand stack (local.get, constants) or takes one
 * off is free: no code is made for it alone.
 */
export const PRICE_CLASSES = {
  free: 0,
  move: 1,
  alu: 1,
  rotate: 20,
  multiply: 2,
  divide: 22,
  global: 2,
  load: 64,
  store: 8,
  jump: 2,
  branch: 18,
  table: 150,
  call: 30,
  indirect: 55,
  grow: 400_000,
  fill: 300,
  copy: 40,
} as const;
export type PriceClass = keyof typeof PRICE_CLASSES;
