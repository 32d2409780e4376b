// SPDX-License-Identifier: Apache-2.0
// A token whose transfer does what that of contracts/token.ts does: two balances read and written, and an event.
pragma solidity ^0.8.30;

contract Token {
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;

    event Transfer(address indexed from, address indexed to, uint256 amount);

    function transfer(address to, uint256 amount) external returns (bool) {
        uint256 held = balanceOf[msg.sender];
        require(held >= amount, "INSUFFICIENT_BALANCE");
        unchecked {
            balanceOf[msg.sender] = held - amount;
        }
        balanceOf[to] += amount;
        emit Transfer(msg.sender, to, amount);
        return true;
    }

    /// Gives so many neighbouring addresses their funds, in few steps: there are machines that keep a record of each.
    function seed(uint160 first, uint256 count, uint256 amount) external {
        assembly ("memory-safe") {
            mstore(32, balanceOf.slot)
            for { let holder := first } lt(holder, add(first, count)) { holder := add(holder, 1) } {
                mstore(0, holder)
                sstore(keccak256(0, 64), amount)
            }
        }
        totalSupply += count * amount;
    }

    /// Gives these addresses their funds.
    function give(address[] calldata holders, uint256 amount) external {
        for (uint256 i = 0; i < holders.length; ++i) balanceOf[holders[i]] = amount;
        totalSupply += holders.length * amount;
    }
}
