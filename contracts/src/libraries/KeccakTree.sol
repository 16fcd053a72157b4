// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title Binary trees of Keccak-256
/// @notice A node is keccak256(0x01 || left || right) (docs/wire.md, section 11). A path's siblings
/// are given from the leaf upwards. To update a leaf, compute the root of the old leaf, compare it
/// with the root that is known, and compute the root of the new leaf over the same siblings.
library KeccakTree {
    /// @notice The parent of two nodes.
    function node(bytes32 left, bytes32 right) internal pure returns (bytes32 parent) {
        // keccak256(abi.encodePacked(uint8(1), left, right)), for less than half of its gas; the
        // memory behind the free pointer is used but not taken.
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            mstore8(buffer, 1)
            mstore(add(buffer, 1), left)
            mstore(add(buffer, 33), right)
            parent := keccak256(buffer, 65)
        }
    }

    /// @notice Root of a tree 8 deep in which `leaf` stands at `index` (below 2^8).
    function root(bytes32 leaf, uint256 index, bytes32[8] memory siblings)
        internal
        pure
        returns (bytes32 folded)
    {
        folded = leaf;
        for (uint256 level = 0; level < 8; ++level) {
            folded = _step(folded, siblings[level], index >> level);
        }
    }

    /// @notice Root of a tree 20 deep in which `leaf` stands at `index` (below 2^20).
    function root(bytes32 leaf, uint256 index, bytes32[20] memory siblings)
        internal
        pure
        returns (bytes32 folded)
    {
        folded = leaf;
        for (uint256 level = 0; level < 20; ++level) {
            folded = _step(folded, siblings[level], index >> level);
        }
    }

    function _step(bytes32 child, bytes32 sibling, uint256 side) private pure returns (bytes32) {
        return side & 1 == 0 ? node(child, sibling) : node(sibling, child);
    }
}
