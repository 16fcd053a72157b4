// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {PoseidonT3} from "poseidon-solidity/PoseidonT3.sol";
import {AccountLeaf} from "../types/AccountLeaf.sol";
import {SystemLeaf} from "../types/SystemLeaf.sol";
import {StateLib} from "./StateLib.sol";

/// @title The state tree and its elements
/// @notice docs/wire.md, section 11: Poseidon over BN254's scalar field with two inputs. A hash
/// costs about 21,000 gas, a proof of an account 23 hashes.
library PoseidonTree {
    /// @notice Order of BN254's scalar field; an element is canonical when it is below.
    uint256 internal constant FIELD =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @notice A number that should be a field element is not below the field's order.
    error NotCanonical(uint256 element);

    /// @notice Poseidon of two field elements; the caller has seen to it that they are canonical.
    function hash(uint256 left, uint256 right) internal pure returns (uint256) {
        return PoseidonT3.hash([left, right]);
    }

    /// @notice Reverts unless the number is below the field's order.
    function requireCanonical(uint256 element) internal pure {
        if (element >= FIELD) revert NotCanonical(element);
    }

    /// @notice Root of the state tree, 20 deep, in which `element` stands at `index` (below 2^20).
    function root(uint256 element, uint256 index, uint256[20] memory siblings)
        internal
        pure
        returns (uint256 folded)
    {
        requireCanonical(element);
        folded = element;
        for (uint256 level = 0; level < 20; ++level) {
            uint256 sibling = siblings[level];
            requireCanonical(sibling);
            folded = (index >> level) & 1 == 0 ? hash(folded, sibling) : hash(sibling, folded);
        }
    }

    /// @notice Element of an account; `pagesElement` is the Poseidon root of its pages.
    function elementOf(AccountLeaf memory leaf, uint256 pagesElement)
        internal
        pure
        returns (uint256)
    {
        requireCanonical(pagesElement);
        uint256 identity = uint256(uint160(leaf.owner)) | (uint256(leaf.nonce) << 160)
            | (uint256(leaf.fundingEpoch) << 208);
        uint256 money = uint256(uint64(leaf.cash)) | (uint256(uint64(leaf.feesAccrued)) << 64)
            | (uint256(uint64(leaf.withdrawn)) << 128);
        return hash(hash(identity, money), hash(pagesElement, StateLib.hash(leaf)));
    }

    /// @notice Element of the system leaf.
    function elementOf(SystemLeaf memory leaf) internal pure returns (uint256) {
        uint256 times = uint256(leaf.sequencedNs) | (uint256(leaf.marketNs) << 64)
            | (uint256(leaf.riskEpoch) << 128);
        return hash(hash(times, leaf.queueCursor), hash(0, StateLib.hash(leaf)));
    }

    /// @notice Element of a page. A page's words are below the field's order by their layout.
    function elementOf(uint256[4] memory words) internal pure returns (uint256) {
        return hash(hash(words[0], words[1]), hash(words[2], words[3]));
    }
}
