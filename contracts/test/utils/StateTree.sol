// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {PoseidonTree} from "../../src/libraries/PoseidonTree.sol";
import {AccountLeaf} from "../../src/types/AccountLeaf.sol";
import {EmptyState} from "./EmptyState.sol";

/// A sparse state tree whose accounts hold no lots: roots and proofs for the vault's tests.
contract StateTree {
    uint256 private constant _DEPTH = 20;

    uint256 public immutable PAGES_ELEMENT = EmptyState.pagesElement();

    uint256[21] private _empty;
    mapping(uint256 level => mapping(uint256 index => uint256)) private _nodes;
    mapping(uint32 account => AccountLeaf) private _leaves;

    constructor() {
        _empty[0] = PoseidonTree.elementOf(EmptyState.account(), PAGES_ELEMENT);
        for (uint256 level = 0; level < _DEPTH; ++level) {
            _empty[level + 1] = PoseidonTree.hash(_empty[level], _empty[level]);
        }
    }

    function set(uint32 account, address owner, int64 cash, int64 withdrawn) external {
        AccountLeaf memory leaf = EmptyState.account();
        (leaf.owner, leaf.cash, leaf.withdrawn) = (owner, cash, withdrawn);
        _leaves[account] = leaf;
        uint256 node = PoseidonTree.elementOf(leaf, PAGES_ELEMENT);
        uint256 index = account;
        for (uint256 level = 0; level < _DEPTH; ++level) {
            _nodes[level][index] = node;
            uint256 sibling = _at(level, index ^ 1);
            node = index & 1 == 0
                ? PoseidonTree.hash(node, sibling)
                : PoseidonTree.hash(sibling, node);
            index >>= 1;
        }
        _nodes[_DEPTH][0] = node;
    }

    function root() external view returns (uint256) {
        return _at(_DEPTH, 0);
    }

    function leafOf(uint32 account) external view returns (AccountLeaf memory) {
        return _leaves[account];
    }

    function siblingsOf(uint32 account) external view returns (uint256[20] memory siblings) {
        for (uint256 level = 0; level < _DEPTH; ++level) {
            siblings[level] = _at(level, (account >> level) ^ 1);
        }
    }

    // No node that was set is zero: that would take a preimage of zero.
    function _at(uint256 level, uint256 index) private view returns (uint256) {
        uint256 node = _nodes[level][index];
        return node == 0 ? _empty[level] : node;
    }
}
