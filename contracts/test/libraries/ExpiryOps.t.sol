// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {InstrumentLeaf} from "../../src/types/InstrumentLeaf.sol";
import {StepError} from "../../src/types/StepError.sol";
import {Witness} from "../../src/types/Witness.sol";
import {TransitionCase} from "../utils/TransitionCase.sol";

contract ExpiryOpsTest is TransitionCase {
    uint32 private constant _INSTRUMENT = 35;

    // A lot of 0.001 pays 1.2345 at 1,234.5, rounded in the account's disfavour.
    function test_a_long_future_gets_the_price_rounded_down() public view {
        Witness memory w = _settled(future(_INSTRUMENT), 1_234_500, 7);
        _assertPays(w, 1000 + 7 * 1234, 1000);
    }

    function test_a_short_future_pays_the_price_rounded_up() public view {
        Witness memory w = _settled(future(_INSTRUMENT), 1_234_500, -7);
        _assertPays(w, 1000 - 7 * 1235, 1000 + 7);
    }

    function test_a_call_pays_above_its_strike_only() public view {
        InstrumentLeaf memory call = option(_INSTRUMENT, 3, 1_000_000);
        _assertPays(_settled(call, 1_234_000, 7), 1000 + 7 * 234, 1000);
        _assertPays(_settled(call, 999_000, -7), 1000, 1000);
    }

    function test_a_put_pays_below_its_strike_only() public view {
        InstrumentLeaf memory put = option(_INSTRUMENT, 4, 1_000_000);
        _assertPays(_settled(put, 766_000, -7), 1000 - 7 * 234, 1000);
        _assertPays(_settled(put, 1_000_001, 7), 1000, 1000);
    }

    function test_other_lots_stay_on_the_page() public view {
        Witness memory w = _settled(future(_INSTRUMENT), 1_234_500, 7);
        hold(w, 0, 33, -2);
        Witness memory expected = _settled(future(_INSTRUMENT), 1_234_500, 7);
        expected.accounts[0].cash = 1000 + 7 * 1234;
        expected.accounts[0].pagesRoot = pagesRootWith(33, -2);
        assertStep(_settle(16), w, expected, false, true);
    }

    function test_checks_are_made_in_the_documents_order() public view {
        Witness memory w = witness(2);
        assertRefused(_settle(1), w, StepError.BadAccount);
        assertRefused(_settle(16), w, StepError.UnknownInstrument);
        list(w, future(_INSTRUMENT));
        assertRefused(_settle(16), w, StepError.NotExpired);
        w.instrument.leaf.settled = true;
        list(w, w.instrument.leaf);
        assertRefused(_settle(16), w, StepError.WrongPage);
        hold(w, 0, 48, 1);
        assertRefused(_settle(16), w, StepError.WrongPage);
        hold(w, 0, 48, 0);
        hold(w, 0, 34, 1);
        assertRefused(_settle(16), w, StepError.NothingToDo);
    }

    function test_sums_that_leave_their_width_are_refused() public view {
        Witness memory w = _settled(future(_INSTRUMENT), 1_234_500, 7);
        w.accounts[0].cash = type(int64).max - 7 * 1234 + 1;
        assertRefused(_settle(16), w, StepError.Overflow);
        w = _settled(future(_INSTRUMENT), 1_234_500, -7);
        w.accounts[1].cash = type(int64).max - 6;
        assertRefused(_settle(16), w, StepError.Overflow);
    }

    /// What shorts pay is what longs and the fee account get.
    function testFuzz_settlement_conserves_cash(uint64 price, uint64 lotSize, uint40 lots)
        public
        view
    {
        vm.assume(lots > 0);
        InstrumentLeaf memory terms = future(_INSTRUMENT);
        terms.lotSize = uint64(bound(lotSize, 1, 1e9));
        price = uint64(bound(price, 0, 1e6));
        int64 down = int64(uint64(uint256(price) * terms.lotSize / 1e6));
        int64 up = int64(uint64((uint256(price) * terms.lotSize + 999_999) / 1e6));
        int64 count = int64(uint64(lots)) % 1_000_000 + 1;
        int64 paid = count * up;
        int64 received = count * down;
        Witness memory w = _settled(terms, price, int48(count));
        _assertPays(w, 1000 + received, 1000);
        w = _settled(terms, price, -int48(count));
        _assertPays(w, 1000 - paid, 1000 + paid - received);
    }

    function testFuzz_no_number_makes_a_settlement_revert(uint256 seed) public view {
        InstrumentLeaf memory terms = option(_INSTRUMENT, uint8(1 + seed % 4), _big(seed, 0));
        terms.lotSize = _big(seed, 1);
        Witness memory w = _settled(terms, _big(seed, 2), int48(uint48(_big(seed, 3))));
        w.accounts[0].cash = int64(_big(seed, 4));
        w.accounts[1].cash = int64(_big(seed, 5));
        harness.step(_settle(16), w);
    }

    function _big(uint256 seed, uint256 turn) private pure returns (uint64) {
        uint256 number = draw(seed, turn);
        return number % 3 == 0 ? type(uint64).max : uint64(number >> (number % 64));
    }

    function _settled(InstrumentLeaf memory terms, uint64 price, int48 lots)
        private
        pure
        returns (Witness memory w)
    {
        w = witness(2);
        (terms.settled, terms.settlement) = (true, price);
        list(w, terms);
        hold(w, 0, terms.instrument, lots);
    }

    function _assertPays(Witness memory w, int64 cash, int64 feeCash) private view {
        Witness memory expected = witness(2);
        expected.accounts[0].cash = cash;
        expected.accounts[1].cash = feeCash;
        assertStep(_settle(16), w, expected, false, true);
    }

    function _settle(uint32 account) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(5), account, _INSTRUMENT, PAGE);
    }
}
