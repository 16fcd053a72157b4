// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// The list tree of docs/wire.md, section 13.2, with nothing but the words of the document: what
/// the measured one in src is compared with.
library PlainListTree {
    function rootOf(bytes[] memory items, uint32 firstItem) internal pure returns (bytes32) {
        if (items.length == 0) return 0;
        uint256 width = 1;
        while (width < items.length) width *= 2;
        bytes32[] memory nodes = new bytes32[](width);
        for (uint256 i = 0; i < items.length; ++i) {
            nodes[i] = keccak256(abi.encodePacked(uint8(0), uint32(firstItem + i), items[i]));
        }
        for (width /= 2; width > 0; width /= 2) {
            for (uint256 i = 0; i < width; ++i) {
                nodes[i] = keccak256(abi.encodePacked(uint8(1), nodes[2 * i], nodes[2 * i + 1]));
            }
        }
        return nodes[0];
    }

    function frame(bytes[] memory items) internal pure returns (bytes memory data) {
        uint256 length;
        for (uint256 i = 0; i < items.length; ++i) {
            length += 3 + items[i].length;
        }
        data = new bytes(length);
        uint256 offset;
        for (uint256 i = 0; i < items.length; ++i) {
            bytes memory framed = abi.encodePacked(uint24(items[i].length), items[i]);
            assembly ("memory-safe") {
                mcopy(add(add(data, 32), offset), add(framed, 32), mload(framed))
            }
            offset += framed.length;
        }
    }
}
