// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "../types/AccountLeaf.sol";
import {PageOpening, Witness} from "../types/Witness.sol";
import {KeccakTree} from "./KeccakTree.sol";
import {PageLib} from "./PageLib.sol";
import {StateLib} from "./StateLib.sol";

/// @title Openings of what the leaves commit to
/// @notice Everything is opened where it is read, so that nothing unproven decides.
library WitnessLib {
    using StateLib for *;
    using PageLib for uint256[4];

    /// @notice Numbers of instruments are below: their tree is 20 deep.
    uint32 internal constant INSTRUMENTS = 1 << 20;

    /// @notice The witness doesn't open to the leaves, or lacks what the operation reads.
    error WitnessMismatch();

    /// @notice Whether an instrument is listed; its leaf is then proven to be the witness's.
    function isListed(Witness memory w, uint32 instrument) internal pure returns (bool listed) {
        if (instrument >= INSTRUMENTS) return false;
        listed = w.instrument.listed;
        if (listed && w.instrument.leaf.instrument != instrument) revert WitnessMismatch();
        bytes32 leaf = listed ? w.instrument.leaf.hash() : bytes32(0);
        if (KeccakTree.root(leaf, instrument, w.instrument.siblings) != w.system.instrumentsRoot) {
            revert WitnessMismatch();
        }
    }

    /// @notice Puts the witness's instrument leaf, as changed, into the tree that was opened.
    function storeInstrument(Witness memory w) internal pure {
        w.system.instrumentsRoot = KeccakTree.root(
            w.instrument.leaf.hash(), w.instrument.leaf.instrument, w.instrument.siblings
        );
    }

    /// @notice Words of a page, proven against its account.
    function openPage(Witness memory w, uint256 place, uint8 page)
        internal
        pure
        returns (uint256[4] memory words)
    {
        if (place >= w.pages.length) revert WitnessMismatch();
        PageOpening memory opening = w.pages[place];
        words = opening.words;
        bytes32 root = KeccakTree.root(words.hash(), page, opening.siblings);
        if (root != w.accounts[place].pagesRoot) revert WitnessMismatch();
    }

    /// @notice Puts a page into the tree that was opened for it.
    function storePage(Witness memory w, uint256 place, uint8 page, uint256[4] memory words)
        internal
        pure
    {
        w.accounts[place].pagesRoot = KeccakTree.root(words.hash(), page, w.pages[place].siblings);
    }

    /// @notice Reverts unless the witness's parameters are the venue's.
    function requireParameters(Witness memory w) internal pure {
        if (w.parameters.hash() != w.system.parametersHash) revert WitnessMismatch();
    }

    /// @notice Whether an account is a user's and has an owner.
    function isOpen(uint32 account, AccountLeaf memory leaf) internal pure returns (bool) {
        return StateLib.isUserAccount(account) && leaf.owner != address(0);
    }
}
