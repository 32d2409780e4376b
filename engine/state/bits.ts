// Keys as bit strings (PROTOCOL 11): for each byte a 1 and its eight bits, high first; at the end a 0.

/** Bit `index` of a key; 0 beyond its end. */
export function bitOf(key: string, index: number): number {
  const at = (index / 9) | 0;
  if (at >= key.length) return 0;
  const within = index - 9 * at;
  return within === 0 ? 1 : (key.charCodeAt(at) >> (8 - within)) & 1;
}

/** Index of the first bit in which two different keys differ, or -1 if they are equal. */
export function firstDifference(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i) ^ b.charCodeAt(i);
    if (x !== 0) return 9 * i + 1 + (Math.clz32(x) - 24);
  }
  return a.length === b.length ? -1 : 9 * n;
}

/** The first `count` bits of a key as a string of its own, for addressing a node: whole bytes, then the masked rest. */
export function prefixBits(key: string, count: number): string {
  const whole = (count / 9) | 0;
  const rest = count - 9 * whole;
  const head = key.slice(0, whole);
  if (rest <= 1) return head;
  return head + String.fromCharCode(key.charCodeAt(whole) & (0xff00 >> (rest - 1)) & 0xff);
}
