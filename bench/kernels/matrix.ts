// The product of two matrices of 64-bit integers: a tight inner loop of loads and multiplications.
const MOST = 96;
const A = new StaticArray<i64>(MOST * MOST);
const B = new StaticArray<i64>(MOST * MOST);
const C = new StaticArray<i64>(MOST * MOST);

@contract("matrix", "1.0.0")
export class Matrix {
  @view
  run(side: i32): u64 {
    const n = min(side, MOST);
    for (let i = 0; i < n * n; i++) {
      unchecked((A[i] = <i64>i * 3 + 1));
      unchecked((B[i] = <i64>i ^ 0x55));
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum: i64 = 0;
        for (let k = 0; k < n; k++) sum += unchecked(A[i * n + k]) * unchecked(B[k * n + j]);
        unchecked((C[i * n + j] = sum));
      }
    }
    let hash: i64 = 0;
    for (let i = 0; i < n * n; i++) hash = hash * 33 + unchecked(C[i]);
    return <u64>hash;
  }
}
