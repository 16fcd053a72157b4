// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Rollup} from "../src/Rollup.sol";
import {Vault} from "../src/Vault.sol";
import {TestUsd} from "../src/dev/TestUsd.sol";
import {TestBase} from "./utils/TestBase.sol";
import {VenueHandler} from "./utils/VenueHandler.sol";

/// What holds whatever users and operator do: claims are covered, nothing leaves without a proof or
/// twice, the queue is never skipped.
contract VenueInvariantTest is TestBase {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    VenueHandler private _venue;
    Rollup private _rollup;
    Vault private _vault;
    TestUsd private _usd;

    function setUp() public {
        _venue = new VenueHandler();
        _venue.setUp();
        (address rollup, address vault, address usd) = _venue.parts();
        (_rollup, _vault, _usd) = (Rollup(rollup), Vault(vault), TestUsd(usd));
    }

    /// forge reads which functions it may call.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(_venue);
        targets[0].selectors = new bytes4[](10);
        targets[0].selectors[0] = VenueHandler.depositSome.selector;
        targets[0].selectors[1] = VenueHandler.request.selector;
        targets[0].selectors[2] = VenueHandler.sealHonestly.selector;
        targets[0].selectors[3] = VenueHandler.sealFalsely.selector;
        targets[0].selectors[4] = VenueHandler.sealSkipping.selector;
        targets[0].selectors[5] = VenueHandler.passTime.selector;
        targets[0].selectors[6] = VenueHandler.finaliseSome.selector;
        targets[0].selectors[7] = VenueHandler.withdrawWithProof.selector;
        targets[0].selectors[8] = VenueHandler.withdrawWithoutProof.selector;
        targets[0].selectors[9] = VenueHandler.finaliseSome.selector;
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_venue);
    }

    /// One campaign for all: forge plays the calls anew for each invariant.
    function invariant_claims_are_covered_proven_and_paid_once_and_the_queue_is_in_order()
        public
        view
    {
        vm.assertEq(_venue.breaches(), 0, "breaches");
        _whatCameInIsHeldOrWasPaid();
        _ownersHaveWhatAFinalStateLetOut();
        _theQueueIsNeverSkipped();
        _aFinalBatchsWindowHasPassed();
    }

    function _whatCameInIsHeldOrWasPaid() private view {
        uint256 balance = _usd.balanceOf(address(_vault));
        uint256 claimed;
        uint256 deposited;
        for (uint32 place = 0; place < _venue.ACCOUNTS(); ++place) {
            claimed += _vault.claimed(16 + place);
            deposited += _vault.deposited(16 + place);
        }
        vm.assertEq(deposited, _venue.received(), "deposited");
        vm.assertEq(claimed, _venue.paid(), "claimed");
        vm.assertEq(balance, deposited - claimed, "balance");
        vm.assertEq(_vault.held(), balance, "held");
    }

    function _ownersHaveWhatAFinalStateLetOut() private view {
        for (uint32 place = 0; place < _venue.ACCOUNTS(); ++place) {
            uint256 claimed = _vault.claimed(16 + place);
            uint256 balance = _usd.balanceOf(_venue.ownerAt(place));
            vm.assertEq(balance, claimed, "paid once");
            vm.assertLe(claimed, uint64(_venue.provenAt(place)), "proven");
        }
    }

    function _theQueueIsNeverSkipped() private view {
        vm.assertEq(_rollup.queueLength(), _venue.entryCount(), "length");
        uint64 last;
        for (uint64 batch = 1; batch <= _rollup.batchCount(); ++batch) {
            (,,,, uint64 end) = _rollup.batchAt(batch);
            vm.assertLe(last, end, "cursor runs back");
            last = end;
        }
        vm.assertEq(last, _venue.cursor(), "cursor");
        for (uint64 index = 0; index < _rollup.queueLength(); ++index) {
            vm.assertEq(_rollup.queueEntry(index), _venue.entries(index), "entry");
        }
    }

    function _aFinalBatchsWindowHasPassed() private view {
        vm.assertLe(_rollup.finalisedCount(), _rollup.batchCount(), "count");
        for (uint64 batch = 1; batch <= _rollup.finalisedCount(); ++batch) {
            (,, uint64 time, uint64 height,) = _rollup.batchAt(batch);
            vm.assertLe(time + _rollup.windowSeconds(), block.timestamp, "time");
            vm.assertLe(height + _rollup.windowBlocks(), block.number, "blocks");
        }
    }
}
