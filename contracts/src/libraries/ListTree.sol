// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title Roots of lists that arrive as framed calldata
/// @notice docs/wire.md, section 13.2. Cost: measured in test/Gas.t.sol; memory: one word an item.
library ListTree {
    /// @notice A frame's length leads past the end of the data.
    error BrokenFrame(uint256 offset);

    /// @notice The items' numbers do not fit in 4 bytes.
    error TooManyItems();

    /// @notice Root and number of the items framed in `data` as length (3 bytes) || item, numbered
    /// on from `firstItem`. No data is no item and the root zero.
    function rootOf(bytes calldata data, uint32 firstItem)
        internal
        pure
        returns (bytes32 root, uint32 itemCount)
    {
        uint256 leaves;
        assembly ("memory-safe") {
            // A word stays free before the leaves: folding writes a node's prefix byte there.
            leaves := add(mload(0x40), 32)
        }
        uint256 count = _hashItems(data, firstItem, leaves);
        if (firstItem + count > type(uint32).max) revert TooManyItems();
        return (_fold(leaves, count), uint32(count));
    }

    /// @dev Writes the items' leaves to memory from `leaves` on. The same in plain words, at six
    /// times the gas (test/utils/PlainListTree.sol runs against it):
    ///     for (uint256 at = 0; at < data.length; ++count) {
    ///         uint256 end = at + 3 + uint24(bytes3(data[at:at + 3]));
    ///         leaves[count] = keccak256(abi.encodePacked(
    ///             bytes1(0), uint32(firstItem + count), data[at + 3:end]));
    ///         at = end;
    ///     }
    function _hashItems(bytes calldata data, uint32 firstItem, uint256 leaves)
        private
        pure
        returns (uint256 count)
    {
        uint256 broken;
        // The memory from the free pointer on is used and not kept: nothing allocates until the
        // root is known. An item is copied behind the leaves so far, hashed, and overwritten by its
        // leaf and the next item. A number beyond 4 bytes is refused by the caller.
        assembly ("memory-safe") {
            let at := data.offset
            let end := add(at, data.length)
            let leaf := leaves
            for {} lt(at, end) {} {
                let length := shr(232, calldataload(at))
                let next := add(add(at, 3), length)
                if gt(next, end) {
                    broken := add(sub(at, data.offset), 1)
                    break
                }
                // 0x00 || index (4) in the upper five bytes.
                mstore(leaf, shl(216, add(firstItem, count)))
                calldatacopy(add(leaf, 5), add(at, 3), length)
                mstore(leaf, keccak256(leaf, add(length, 5)))
                leaf := add(leaf, 32)
                count := add(count, 1)
                at := next
            }
        }
        if (broken != 0) revert BrokenFrame(broken - 1);
    }

    /// @dev Folds `count` leaves in place. Level by level a last node without a partner gets the
    /// root of as many zero words: the padding to a power of two, without writing it out. In plain
    /// words, over an array padded with zeros:
    ///     for (uint256 width = padded.length / 2; width > 0; width /= 2)
    ///         for (uint256 i = 0; i < width; ++i)
    ///             padded[i] = KeccakTree.node(padded[2 * i], padded[2 * i + 1]);
    function _fold(uint256 leaves, uint256 count) private pure returns (bytes32 root) {
        // A pair is hashed where it stands with its prefix in the byte before it: that byte belongs
        // to a node already folded, or to the word left free before the leaves.
        assembly ("memory-safe") {
            let padding := 0
            for {} gt(count, 1) {} {
                if and(count, 1) {
                    mstore(add(leaves, shl(5, count)), padding)
                    count := add(count, 1)
                }
                let to := leaves
                let end := add(leaves, shl(5, count))
                for { let pair := leaves } lt(pair, end) { pair := add(pair, 64) } {
                    mstore8(sub(pair, 1), 1)
                    mstore(to, keccak256(sub(pair, 1), 65))
                    to := add(to, 32)
                }
                count := shr(1, count)
                // The root of two paddings; the pair's place at the end is free now.
                mstore8(sub(end, 1), 1)
                mstore(end, padding)
                mstore(add(end, 32), padding)
                padding := keccak256(sub(end, 1), 65)
            }
            root := mload(leaves)
            // An empty list: what stands in that memory means nothing.
            if iszero(count) { root := 0 }
        }
    }
}
