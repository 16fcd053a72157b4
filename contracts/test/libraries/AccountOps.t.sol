// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {WitnessLib} from "../../src/libraries/WitnessLib.sol";
import {StepError} from "../../src/types/StepError.sol";
import {Witness} from "../../src/types/Witness.sol";
import {TransitionCase} from "../utils/TransitionCase.sol";

/// OpenAccount, Deposit, Withdraw, Sweep, and what doesn't decode.
contract AccountOpsTest is TransitionCase {
    uint32 private constant _ACCOUNT = 16;

    function test_an_account_is_opened_once() public view {
        Witness memory expected = witness(1);
        Witness memory w = witness(1);
        w.accounts[0].owner = address(0);
        bytes memory op = _open(_ACCOUNT, address(0xACC0));
        assertStep(op, w, expected, false, true);

        assertRefused(op, expected, StepError.AlreadyOpen);
    }

    function test_opening_names_a_users_number_and_an_owner() public view {
        Witness memory w = witness(1);
        assertRefused(_open(15, address(1)), w, StepError.BadAccount);
        assertRefused(_open(1 << 20, address(1)), w, StepError.BadAccount);
        assertRefused(_open(_ACCOUNT, address(0)), w, StepError.BadAccount);
    }

    function testFuzz_a_deposit_adds_its_amount(uint64 amount) public view {
        amount = uint64(bound(amount, 1, (1 << 60) - 1));
        Witness memory expected = witness(1);
        expected.accounts[0].cash += int64(amount);
        expected.system.queueCursor = 6;
        assertStep(_queued(2, amount, 5), witness(1), expected, true, true);
    }

    function testFuzz_a_withdrawal_takes_its_amount(uint64 amount) public view {
        amount = uint64(bound(amount, 1, (1 << 60) - 1));
        Witness memory w = witness(1);
        w.accounts[0].withdrawn = 3;
        Witness memory expected = witness(1);
        expected.accounts[0].cash -= int64(amount);
        expected.accounts[0].withdrawn = 3 + int64(amount);
        expected.system.queueCursor = 6;
        assertStep(_queued(3, amount, 5), w, expected, true, true);
    }

    function test_the_queue_is_consumed_in_order_by_good_amounts() public view {
        for (uint8 kind = 2; kind <= 3; ++kind) {
            Witness memory w = witness(1);
            assertRefused(_queued(kind, 0, 4), w, StepError.BadAmount);
            assertRefused(_queued(kind, 1 << 60, 4), w, StepError.BadAmount);
            assertRefused(_queued(kind, type(uint64).max, 4), w, StepError.BadAmount);
            assertRefused(_queued(kind, 1, 4), w, StepError.QueueOutOfOrder);
            assertRefused(_queued(kind, 1, 6), w, StepError.QueueOutOfOrder);
            w.accounts[0].owner = address(0);
            assertRefused(_queued(kind, 0, 4), w, StepError.BadAccount);
        }
    }

    function test_sums_that_leave_their_width_are_refused() public view {
        Witness memory w = witness(1);
        w.accounts[0].cash = type(int64).max;
        assertRefused(_queued(2, 1, 5), w, StepError.Overflow);
        w.accounts[0].cash = type(int64).min;
        assertRefused(_queued(3, 1, 5), w, StepError.Overflow);
        w.accounts[0].cash = 0;
        w.accounts[0].withdrawn = type(int64).max;
        assertRefused(_queued(3, 1, 5), w, StepError.Overflow);
        w.system.queueCursor = type(uint64).max;
        assertRefused(_queued(2, 1, type(uint64).max), w, StepError.Overflow);
    }

    function test_a_sweep_moves_the_fees_to_account_1() public view {
        Witness memory w = witness(2);
        w.accounts[0].feesAccrued = 30;
        Witness memory expected = witness(2);
        (expected.accounts[0].cash, expected.accounts[1].cash) = (970, 1030);
        assertStep(_sweep(_ACCOUNT), w, expected, false, true);
    }

    function test_sweeps_that_can_not_be_are_refused() public view {
        Witness memory w = witness(2);
        assertRefused(_sweep(_ACCOUNT), w, StepError.NothingToDo);
        w.accounts[0].feesAccrued = -5;
        assertRefused(_sweep(_ACCOUNT), w, StepError.NothingToDo);
        assertRefused(_sweep(1), w, StepError.BadAccount);
        w.accounts[0].feesAccrued = 5;
        w.accounts[0].cash = type(int64).min + 4;
        assertRefused(_sweep(_ACCOUNT), w, StepError.Overflow);
        (w.accounts[0].cash, w.accounts[1].cash) = (0, type(int64).max - 4);
        assertRefused(_sweep(_ACCOUNT), w, StepError.Overflow);
    }

    function testFuzz_an_operation_has_its_own_length(uint8 kind, uint8 length) public view {
        bytes memory op = new bytes(length);
        if (length > 0) op[0] = bytes1(kind);
        if (!_isLength(length > 0 ? kind : 0, length)) {
            assertRefused(op, witness(1), StepError.DoesNotDecode);
        }
    }

    function test_other_accounts_than_are_written_make_no_witness() public {
        Witness memory w = witness(2);
        vm.expectRevert(WitnessLib.WitnessMismatch.selector);
        harness.step(_queued(2, 1, 5), w);
        w = witness(1);
        vm.expectRevert(WitnessLib.WitnessMismatch.selector);
        harness.step(_sweep(_ACCOUNT), w);
    }

    function _open(uint32 account, address owner) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(1), account, owner);
    }

    function _queued(uint8 kind, uint64 amount, uint64 index) private pure returns (bytes memory) {
        return abi.encodePacked(kind, _ACCOUNT, amount, index);
    }

    function _sweep(uint32 account) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(6), account);
    }

    // The document's bodies, in bytes, with the kind.
    function _isLength(uint8 kind, uint256 length) private pure returns (bool) {
        uint8[11] memory kinds = [1, 2, 3, 4, 5, 6, 16, 17, 18, 19, 20];
        uint8[11] memory lengths = [25, 21, 21, 36, 10, 5, 17, 129, 55, 29, 25];
        for (uint256 i = 0; i < 11; ++i) {
            if (kinds[i] == kind) return lengths[i] == length;
        }
        return false;
    }
}
