/** What this build of the protocol is called, and the rules that are named rather than tabled. */
export const VERSION = {
  protocol: 1,
  profile: 'tally-1',
  /** Gas at every test is the plain sum of the prices of the instructions executed so far (PROTOCOL 7). */
  charging: 'exact-1',
} as const;
