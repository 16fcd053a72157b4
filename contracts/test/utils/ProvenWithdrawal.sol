// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Vault} from "../../src/Vault.sol";
import {StateTree} from "./StateTree.sol";

/// Withdrawals with the proofs that a state tree gives.
library ProvenWithdrawal {
    function call(StateTree tree, Vault vault, uint64 batch, uint32 account) internal {
        vault.withdraw(
            batch, account, tree.leafOf(account), tree.PAGES_ELEMENT(), tree.siblingsOf(account)
        );
    }

    function data(StateTree tree, uint64 batch, uint32 account)
        internal
        view
        returns (bytes memory)
    {
        return abi.encodeCall(
            Vault.withdraw,
            (batch, account, tree.leafOf(account), tree.PAGES_ELEMENT(), tree.siblingsOf(account))
        );
    }
}
