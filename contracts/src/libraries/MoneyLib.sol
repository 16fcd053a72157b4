// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title Widths of numbers, and the rounding of fees
library MoneyLib {
    /// @notice Whether an amount in micro-USD fits the 64 bits of a leaf.
    function fits(int256 amount) internal pure returns (bool) {
        return amount >= type(int64).min && amount <= type(int64).max;
    }

    /// @notice Whether a number of lots fits the 48 bits of a page.
    function fitsLots(int256 lots) internal pure returns (bool) {
        return lots >= type(int48).min && lots <= type(int48).max;
    }

    /// @notice Quotient rounded up; the sum must not overflow, which 255-bit numbers can't.
    function ceilDiv(uint256 dividend, uint256 divisor) internal pure returns (uint256) {
        return (dividend + divisor - 1) / divisor;
    }
}
