// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Rollup} from "../src/Rollup.sol";
import {IRollup} from "../src/interfaces/IRollup.sol";
import {PoseidonTree} from "../src/libraries/PoseidonTree.sol";
import {Deployment} from "./utils/Deployment.sol";

/// Deployment, owners and queue.
contract RollupAccountsTest is Deployment {
    function test_a_deployment_says_what_it_was_given() public view {
        vm.assertEq(rollup.operator(), address(this), "operator");
        vm.assertEq(rollup.vault(), address(vault), "vault");
        vm.assertEq(rollup.genesisRoot(), GENESIS_ROOT, "genesis");
        vm.assertEq(rollup.windowSeconds(), WINDOW_SECONDS, "seconds");
        vm.assertEq(rollup.windowBlocks(), WINDOW_BLOCKS, "blocks");
        vm.assertEq(rollup.latestRoot(), GENESIS_ROOT, "latest root");
        vm.assertEq(rollup.latestHash(), bytes32(0), "latest hash");
    }

    function test_a_deployment_without_sense_is_refused() public {
        vm.expectRevert(IRollup.ZeroAddress.selector);
        new Rollup(address(0), GENESIS_ROOT, 1, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IRollup.RootNotCanonical.selector, PoseidonTree.FIELD)
        );
        new Rollup(address(this), PoseidonTree.FIELD, 1, 1);
        vm.expectRevert(IRollup.BadWindow.selector);
        new Rollup(address(this), GENESIS_ROOT, 0, 1);
        vm.expectRevert(IRollup.BadWindow.selector);
        new Rollup(address(this), GENESIS_ROOT, 30 days + 1, 1);
        vm.expectRevert(IRollup.BadWindow.selector);
        new Rollup(address(this), GENESIS_ROOT, 1, 0);
        vm.expectRevert(IRollup.BadWindow.selector);
        new Rollup(address(this), GENESIS_ROOT, 1, 10_368_001);
    }

    function test_the_vault_is_named_once_and_by_the_operator() public {
        Rollup fresh = new Rollup(address(this), GENESIS_ROOT, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotOperator.selector, ALICE));
        vm.prank(ALICE);
        fresh.setVault(ALICE);
        vm.expectRevert(IRollup.ZeroAddress.selector);
        fresh.setVault(address(0));
        vm.expectEmit();
        emit IRollup.VaultSet(BOB);
        fresh.setVault(BOB);
        vm.expectRevert(IRollup.VaultAlreadySet.selector);
        fresh.setVault(ALICE);
    }

    function test_an_account_gets_one_owner_for_good() public {
        vm.expectEmit();
        emit IRollup.AccountRegistered(18, BOB);
        rollup.registerAccount(18, BOB);
        vm.assertEq(rollup.ownerOf(18), BOB, "owner");

        vm.expectRevert(abi.encodeWithSelector(IRollup.AccountTaken.selector, 18));
        rollup.registerAccount(18, ALICE);
    }

    function testFuzz_only_the_operator_registers_users_accounts(uint32 account) public {
        vm.assume(account != ALICE_ACCOUNT && account != BOB_ACCOUNT);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotOperator.selector, ALICE));
        vm.prank(ALICE);
        rollup.registerAccount(account, ALICE);
        bool isUsers = account >= 16 && account < 1 << 20;
        if (!isUsers) {
            vm.expectRevert(abi.encodeWithSelector(IRollup.AccountOutOfRange.selector, account));
        }
        rollup.registerAccount(account, ALICE);
        vm.assertEq(rollup.ownerOf(account), isUsers ? ALICE : address(0), "owner");
    }

    function test_the_bounds_of_account_numbers() public {
        rollup.registerAccount((1 << 20) - 1, ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRollup.AccountOutOfRange.selector, 15));
        rollup.registerAccount(15, ALICE);
        vm.expectRevert(abi.encodeWithSelector(IRollup.AccountOutOfRange.selector, 1 << 20));
        rollup.registerAccount(1 << 20, ALICE);
        vm.expectRevert(IRollup.ZeroAddress.selector);
        rollup.registerAccount(18, address(0));
    }

    function testFuzz_entries_queue_in_order(uint8 kind, uint32 account, uint64 amount) public {
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotVault.selector, address(this)));
        rollup.enqueue(kind, account, amount);

        for (uint64 index = 0; index < 3; ++index) {
            vm.expectEmit();
            emit IRollup.Queued(index, kind, account, amount);
            vm.prank(address(vault));
            vm.assertEq(rollup.enqueue(kind, account, amount), index, "index");
        }
        vm.assertEq(rollup.queueLength(), 3, "length");
        bytes32 entry = keccak256(abi.encodePacked(kind, account, amount));
        vm.assertEq(rollup.queueEntry(2), entry, "entry");
        vm.assertEq(rollup.queueEntry(3), bytes32(0), "beyond the queue");
    }
}
