// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {StateLib} from "../../src/libraries/StateLib.sol";
import {WitnessLib} from "../../src/libraries/WitnessLib.sol";
import {FundingFixing} from "../../src/types/FundingFixing.sol";
import {InstrumentLeaf} from "../../src/types/InstrumentLeaf.sol";
import {StepError} from "../../src/types/StepError.sol";
import {Witness} from "../../src/types/Witness.sol";
import {TransitionCase} from "../utils/TransitionCase.sol";

contract FundingOpsTest is TransitionCase {
    using StateLib for FundingFixing;

    uint32 private constant _INSTRUMENT = 35;

    function test_the_first_fixing_has_number_one() public view {
        Witness memory w = _listed();
        Witness memory expected = _listed();
        expected.system.fundingRoot = FundingFixing(1, _INSTRUMENT, 25, bytes32(0)).root();
        assertStep(_fix(_INSTRUMENT, 25), w, expected, true, false);
    }

    function test_a_fixing_goes_on_from_the_last() public view {
        Witness memory w = _listed();
        _fixed(w, FundingFixing(8, 3, -7, bytes32(uint256(9))));
        Witness memory expected = _listed();
        expected.system.fundingRoot =
            FundingFixing(9, _INSTRUMENT, -25, w.system.fundingRoot).root();
        assertStep(_fix(_INSTRUMENT, -25), w, expected, true, false);
    }

    function test_fixings_that_can_not_be_are_refused() public view {
        assertRefused(_fix(_INSTRUMENT, 0), witness(0), StepError.UnknownInstrument);
        Witness memory w = witness(0);
        list(w, future(_INSTRUMENT));
        assertRefused(_fix(_INSTRUMENT, 0), w, StepError.BadTerms);
        w = _listed();
        assertRefused(_fix(_INSTRUMENT, 0), w, StepError.BadAmount);
        assertRefused(_fix(_INSTRUMENT, 1 << 60), w, StepError.BadAmount);
        assertRefused(_fix(_INSTRUMENT, -(1 << 60)), w, StepError.BadAmount);
        assertRefused(_fix(_INSTRUMENT, type(int64).min), w, StepError.BadAmount);
        _fixed(w, FundingFixing((1 << 32) - 1, _INSTRUMENT, 1, bytes32(0)));
        assertRefused(_fix(_INSTRUMENT, 1), w, StepError.Overflow);
    }

    function test_another_last_fixing_than_the_roots_is_no_witness() public {
        Witness memory w = _listed();
        _fixed(w, FundingFixing(8, 3, -7, bytes32(uint256(9))));
        w.funding.epoch = 7;
        vm.expectRevert(WitnessLib.WitnessMismatch.selector);
        harness.step(_fix(_INSTRUMENT, 1), w);
    }

    // 7 lots at 1.5 micro-USD each are 10.5.
    function test_a_long_pays_rounded_up() public view {
        _assertPays(7, 1_500_000, -11);
    }

    function test_a_short_receives_rounded_down() public view {
        _assertPays(-7, 1_500_000, 10);
    }

    function test_with_a_negative_amount_the_short_pays() public view {
        _assertPays(7, -1_500_000, 10);
        _assertPays(-7, -1_500_000, -11);
        _assertPays(-7, -1, -1);
        _assertPays(7, -1, 0);
    }

    function test_whole_amounts_leave_nothing_over() public view {
        _assertPays(2, 1_500_000, -3);
        _assertPays(-2, 1_500_000, 3);
    }

    function test_checks_are_made_in_the_documents_order() public view {
        Witness memory w = witness(2);
        FundingFixing memory last = FundingFixing(3, _INSTRUMENT, 5, bytes32(uint256(9)));
        assertRefused(_settle(1, last), w, StepError.BadAccount);
        assertRefused(_settle(16, last), w, StepError.FundingMismatch);
        FundingFixing memory none;
        assertRefused(_settle(16, none), w, StepError.FundingMismatch);
        _fixed(w, last);
        w.accounts[0].fundingEpoch = 3;
        assertRefused(_settle(16, last), w, StepError.FundingSettled);
        w.accounts[0].fundingEpoch = 2;
        assertRefused(_settle(16, last), w, StepError.WrongPage);
        hold(w, 0, 48, 1);
        assertRefused(_settle(16, last), w, StepError.WrongPage);
        hold(w, 0, 48, 0);
        hold(w, 0, 34, 1);
        assertRefused(_settle(16, last), w, StepError.NothingToDo);
    }

    function test_every_part_of_the_fixing_counts() public view {
        FundingFixing memory last = FundingFixing(3, _INSTRUMENT, 5, bytes32(uint256(9)));
        Witness memory w = _holding(7, last);
        FundingFixing memory other = FundingFixing(4, _INSTRUMENT, 5, bytes32(uint256(9)));
        assertRefused(_settle(16, other), w, StepError.FundingMismatch);
        other = FundingFixing(3, _INSTRUMENT + 1, 5, bytes32(uint256(9)));
        assertRefused(_settle(16, other), w, StepError.FundingMismatch);
        other = FundingFixing(3, _INSTRUMENT, -5, bytes32(uint256(9)));
        assertRefused(_settle(16, other), w, StepError.FundingMismatch);
        other = FundingFixing(3, _INSTRUMENT, 5, bytes32(uint256(8)));
        assertRefused(_settle(16, other), w, StepError.FundingMismatch);
    }

    function test_sums_that_leave_their_width_are_refused() public view {
        FundingFixing memory last = FundingFixing(3, _INSTRUMENT, 1_000_000, bytes32(0));
        Witness memory w = _holding(7, last);
        w.accounts[0].cash = type(int64).min + 6;
        assertRefused(_settle(16, last), w, StepError.Overflow);
        w = _holding(7, last);
        w.accounts[1].cash = type(int64).max - 6;
        assertRefused(_settle(16, last), w, StepError.Overflow);
    }

    /// What one account pays or receives the fee account receives or pays.
    function testFuzz_a_payment_conserves_cash_and_rounds_against_the_account(
        int40 lots,
        int40 amount
    ) public view {
        vm.assume(lots != 0 && amount != 0);
        int256 exact = -int256(lots) * int256(amount);
        int256 received = exact / 1e6;
        if (exact < 0 && exact % 1e6 != 0) --received;
        _assertPays(lots, amount, int64(received));
    }

    function testFuzz_no_number_makes_a_funding_revert(uint256 seed) public view {
        FundingFixing memory last = FundingFixing(
            uint64(1 + draw(seed, 0) % ((1 << 32) - 1)),
            _INSTRUMENT,
            int64(uint64(draw(seed, 1))),
            bytes32(draw(seed, 2))
        );
        Witness memory w = _holding(int48(uint48(draw(seed, 3))), last);
        w.accounts[0].cash = int64(uint64(draw(seed, 4)));
        w.accounts[1].cash = int64(uint64(draw(seed, 5)));
        harness.step(_settle(16, last), w);
        harness.step(_fix(_INSTRUMENT, int64(uint64(draw(seed, 6)))), _fixedBy(last));
    }

    function _assertPays(int48 lots, int64 amount, int64 received) private view {
        FundingFixing memory last = FundingFixing(3, _INSTRUMENT, amount, bytes32(uint256(9)));
        Witness memory expected = _holding(lots, last);
        expected.accounts[0].cash = 1000 + received;
        expected.accounts[1].cash = 1000 - received;
        expected.accounts[0].fundingEpoch = 3;
        assertStep(_settle(16, last), _holding(lots, last), expected, false, true);
    }

    function _holding(int48 lots, FundingFixing memory last)
        private
        pure
        returns (Witness memory w)
    {
        w = witness(2);
        hold(w, 0, _INSTRUMENT, lots);
        _fixed(w, last);
    }

    function _fixedBy(FundingFixing memory last) private pure returns (Witness memory w) {
        w = _listed();
        _fixed(w, last);
    }

    function _fixed(Witness memory w, FundingFixing memory last) private pure {
        (w.funding, w.system.fundingRoot) = (last, last.root());
    }

    function _listed() private pure returns (Witness memory w) {
        w = witness(0);
        InstrumentLeaf memory perpetual = future(_INSTRUMENT);
        (perpetual.payoff, perpetual.expiryNs) = (2, NEVER);
        list(w, perpetual);
    }

    function _fix(uint32 instrument, int64 amount) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(21), uint64(100), uint64(50), instrument, amount);
    }

    function _settle(uint32 account, FundingFixing memory last)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodePacked(
            uint8(7), account, last.instrument, PAGE, last.epoch, last.amount, last.previous
        );
    }
}
