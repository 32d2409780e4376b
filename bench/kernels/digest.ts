// SHA-256 (FIPS 180-4) in the contract: long stretches of arithmetic without a branch.
const K: StaticArray<u32> = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];
const MOST = 65536;
const SCHEDULE = new StaticArray<u32>(64);
const STATE = new StaticArray<u32>(8);
const MESSAGE = new StaticArray<u32>(16416);

@contract("digest", "1.0.0")
export class Digest {
  /** First 8 bytes of the digest of so many bytes, whole words of 4. */
  @view
  run(n: i32): u64 {
    const words = min(n, MOST) >> 2;
    // Room that nothing is kept in from one call to the next.
    const message = MESSAGE;
    for (let i = 0; i < words; i++) unchecked((message[i] = <u32>i * 2654435761));
    start();
    unchecked((message[words] = 0x80000000));
    let end = words + 1;
    for (; (end & 15) != 15; end++) unchecked((message[end] = 0));
    unchecked((message[end++] = <u32>words << 5));
    for (let at = 0; at < end; at += 16) block(at);
    return (<u64>unchecked(STATE[0]) << 32) | <u64>unchecked(STATE[1]);
  }
}

function start(): void {
  const state = STATE;
  unchecked((state[0] = 0x6a09e667));
  unchecked((state[1] = 0xbb67ae85));
  unchecked((state[2] = 0x3c6ef372));
  unchecked((state[3] = 0xa54ff53a));
  unchecked((state[4] = 0x510e527f));
  unchecked((state[5] = 0x9b05688c));
  unchecked((state[6] = 0x1f83d9ab));
  unchecked((state[7] = 0x5be0cd19));
}

function schedule(from: i32): void {
  const words = SCHEDULE;
  for (let i = 0; i < 16; i++) unchecked((words[i] = MESSAGE[from + i]));
  for (let i = 16; i < 64; i++) {
    const near = unchecked(SCHEDULE[i - 2]);
    const far = unchecked(SCHEDULE[i - 15]);
    const s0 = rotr<u32>(far, 7) ^ rotr<u32>(far, 18) ^ (far >> 3);
    const s1 = rotr<u32>(near, 17) ^ rotr<u32>(near, 19) ^ (near >> 10);
    const sum = unchecked(SCHEDULE[i - 16]) + s0 + unchecked(SCHEDULE[i - 7]) + s1;
    unchecked((words[i] = sum));
  }
}

function block(from: i32): void {
  const state = STATE;
  schedule(from);
  let a = unchecked(STATE[0]);
  let b = unchecked(STATE[1]);
  let c = unchecked(STATE[2]);
  let d = unchecked(STATE[3]);
  let e = unchecked(STATE[4]);
  let f = unchecked(STATE[5]);
  let g = unchecked(STATE[6]);
  let h = unchecked(STATE[7]);
  for (let i = 0; i < 64; i++) {
    const s1 = rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25);
    const t1 = h + s1 + ((e & f) ^ (~e & g)) + unchecked(K[i]) + unchecked(SCHEDULE[i]);
    const s0 = rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  unchecked((state[0] += a));
  unchecked((state[1] += b));
  unchecked((state[2] += c));
  unchecked((state[3] += d));
  unchecked((state[4] += e));
  unchecked((state[5] += f));
  unchecked((state[6] += g));
  unchecked((state[7] += h));
}
