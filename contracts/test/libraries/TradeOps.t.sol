// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {WitnessLib} from "../../src/libraries/WitnessLib.sol";
import {Parameters} from "../../src/types/Parameters.sol";
import {StepError} from "../../src/types/StepError.sol";
import {Witness} from "../../src/types/Witness.sol";
import {TransitionCase} from "../utils/TransitionCase.sol";

contract TradeOpsTest is TransitionCase {
    struct Trade {
        uint32 instrument;
        uint8 side;
        uint64 price;
        uint64 lots;
        uint32 maker;
        uint32 taker;
        uint16 makerOrder;
        uint16 takerOrder;
    }

    // 3 ticks x 4 lots x 500 micro-USD = 6,000; 0.05 % of it is 3.
    function test_a_taker_buys_a_future() public view {
        Witness memory w = _listed(2);
        Witness memory expected = _listed(2);
        (expected.accounts[0].cash, expected.accounts[1].cash) = (7000, -5000);
        expected.accounts[1].feesAccrued = 3;
        expected.accounts[0].pagesRoot = pagesRootWith(35, -4);
        expected.accounts[1].pagesRoot = pagesRootWith(35, 4);
        assertStep(_encode(_trade()), w, expected, false, true);
    }

    function test_a_taker_sells_an_option_and_fees_round_up() public view {
        Witness memory w = _listed(2);
        list(w, option(35, 3, 100));
        setRates(w, Parameters(10_000_001, 1, 0, 0));
        Witness memory expected = _listed(2);
        (expected.accounts[0].cash, expected.accounts[1].cash) = (-5000, 7000);
        (expected.accounts[0].feesAccrued, expected.accounts[1].feesAccrued) = (1, 61);
        expected.accounts[0].pagesRoot = pagesRootWith(35, 4);
        expected.accounts[1].pagesRoot = pagesRootWith(35, -4);
        Trade memory t = _trade();
        t.side = 2;
        assertStep(_encode(t), w, expected, false, true);
    }

    function test_a_closed_position_frees_its_page() public view {
        Witness memory w = _listed(2);
        hold(w, 0, 35, 4);
        Witness memory expected = _listed(2);
        (expected.accounts[0].cash, expected.accounts[1].cash) = (7000, -5000);
        expected.accounts[1].feesAccrued = 3;
        expected.accounts[1].pagesRoot = pagesRootWith(35, 4);
        assertStep(_encode(_trade()), w, expected, false, true);
    }

    function test_one_account_on_both_sides_pays_both_fees() public view {
        Witness memory w = _listed(1);
        setRates(w, Parameters(0, 0, 500_000, 200_000));
        w.pages[0].siblings[0] = 0;
        Witness memory expected = _listed(1);
        expected.accounts[0].feesAccrued = 3 + 2;
        Trade memory t = _trade();
        t.taker = t.maker;
        assertStep(_encode(t), w, expected, false, true);
    }

    function test_checks_are_made_in_the_documents_order() public view {
        Witness memory w = _listed(2);
        Trade memory t = _trade();
        (t.lots, w.system.marketNs) = (0, 1000);
        (t.price, w.instrument.leaf.settled) = (0, true);
        list(w, w.instrument.leaf);
        t.makerOrder = 0;
        (w.accounts[1].owner, t.maker) = (address(0), 15);
        assertRefused(_encode(t), w, StepError.BadAccount);
        t.maker = 16;
        assertRefused(_encode(t), w, StepError.BadAccount);
        w.accounts[1].owner = address(1);
        assertRefused(_encode(t), w, StepError.SignedOrder);
        (t.makerOrder, t.takerOrder) = (0xFFFF, 1);
        assertRefused(_encode(t), w, StepError.SignedOrder);
        t.takerOrder = 0xFFFF;
        assertRefused(_encode(t), w, StepError.AlreadySettled);
        w.instrument.leaf.settled = false;
        list(w, w.instrument.leaf);
        assertRefused(_encode(t), w, StepError.Expired);
        w.system.marketNs = 999;
        assertRefused(_encode(t), w, StepError.BadPrice);
        t.price = 1;
        assertRefused(_encode(t), w, StepError.BadQuantity);
        t.lots = 1 << 47;
        assertRefused(_encode(t), w, StepError.BadQuantity);
        t.lots = 1;
        t.side = 3;
        assertRefused(_encode(t), w, StepError.BadQuantity);
        t.side = 0;
        assertRefused(_encode(t), w, StepError.BadQuantity);
    }

    function test_an_instrument_that_is_not_listed_is_unknown() public view {
        assertRefused(_encode(_trade()), witness(2), StepError.UnknownInstrument);
        Trade memory t = _trade();
        t.instrument = 1 << 20;
        assertRefused(_encode(t), witness(2), StepError.UnknownInstrument);
    }

    function test_a_page_of_another_group_is_the_wrong_one() public view {
        Witness memory w = _listed(2);
        hold(w, 1, 48, 1);
        assertRefused(_encode(_trade()), w, StepError.WrongPage);
        w = _listed(2);
        hold(w, 0, 31, 1);
        assertRefused(_encode(_trade()), w, StepError.WrongPage);
    }

    function test_numbers_that_leave_their_width_are_refused() public view {
        Witness memory w = _listed(2);
        Trade memory t = _trade();
        t.price = type(uint64).max;
        assertRefused(_encode(t), w, StepError.Overflow);
        w.accounts[0].cash = type(int64).max - 5999;
        assertRefused(_encode(_trade()), w, StepError.Overflow);
        w = _listed(2);
        w.accounts[1].feesAccrued = type(int64).max - 2;
        assertRefused(_encode(_trade()), w, StepError.Overflow);
        w = _listed(2);
        hold(w, 0, 35, type(int48).min + 3);
        assertRefused(_encode(_trade()), w, StepError.Overflow);
        w = _listed(2);
        hold(w, 1, 35, type(int48).max - 3);
        assertRefused(_encode(_trade()), w, StepError.Overflow);
    }

    function test_a_witness_that_does_not_open_decides_nothing() public {
        bytes memory op = _encode(_trade());
        Witness memory w = _listed(2);
        w.instrument.listed = false;
        _mismatch(op, w);
        w = _listed(2);
        w.instrument.leaf.tickSize = 1_000_000;
        _mismatch(op, w);
        w = _listed(2);
        w.parameters.linearTaker = 0;
        _mismatch(op, w);
        w = _listed(2);
        w.pages[1].words[0] = 1;
        _mismatch(op, w);
        w = _listed(2);
        w.pages[0].siblings[7] = 0;
        _mismatch(op, w);
        w = _listed(2);
        Witness memory short = _listed(1);
        w.pages = short.pages;
        _mismatch(op, w);
    }

    /// Whatever the numbers, extremes first, a step is done or refused by its code: it doesn't
    /// revert.
    function testFuzz_no_number_makes_a_trade_revert(uint256 seed) public view {
        Witness memory w = _listed(2);
        for (uint256 i = 0; i < 2; ++i) {
            w.accounts[i].cash = _extreme(draw(seed, i));
            w.accounts[i].feesAccrued = _extreme(draw(seed, 2 + i));
            hold(w, i, 35, int48(_extreme(draw(seed, 4 + i)) >> 16));
        }
        uint64 rate = uint64(_extreme(draw(seed, 6)));
        setRates(w, Parameters(rate, rate, rate, rate));
        w.instrument.leaf.tickSize = uint64(_extreme(draw(seed, 7)));
        list(w, w.instrument.leaf);
        Trade memory t = _trade();
        t.price = uint64(_extreme(draw(seed, 8)));
        t.lots = uint64(_extreme(draw(seed, 9)));
        t.side = uint8(draw(seed, 10) % 4);
        harness.step(_encode(t), w);
    }

    function _extreme(uint256 seed) private pure returns (int64) {
        uint256 kind = seed % 6;
        if (kind == 0) return type(int64).max;
        if (kind == 1) return type(int64).min;
        if (kind == 2) return int64(uint64(seed >> 8));
        if (kind == 3) return -1;
        return int64(uint64((seed >> 8) % 1000));
    }

    function _listed(uint256 accounts) private pure returns (Witness memory w) {
        w = witness(accounts);
        list(w, future(35));
    }

    function _trade() private pure returns (Trade memory) {
        return Trade(35, 1, 3, 4, 16, 17, 0xFFFF, 0xFFFF);
    }

    function _encode(Trade memory t) private pure returns (bytes memory) {
        return abi.encodePacked(
            uint8(4),
            t.instrument,
            t.side,
            t.price,
            t.lots,
            t.maker,
            t.taker,
            abi.encodePacked(PAGE, PAGE, t.makerOrder, t.takerOrder)
        );
    }

    function _mismatch(bytes memory op, Witness memory w) private {
        vm.expectRevert(WitnessLib.WitnessMismatch.selector);
        harness.step(op, w);
    }
}
