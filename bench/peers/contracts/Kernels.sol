// SPDX-License-Identifier: Apache-2.0
// The programs of bench/kernels for the machine of Ethereum, with the same results. Loops are written in Yul: like the originals
// they check no bounds.
pragma solidity ^0.8.30;

contract Kernels {
    uint256 private constant WORD = 0xffffffffffffffff;

    bytes private constant K =
        hex"428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174"
        hex"e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca635114292967"
        hex"27b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070"
        hex"19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2";

    function fibonacci(uint256 n) external pure returns (uint256) {
        return fib(n);
    }

    function fib(uint256 n) private pure returns (uint256) {
        unchecked {
            return n < 2 ? n : fib(n - 1) + fib(n - 2);
        }
    }

    function sieve(uint256 n) external pure returns (uint256 primes) {
        uint256 marks = room((n + 32) & ~uint256(31));
        assembly ("memory-safe") {
            let end := add(marks, n)
            for { let at := marks } iszero(gt(at, end)) { at := add(at, 32) } {
                mstore(at, 0x0101010101010101010101010101010101010101010101010101010101010101)
            }
            for { let i := 2 } iszero(gt(mul(i, i), n)) { i := add(i, 1) } {
                if byte(0, mload(add(marks, i))) {
                    for { let at := add(marks, mul(i, i)) } iszero(gt(at, end)) { at := add(at, i) } { mstore8(at, 0) }
                }
            }
            for { let at := add(marks, 2) } iszero(gt(at, end)) { at := add(at, 1) } {
                primes := add(primes, byte(0, mload(at)))
            }
        }
    }

    function matrix(uint256 n) external pure returns (uint256 hash) {
        uint256 a = room(n * n * 32);
        uint256 b = room(n * n * 32);
        uint256 c = room(n * n * 32);
        assembly ("memory-safe") {
            let row := shl(5, n)
            let size := mul(n, row)
            for { let i := 0 } lt(shl(5, i), size) { i := add(i, 1) } {
                mstore(add(a, shl(5, i)), add(mul(i, 3), 1))
                mstore(add(b, shl(5, i)), xor(i, 0x55))
            }
            let to := c
            for { let left := a } lt(left, add(a, size)) { left := add(left, row) } {
                for { let top := b } lt(top, add(b, row)) { top := add(top, 32) } {
                    let sum := 0
                    let down := top
                    for { let right := left } lt(right, add(left, row)) { right := add(right, 32) } {
                        sum := add(sum, mul(mload(right), mload(down)))
                        down := add(down, row)
                    }
                    mstore(to, and(sum, WORD))
                    to := add(to, 32)
                }
            }
            for { let at := c } lt(at, add(c, size)) { at := add(at, 32) } {
                hash := and(add(mul(hash, 33), mload(at)), WORD)
            }
        }
    }

    function sort(uint256 count) external pure returns (uint256 sum) {
        uint256 base = room(count * 32);
        assembly ("memory-safe") {
            let x := 12345
            let end := add(base, shl(5, count))
            for { let at := base } lt(at, end) { at := add(at, 32) } {
                x := and(add(mul(x, 1664525), 1013904223), 0xffffffff)
                mstore(at, sar(4, signextend(3, x)))
            }
        }
        unchecked {
            for (uint256 i = count / 2; i > 0; --i) sift(base, i - 1, count);
            for (uint256 end = count - 1; end > 0; --end) {
                assembly ("memory-safe") {
                    let last := add(base, shl(5, end))
                    let top := mload(base)
                    mstore(base, mload(last))
                    mstore(last, top)
                }
                sift(base, 0, end);
            }
        }
        return checked(base, count);
    }

    function sift(uint256 base, uint256 root, uint256 end) private pure {
        assembly ("memory-safe") {
            let value := mload(add(base, shl(5, root)))
            for {} 1 {} {
                let child := add(shl(1, root), 1)
                if iszero(lt(child, end)) { break }
                let held := mload(add(base, shl(5, child)))
                let other := add(child, 1)
                if lt(other, end) {
                    let next := mload(add(base, shl(5, other)))
                    if sgt(next, held) {
                        child := other
                        held := next
                    }
                }
                if iszero(sgt(held, value)) { break }
                mstore(add(base, shl(5, root)), held)
                root := child
            }
            mstore(add(base, shl(5, root)), value)
        }
    }

    function checked(uint256 base, uint256 count) private pure returns (uint256 sum) {
        assembly ("memory-safe") {
            sum := 7
            let end := add(base, shl(5, count))
            for { let at := base } lt(at, end) { at := add(at, 32) } {
                if gt(at, base) {
                    if sgt(mload(sub(at, 32)), mload(at)) {
                        sum := 0
                        break
                    }
                }
                sum := and(add(mul(sum, 31), mload(at)), WORD)
            }
        }
    }

    function digest(uint256 n) external pure returns (uint256) {
        uint256 words = n >> 2;
        uint256 message = room((words + 32) * 32);
        uint256 end = pad(message, words);
        uint256 constants = spread(K);
        uint256 schedule = room(64 * 32);
        uint256 state = spread(hex"6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19");
        for (uint256 at = message; at < end; at += 512) {
            expand(at, schedule);
            compress(state, schedule, constants);
        }
        assembly ("memory-safe") {
            words := or(shl(32, mload(state)), mload(add(state, 32)))
        }
        return words;
    }

    /// Writes the message and what ends it, a word of 32 bits each; returns where it ends.
    function pad(uint256 message, uint256 words) private pure returns (uint256 end) {
        assembly ("memory-safe") {
            for { let i := 0 } lt(i, words) { i := add(i, 1) } {
                mstore(add(message, shl(5, i)), and(mul(i, 2654435761), 0xffffffff))
            }
            let last := add(words, 1)
            mstore(add(message, shl(5, words)), 0x80000000)
            for {} xor(and(last, 15), 15) { last := add(last, 1) } { mstore(add(message, shl(5, last)), 0) }
            mstore(add(message, shl(5, last)), shl(5, words))
            end := add(message, shl(5, add(last, 1)))
        }
    }

    /// Bytes as words of 32 bits, each in a slot of its own.
    function spread(bytes memory packed) private pure returns (uint256 to) {
        to = room(packed.length * 8);
        assembly ("memory-safe") {
            let from := add(packed, 32)
            for { let i := 0 } lt(i, mload(packed)) { i := add(i, 4) } {
                mstore(add(to, shl(3, i)), shr(224, mload(add(from, i))))
            }
        }
    }

    function expand(uint256 from, uint256 schedule) private pure {
        assembly ("memory-safe") {
            mcopy(schedule, from, 512)
            for { let at := add(schedule, 512) } lt(at, add(schedule, 2048)) { at := add(at, 32) } {
                let far := mload(sub(at, 480))
                let near := mload(sub(at, 64))
                // A word beside itself turns by a shift.
                let twice := or(far, shl(32, far))
                let sum := and(xor(xor(shr(7, twice), shr(18, twice)), shr(3, far)), 0xffffffff)
                twice := or(near, shl(32, near))
                sum := add(sum, and(xor(xor(shr(17, twice), shr(19, twice)), shr(10, near)), 0xffffffff))
                sum := add(sum, add(mload(sub(at, 512)), mload(sub(at, 224))))
                mstore(at, and(sum, 0xffffffff))
            }
        }
    }

    function compress(uint256 state, uint256 schedule, uint256 constants) private pure {
        assembly ("memory-safe") {
            let a := mload(state)
            let b := mload(add(state, 32))
            let c := mload(add(state, 64))
            let d := mload(add(state, 96))
            let e := mload(add(state, 128))
            let f := mload(add(state, 160))
            let g := mload(add(state, 192))
            let h := mload(add(state, 224))
            for { let i := 0 } lt(i, 2048) { i := add(i, 32) } {
                let twice := or(e, shl(32, e))
                let one := and(xor(xor(shr(6, twice), shr(11, twice)), shr(25, twice)), 0xffffffff)
                one := add(add(one, h), xor(g, and(e, xor(f, g))))
                one := add(one, add(mload(add(constants, i)), mload(add(schedule, i))))
                h := g
                g := f
                f := e
                e := and(add(d, one), 0xffffffff)
                twice := or(a, shl(32, a))
                one := add(one, and(xor(xor(shr(2, twice), shr(13, twice)), shr(22, twice)), 0xffffffff))
                one := add(one, or(and(a, b), and(c, or(a, b))))
                d := c
                c := b
                b := a
                a := and(one, 0xffffffff)
            }
            mstore(state, and(add(mload(state), a), 0xffffffff))
            mstore(add(state, 32), and(add(mload(add(state, 32)), b), 0xffffffff))
            mstore(add(state, 64), and(add(mload(add(state, 64)), c), 0xffffffff))
            mstore(add(state, 96), and(add(mload(add(state, 96)), d), 0xffffffff))
            mstore(add(state, 128), and(add(mload(add(state, 128)), e), 0xffffffff))
            mstore(add(state, 160), and(add(mload(add(state, 160)), f), 0xffffffff))
            mstore(add(state, 192), and(add(mload(add(state, 192)), g), 0xffffffff))
            mstore(add(state, 224), and(add(mload(add(state, 224)), h), 0xffffffff))
        }
    }

    /// Takes so many bytes of memory.
    function room(uint256 size) private pure returns (uint256 at) {
        assembly ("memory-safe") {
            at := mload(0x40)
            mstore(0x40, add(at, size))
        }
    }
}
