// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {InstrumentLeaf} from "../../src/types/InstrumentLeaf.sol";
import {StepError} from "../../src/types/StepError.sol";
import {Witness} from "../../src/types/Witness.sol";
import {TransitionCase} from "../utils/TransitionCase.sol";

contract SystemOpsTest is TransitionCase {
    function test_a_clock_sets_both_times() public view {
        Witness memory expected = witness(0);
        (expected.system.sequencedNs, expected.system.marketNs) = (200, 60);
        assertStep(_clocked(16, 200, 60, ""), witness(0), expected, true, false);
        assertStep(_clocked(16, 100, 50, ""), witness(0), witness(0), true, false);
    }

    function test_no_system_operation_runs_back_in_time() public view {
        bytes memory terms = _terms(future(35));
        bytes[6] memory bodies = [
            bytes(""),
            abi.encodePacked(uint64(8), uint64(0), bytes32(0), bytes32(0), bytes32(0)),
            terms,
            abi.encodePacked(uint32(35), uint64(0)),
            abi.encodePacked(uint64(5)),
            abi.encodePacked(uint32(35), int64(1))
        ];
        for (uint8 i = 0; i < 6; ++i) {
            bytes memory early = _clocked(16 + i, 99, 50, bodies[i]);
            assertRefused(early, witness(0), StepError.TimeRunsBack);
            early = _clocked(16 + i, 100, 49, bodies[i]);
            assertRefused(early, witness(0), StepError.TimeRunsBack);
        }
    }

    function test_a_risk_epoch_is_ahead_of_the_last() public view {
        Witness memory expected = witness(0);
        (expected.system.sequencedNs, expected.system.marketNs) = (200, 60);
        (expected.system.riskEpoch, expected.system.riskRoot) = (9, bytes32(uint256(77)));
        assertStep(_epoch(9), witness(0), expected, true, false);
        assertRefused(_epoch(7), witness(0), StepError.EpochNotAhead);
        assertRefused(_epoch(6), witness(0), StepError.EpochNotAhead);
    }

    function test_an_instrument_is_listed_once() public view {
        Witness memory expected = witness(0);
        list(expected, future(35));
        bytes memory op = _clocked(18, 100, 50, _terms(future(35)));
        assertStep(op, witness(0), expected, true, false);
        assertRefused(op, expected, StepError.AlreadyListed);
    }

    function test_terms_of_every_payoff_can_be_listed() public view {
        InstrumentLeaf memory perpetual = future(35);
        (perpetual.payoff, perpetual.expiryNs) = (2, NEVER);
        _assertListed(perpetual);
        _assertListed(option(35, 3, 1));
        _assertListed(option(35, 4, type(uint64).max));
        InstrumentLeaf memory last = future((1 << 20) - 1);
        (last.underlying, last.tickSize, last.lotSize) = (15, 1, 9_223_372_036_854_000_000);
        _assertListed(last);
    }

    function test_terms_without_sense_are_refused() public view {
        _assertBad(future(1 << 20));
        InstrumentLeaf memory leaf = future(35);
        leaf.underlying = 16;
        _assertBad(leaf);
        leaf = future(35);
        leaf.strike = 1;
        _assertBad(leaf);
        _assertBad(option(35, 3, 0));
        _assertBad(option(35, 5, 1));
        _assertBad(option(35, 0, 0));
        leaf = future(35);
        leaf.expiryNs = 0;
        _assertBad(leaf);
        leaf.expiryNs = NEVER;
        _assertBad(leaf);
        leaf.payoff = 2;
        leaf.expiryNs = NEVER - 1;
        _assertBad(leaf);
        leaf = future(35);
        leaf.tickSize = 0;
        _assertBad(leaf);
        (leaf.tickSize, leaf.lotSize) = (1000, 0);
        _assertBad(leaf);
        leaf.lotSize = 1001;
        _assertBad(leaf);
        (leaf.tickSize, leaf.lotSize) = (1 << 32, 1_000_000 << 32);
        _assertBad(leaf);
    }

    function test_a_fixing_settles_an_expired_instrument_once() public view {
        Witness memory w = witness(0);
        list(w, future(35));
        Witness memory expected = witness(0);
        InstrumentLeaf memory leaf = future(35);
        (leaf.settled, leaf.settlement) = (true, 123);
        list(expected, leaf);
        (expected.system.sequencedNs, expected.system.marketNs) = (200, 1000);
        assertStep(_fixing(1000, 35, 123), w, expected, true, false);
        assertRefused(_fixing(1000, 35, 123), expected, StepError.AlreadySettled);
    }

    function test_fixings_that_can_not_be_are_refused() public view {
        assertRefused(_fixing(1000, 35, 1), witness(0), StepError.UnknownInstrument);
        assertRefused(_fixing(1000, 1 << 20, 1), witness(0), StepError.UnknownInstrument);
        Witness memory w = witness(0);
        list(w, future(35));
        assertRefused(_fixing(999, 35, 1 << 63), w, StepError.NotExpired);
        assertRefused(_fixing(1000, 35, 1 << 63), w, StepError.BadPrice);
    }

    function test_the_queue_advances_by_its_next_entry() public view {
        Witness memory expected = witness(0);
        expected.system.queueCursor = 6;
        bytes memory op = _clocked(20, 100, 50, abi.encodePacked(uint64(5)));
        assertStep(op, witness(0), expected, true, false);
        assertRefused(op, expected, StepError.QueueOutOfOrder);
        Witness memory w = witness(0);
        w.system.queueCursor = type(uint64).max;
        op = _clocked(20, 100, 50, abi.encodePacked(type(uint64).max));
        assertRefused(op, w, StepError.Overflow);
    }

    function test_many_steps_in_one_call_are_the_single_steps() public view {
        bytes[] memory ops = new bytes[](3);
        Witness[] memory ws = new Witness[](3);
        for (uint256 i = 0; i < 3; ++i) {
            ws[i] = witness(0);
        }
        (ops[0], ops[1], ops[2]) = (_epoch(9), _epoch(7), _clocked(16, 300, 70, ""));
        (StepError[] memory faults, uint256[][] memory before, uint256[][] memory afterwards) =
            harness.stepMany(ops, ws);
        for (uint256 i = 0; i < 3; ++i) {
            (StepError fault, uint256[] memory first, uint256[] memory last) =
                harness.step(ops[i], ws[i]);
            bytes memory single = abi.encode(fault, first, last);
            bytes memory many = abi.encode(faults[i], before[i], afterwards[i]);
            vm.assertEq(keccak256(many), keccak256(single), "step");
        }
    }

    function _assertListed(InstrumentLeaf memory leaf) private view {
        Witness memory expected = witness(0);
        list(expected, leaf);
        assertStep(_clocked(18, 100, 50, _terms(leaf)), witness(0), expected, true, false);
    }

    function _assertBad(InstrumentLeaf memory leaf) private view {
        bytes memory op = _clocked(18, 100, 50, _terms(leaf));
        assertRefused(op, witness(0), StepError.BadTerms);
    }

    function _epoch(uint64 epoch) private pure returns (bytes memory) {
        bytes32 root = bytes32(uint256(77));
        return
            _clocked(
                17, 200, 60, abi.encodePacked(epoch, uint64(60), bytes32(0), bytes32(0), root)
            );
    }

    function _fixing(uint64 marketNs, uint32 instrument, uint64 settlement)
        private
        pure
        returns (bytes memory)
    {
        return _clocked(19, 200, marketNs, abi.encodePacked(instrument, settlement));
    }

    function _clocked(uint8 kind, uint64 sequencedNs, uint64 marketNs, bytes memory body)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodePacked(kind, sequencedNs, marketNs, body);
    }

    function _terms(InstrumentLeaf memory leaf) private pure returns (bytes memory) {
        return abi.encodePacked(
            leaf.instrument,
            leaf.underlying,
            leaf.payoff,
            leaf.strike,
            leaf.expiryNs,
            leaf.tickSize,
            leaf.lotSize
        );
    }
}
