// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title Big-endian fields of an operation
/// @notice Callers have checked the operation's length: a field beyond its end would read what
/// stands behind it in memory.
library OpReader {
    /// @notice The number in one byte at `offset`.
    function u8(bytes memory op, uint256 offset) internal pure returns (uint8) {
        return uint8(_word(op, offset) >> 248);
    }

    /// @notice The number in two bytes at `offset`.
    function u16(bytes memory op, uint256 offset) internal pure returns (uint16) {
        return uint16(_word(op, offset) >> 240);
    }

    /// @notice The number in four bytes at `offset`.
    function u32(bytes memory op, uint256 offset) internal pure returns (uint32) {
        return uint32(_word(op, offset) >> 224);
    }

    /// @notice The number in eight bytes at `offset`.
    function u64(bytes memory op, uint256 offset) internal pure returns (uint64) {
        return uint64(_word(op, offset) >> 192);
    }

    /// @notice The 32 bytes at `offset`.
    function word(bytes memory op, uint256 offset) internal pure returns (bytes32) {
        return bytes32(_word(op, offset));
    }

    /// @notice The address at `offset`.
    function addressAt(bytes memory op, uint256 offset) internal pure returns (address) {
        return address(uint160(_word(op, offset) >> 96));
    }

    function _word(bytes memory op, uint256 offset) private pure returns (uint256 value) {
        // Solidity can't read a word at an offset of bytes in memory.
        assembly ("memory-safe") {
            value := mload(add(add(op, 32), offset))
        }
    }
}
