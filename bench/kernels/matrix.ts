// The product of two matrices of 64-bit integers: a tight inner loop of loads and multiplications.
const MOST = 96;
const LEFT = new StaticArray<i64>(MOST * MOST);
const RIGHT = new StaticArray<i64>(MOST * MOST);
const PRODUCT = new StaticArray<i64>(MOST * MOST);

@contract("matrix", "1.0.0")
export class Matrix {
  @view
  run(side: i32): u64 {
    const n = min(side, MOST);
    // Room that nothing is kept in from one call to the next.
    const a = LEFT;
    const b = RIGHT;
    const c = PRODUCT;
    for (let i = 0; i < n * n; i++) {
      unchecked((a[i] = <i64>i * 3 + 1));
      unchecked((b[i] = <i64>i ^ 0x55));
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum: i64 = 0;
        for (let k = 0; k < n; k++) sum += unchecked(a[i * n + k]) * unchecked(b[k * n + j]);
        unchecked((c[i * n + j] = sum));
      }
    }
    let hash: i64 = 0;
    for (let i = 0; i < n * n; i++) hash = hash * 33 + unchecked(c[i]);
    return <u64>hash;
  }
}
