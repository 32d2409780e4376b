/** First byte of every hash preimage; no two kinds of preimage share one. */
export const TAGS = {
  SPEC: 1,
  GENESIS: 2,
  BLOCK: 3,
  TX: 4,
  TX_LEAF: 5,
  RECEIPT_LEAF: 6,
  LIST_NODE: 7,
  LIST_EMPTY: 8,
  ACCOUNT: 9,
  CONTRACT: 10,
  CODE: 11,
  META: 12,
  SLOT: 13,
  TRACE: 14,
  LEAF: 15,
  NODE: 16,
  SCHEDULE: 17,
} as const;
export type Tag = keyof typeof TAGS;
