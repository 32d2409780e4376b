// Flags of V8 for processes that run contracts.

/** Twice V8's default in KiB: LIMITS.stackWeight was measured to fit into the default with a margin of a half. */
const STACK_SIZE = 1968;
/**
 * MiB of each half of the space for new objects, four times V8's most. A block's transactions leave their receipts and writes alive
 * until it is committed; with more room fewer of them are copied twice. Takes a fifth off a transfer, for 100 MB.
 */
const SEMI_SPACE = 64;

export const V8_FLAGS: readonly string[] = [
  `--stack-size=${STACK_SIZE}`,
  `--max-semi-space-size=${SEMI_SPACE}`,
  `--min-semi-space-size=${SEMI_SPACE}`,
];
