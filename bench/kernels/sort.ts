// Heap sort of 32-bit integers: unpredictable branches and scattered loads.
const MOST = 10_000;
const NUMBERS = new StaticArray<i32>(MOST);

@contract("sort", "1.0.0")
export class Sort {
  @view
  run(n: i32): u64 {
    const count = min(n, MOST);
    let x: u32 = 12345;
    for (let i = 0; i < count; i++) {
      x = x * 1664525 + 1013904223;
      put(i, <i32>x >> 4);
    }
    for (let i = count / 2 - 1; i >= 0; i--) sift(i, count);
    for (let end = count - 1; end > 0; end--) {
      const top = at(0);
      put(0, at(end));
      put(end, top);
      sift(0, end);
    }
    let sum: u64 = 7;
    for (let i = 0; i < count; i++) {
      if (i > 0 && at(i - 1) > at(i)) return 0;
      sum = sum * 31 + <u64>at(i);
    }
    return sum;
  }
}

@inline function at(i: i32): i32 {
  return unchecked(NUMBERS[i]);
}

@inline function put(i: i32, value: i32): void {
  const numbers = NUMBERS;
  unchecked((numbers[i] = value));
}

function sift(root: i32, end: i32): void {
  const value = at(root);
  for (;;) {
    let child = 2 * root + 1;
    if (child >= end) break;
    if (child + 1 < end && at(child + 1) > at(child)) child++;
    if (at(child) <= value) break;
    put(root, at(child));
    root = child;
  }
  put(root, value);
}
