// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {KeccakTree} from "../libraries/KeccakTree.sol";
import {ListTree} from "../libraries/ListTree.sol";
import {PageLib} from "../libraries/PageLib.sol";
import {PoseidonTree} from "../libraries/PoseidonTree.sol";
import {StateLib} from "../libraries/StateLib.sol";
import {TransitionLib} from "../libraries/TransitionLib.sol";
import {AccountLeaf} from "../types/AccountLeaf.sol";
import {BatchHeader} from "../types/BatchHeader.sol";
import {InstrumentLeaf} from "../types/InstrumentLeaf.sol";
import {Parameters} from "../types/Parameters.sol";
import {StepError} from "../types/StepError.sol";
import {SystemLeaf} from "../types/SystemLeaf.sol";
import {Witness} from "../types/Witness.sol";

/// @title The libraries from outside, so that another implementation can be compared with them
/// @notice Holds nothing and is never part of a deployment that holds money.
contract TransitionHarness {
    /// @notice TransitionLib.step.
    function step(bytes memory op, Witness memory w)
        public
        pure
        returns (StepError fault, uint256[] memory before, uint256[] memory afterwards)
    {
        return TransitionLib.step(op, w);
    }

    /// @notice Many independent steps in one call.
    function stepMany(bytes[] memory ops, Witness[] memory ws)
        external
        pure
        returns (
            StepError[] memory errors,
            uint256[][] memory before,
            uint256[][] memory afterwards
        )
    {
        errors = new StepError[](ops.length);
        before = new uint256[][](ops.length);
        afterwards = new uint256[][](ops.length);
        for (uint256 i = 0; i < ops.length; ++i) {
            (errors[i], before[i], afterwards[i]) = TransitionLib.step(ops[i], ws[i]);
        }
    }

    /// @notice Keccak hash of a page.
    function pageHash(uint256[4] memory words) external pure returns (bytes32) {
        return PageLib.hash(words);
    }

    /// @notice Poseidon element of a page.
    function pageElement(uint256[4] memory words) external pure returns (uint256) {
        return PoseidonTree.elementOf(words);
    }

    /// @notice A page with other lots of one instrument.
    function pageWithLots(uint256[4] memory words, uint32 instrument, int48 lots)
        external
        pure
        returns (uint256[4] memory)
    {
        return PageLib.withLots(words, instrument, lots);
    }

    /// @notice Hash of an account's leaf.
    function accountLeafHash(AccountLeaf memory leaf) external pure returns (uint256) {
        return StateLib.hash(leaf);
    }

    /// @notice Element of an account in the state tree.
    function accountElement(AccountLeaf memory leaf, uint256 pagesElement)
        external
        pure
        returns (uint256)
    {
        return PoseidonTree.elementOf(leaf, pagesElement);
    }

    /// @notice Hash of the system leaf.
    function systemLeafHash(SystemLeaf memory leaf) external pure returns (uint256) {
        return StateLib.hash(leaf);
    }

    /// @notice Element of the system leaf in the state tree.
    function systemElement(SystemLeaf memory leaf) external pure returns (uint256) {
        return PoseidonTree.elementOf(leaf);
    }

    /// @notice Hash of a listed instrument's leaf.
    function instrumentLeafHash(InstrumentLeaf memory leaf) external pure returns (bytes32) {
        return StateLib.hash(leaf);
    }

    /// @notice Hash of the venue's parameters.
    function parametersHash(Parameters memory rates) external pure returns (bytes32) {
        return StateLib.hash(rates);
    }

    /// @notice Hash of a batch.
    function batchHash(BatchHeader memory header) external pure returns (bytes32) {
        return StateLib.hash(header);
    }

    /// @notice Root and number of framed items.
    function listRoot(uint32 firstItem, bytes calldata data)
        external
        pure
        returns (bytes32 root, uint32 itemCount)
    {
        return ListTree.rootOf(data, firstItem);
    }

    /// @notice Parent of two nodes of a Keccak tree.
    function keccakNode(bytes32 left, bytes32 right) external pure returns (bytes32) {
        return KeccakTree.node(left, right);
    }

    /// @notice Root of the state tree over a path.
    function stateRoot(uint256 element, uint32 account, uint256[20] memory siblings)
        external
        pure
        returns (uint256)
    {
        return PoseidonTree.root(element, account, siblings);
    }

    /// @notice Poseidon of two field elements.
    function poseidon(uint256 left, uint256 right) external pure returns (uint256) {
        return PoseidonTree.hash(left, right);
    }
}
