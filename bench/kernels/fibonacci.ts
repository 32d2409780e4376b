// Recursive Fibonacci: nothing but calls.
@contract("fibonacci", "1.0.0")
export class Fibonacci {
  @view
  run(n: i32): u64 {
    return <u64>fibonacci(n);
  }
}

function fibonacci(n: i32): i64 {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
