// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {KeccakTree} from "../../src/libraries/KeccakTree.sol";
import {PageLib} from "../../src/libraries/PageLib.sol";
import {PoseidonTree} from "../../src/libraries/PoseidonTree.sol";
import {AccountLeaf} from "../../src/types/AccountLeaf.sol";

/// Roots and leaves of the empty state (docs/wire.md, section 11).
library EmptyState {
    function pagesRoot() internal pure returns (bytes32) {
        uint256[4] memory words;
        return _tower(PageLib.hash(words), 8);
    }

    function slotsRoot() internal pure returns (bytes32) {
        return _tower(keccak256(abi.encodePacked(uint64(0), uint64(0))), 10);
    }

    function instrumentsRoot() internal pure returns (bytes32) {
        return _tower(bytes32(0), 20);
    }

    function pagesElement() internal pure returns (uint256 element) {
        uint256[4] memory words;
        element = PoseidonTree.elementOf(words);
        for (uint256 level = 0; level < 8; ++level) {
            element = PoseidonTree.hash(element, element);
        }
    }

    function account() internal pure returns (AccountLeaf memory leaf) {
        leaf.pagesRoot = pagesRoot();
        leaf.slotsRoot = slotsRoot();
    }

    function pageSiblings() internal pure returns (bytes32[8] memory siblings) {
        uint256[4] memory words;
        siblings[0] = PageLib.hash(words);
        for (uint256 level = 1; level < 8; ++level) {
            siblings[level] = KeccakTree.node(siblings[level - 1], siblings[level - 1]);
        }
    }

    function instrumentSiblings() internal pure returns (bytes32[20] memory siblings) {
        for (uint256 level = 1; level < 20; ++level) {
            siblings[level] = KeccakTree.node(siblings[level - 1], siblings[level - 1]);
        }
    }

    function _tower(bytes32 leaf, uint256 depth) private pure returns (bytes32 root) {
        root = leaf;
        for (uint256 level = 0; level < depth; ++level) {
            root = KeccakTree.node(root, root);
        }
    }
}
