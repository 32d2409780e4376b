// The sieve of Eratosthenes: short loops over bytes.
const MOST = 1 << 18;

@contract("sieve", "1.0.0")
export class Sieve {
  @view
  run(n: i32): u64 {
    const limit = min(n, MOST);
    const marks = new StaticArray<u8>(limit + 1);
    marks.fill(1);
    for (let i = 2; i * i <= limit; i++) {
      if (unchecked(marks[i]) == 0) continue;
      for (let j = i * i; j <= limit; j += i) unchecked((marks[j] = 0));
    }
    let primes: u64 = 0;
    for (let i = 2; i <= limit; i++) primes += unchecked(marks[i]);
    return primes;
  }
}
