// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// What every test has: forge's cheat codes, and numbers within bounds.
abstract contract TestBase {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev A number from `least` to `most`, evenly if `seed` is.
    function bound(uint256 seed, uint256 least, uint256 most) internal pure returns (uint256) {
        return least + seed % (most - least + 1);
    }

    /// @dev Hash of numbers that a seed gives one after the other.
    function draw(uint256 seed, uint256 turn) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, turn)));
    }
}
