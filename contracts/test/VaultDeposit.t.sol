// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Vault} from "../src/Vault.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IVault} from "../src/interfaces/IVault.sol";
import {Rollup} from "../src/Rollup.sol";
import {Deployment} from "./utils/Deployment.sol";
import {
    EighteenDecimals,
    FalseToken,
    FeeToken,
    OpenToken,
    ShrinkingToken,
    SilentToken
} from "./utils/OddTokens.sol";

/// Ways in, requests, and tokens that aren't what they should be.
contract VaultDepositTest is Deployment {
    function test_a_vault_says_what_it_was_given() public view {
        vm.assertEq(vault.rollup(), address(rollup), "rollup");
        vm.assertEq(vault.token(), address(usd), "token");
        vm.assertEq(vault.held(), 0, "held");
    }

    function test_a_vault_takes_a_token_with_6_decimals() public {
        vm.expectRevert(abi.encodeWithSelector(IVault.NotAToken.selector, ALICE));
        new Vault(rollup, IERC20Metadata(ALICE));
        IERC20Metadata other = new EighteenDecimals();
        vm.expectRevert(abi.encodeWithSelector(IVault.WrongDecimals.selector, 18));
        new Vault(rollup, other);
    }

    function testFuzz_a_deposit_moves_its_amount_and_queues(uint64 first, uint64 second) public {
        (first, second) = (uint64(bound(first, 1, 1 << 58)), uint64(bound(second, 1, 1 << 58)));
        deposit(ALICE, ALICE_ACCOUNT, first);
        deposit(BOB, ALICE_ACCOUNT, second);

        vm.assertEq(usd.balanceOf(address(vault)), uint256(first) + second, "balance");
        vm.assertEq(vault.deposited(ALICE_ACCOUNT), first + second, "deposited");
        vm.assertEq(vault.held(), first + second, "held");
        vm.assertEq(rollup.queueLength(), 2, "queue");
        bytes32 entry = keccak256(abi.encodePacked(uint8(1), ALICE_ACCOUNT, second));
        vm.assertEq(rollup.queueEntry(1), entry, "entry");
    }

    function test_a_deposit_tells_who_paid() public {
        usd.mint(BOB, 5);
        vm.prank(BOB);
        usd.approve(address(vault), 5);
        vm.expectEmit();
        emit IVault.Deposited(ALICE_ACCOUNT, BOB, 5);
        vm.prank(BOB);
        vault.deposit(ALICE_ACCOUNT, 5);
    }

    function test_deposits_that_make_no_sense_are_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IVault.UnknownAccount.selector, 18));
        vault.deposit(18, 5);
        vm.expectRevert(abi.encodeWithSelector(IVault.BadAmount.selector, 0));
        vault.deposit(ALICE_ACCOUNT, 0);
        vm.expectRevert();
        vault.deposit(ALICE_ACCOUNT, 5);
    }

    function test_all_deposits_together_stay_below_2_to_the_60() public {
        deposit(ALICE, ALICE_ACCOUNT, (1 << 60) - 10);
        deposit(BOB, BOB_ACCOUNT, 9);
        vm.expectRevert(abi.encodeWithSelector(IVault.DepositLimitReached.selector, 1 << 60));
        vm.prank(ALICE);
        vault.deposit(ALICE_ACCOUNT, 1);
    }

    function testFuzz_an_owner_asks_for_a_withdrawal(uint64 amount) public {
        bool isGood = amount > 0 && amount < 1 << 60;
        if (isGood) {
            vm.expectEmit();
            emit IVault.WithdrawalRequested(ALICE_ACCOUNT, ALICE, amount);
        } else {
            vm.expectRevert(abi.encodeWithSelector(IVault.BadAmount.selector, amount));
        }
        vm.prank(ALICE);
        vault.requestWithdrawal(ALICE_ACCOUNT, amount);
        vm.assertEq(rollup.queueLength(), isGood ? 1 : 0, "queue");
    }

    function test_only_the_owner_asks_for_a_withdrawal() public {
        bytes memory refusal = abi.encodeWithSelector(IVault.NotOwner.selector, ALICE_ACCOUNT, BOB);
        vm.expectRevert(refusal);
        vm.prank(BOB);
        vault.requestWithdrawal(ALICE_ACCOUNT, 5);
        vm.expectRevert(abi.encodeWithSelector(IVault.NotOwner.selector, 18, BOB));
        vm.prank(BOB);
        vault.requestWithdrawal(18, 5);
    }

    function test_a_token_that_keeps_a_fee_is_refused() public {
        OpenToken token = new FeeToken();
        Vault odd = _vaultOf(token);
        token.mint(ALICE, 100);
        vm.prank(ALICE);
        token.approve(address(odd), 100);
        vm.expectRevert(abi.encodeWithSelector(IVault.InexactTransfer.selector, 100, 99));
        vm.prank(ALICE);
        odd.deposit(ALICE_ACCOUNT, 100);
    }

    function test_a_token_that_shrinks_is_refused() public {
        OpenToken token = new ShrinkingToken();
        Vault odd = _vaultOf(token);
        token.mint(ALICE, 100);
        token.mint(address(odd), 50);
        vm.prank(ALICE);
        token.approve(address(odd), 100);
        vm.expectRevert(abi.encodeWithSelector(IVault.InexactTransfer.selector, 150, 0));
        vm.prank(ALICE);
        odd.deposit(ALICE_ACCOUNT, 100);
    }

    function test_a_token_that_returns_false_is_refused() public {
        OpenToken token = new FalseToken();
        Vault odd = _vaultOf(token);
        vm.expectRevert(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token))
        );
        odd.deposit(ALICE_ACCOUNT, 100);
    }

    function test_a_token_that_returns_nothing_is_taken() public {
        SilentToken token = new SilentToken();
        Vault odd = _vaultOf(IERC20Metadata(address(token)));
        token.mint(ALICE, 100);
        vm.prank(ALICE);
        odd.deposit(ALICE_ACCOUNT, 100);

        vm.assertEq(odd.held(), 100, "held");
    }

    /// @dev A vault of another token with a rollup of its own, in which ALICE has her account.
    function _vaultOf(IERC20Metadata token) private returns (Vault odd) {
        Rollup fresh = new Rollup(address(this), GENESIS_ROOT, 1, 1);
        odd = new Vault(fresh, token);
        fresh.setVault(address(odd));
        fresh.registerAccount(ALICE_ACCOUNT, ALICE);
    }
}
