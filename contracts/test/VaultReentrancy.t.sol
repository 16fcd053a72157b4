// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {
    ReentrancyGuardTransient
} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Rollup} from "../src/Rollup.sol";
import {Vault} from "../src/Vault.sol";
import {Deployment} from "./utils/Deployment.sol";
import {HostileToken} from "./utils/OddTokens.sol";
import {ProvenWithdrawal} from "./utils/ProvenWithdrawal.sol";
import {StateTree} from "./utils/StateTree.sol";

/// A token that calls the vault in the middle of a transfer gets nothing but a refusal.
contract VaultReentrancyTest is Deployment {
    using ProvenWithdrawal for StateTree;

    HostileToken private _token;
    StateTree private _tree;
    uint64 private _batch;

    function setUp() public override {
        super.setUp();
        _token = new HostileToken();
        rollup = new Rollup(address(this), GENESIS_ROOT, WINDOW_SECONDS, WINDOW_BLOCKS);
        vault = new Vault(rollup, _token);
        rollup.setVault(address(vault));
        rollup.registerAccount(ALICE_ACCOUNT, ALICE);
        rollup.registerAccount(BOB_ACCOUNT, address(_token));
        _token.mint(ALICE, 1000);
        vm.prank(ALICE);
        _token.approve(address(vault), 1000);
        vm.prank(ALICE);
        vault.deposit(ALICE_ACCOUNT, 600);
        _tree = new StateTree();
        _tree.set(ALICE_ACCOUNT, ALICE, 0, 200);
        _batch = finaliseRoot(_tree.root());
    }

    function test_a_withdrawal_can_not_be_entered_again() public {
        _withdrawUnder(_tree.data(_batch, ALICE_ACCOUNT));
    }

    function test_a_withdrawal_can_not_be_entered_by_a_deposit() public {
        _withdrawUnder(abi.encodeCall(Vault.deposit, (ALICE_ACCOUNT, 1)));
    }

    function test_a_withdrawal_can_not_be_entered_by_a_request() public {
        _withdrawUnder(abi.encodeCall(Vault.requestWithdrawal, (BOB_ACCOUNT, 1)));
    }

    function test_a_deposit_can_not_be_entered_by_a_withdrawal() public {
        _token.arm(address(vault), _tree.data(_batch, ALICE_ACCOUNT));
        vm.prank(ALICE);
        vault.deposit(ALICE_ACCOUNT, 100);

        _assertRefused();
        vm.assertEq(vault.claimed(ALICE_ACCOUNT), 0, "claimed");
        vm.assertEq(vault.held(), 700, "held");
    }

    function _withdrawUnder(bytes memory attack) private {
        _token.arm(address(vault), attack);
        _tree.call(vault, _batch, ALICE_ACCOUNT);

        _assertRefused();
        vm.assertEq(_token.balanceOf(ALICE), 600, "balance");
        vm.assertEq(vault.held(), 400, "held");
        vm.assertEq(rollup.queueLength(), 1, "queue");
    }

    function _assertRefused() private view {
        bytes4 expected = ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;
        vm.assertFalse(_token.succeeded(), "refused");
        vm.assertEq(bytes32(bytes4(_token.answer())), bytes32(expected), "refusal");
    }
}
