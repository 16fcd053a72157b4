// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "../types/AccountLeaf.sol";
import {InstrumentLeaf} from "../types/InstrumentLeaf.sol";
import {StepError} from "../types/StepError.sol";
import {Witness} from "../types/Witness.sol";
import {MoneyLib} from "./MoneyLib.sol";
import {OpReader} from "./OpReader.sol";
import {PageLib} from "./PageLib.sol";
import {WitnessLib} from "./WitnessLib.sol";

/// @title SettleExpiry
/// @notice docs/wire.md, section 12. Longs get the unit rounded down, shorts pay it rounded up, and
/// the fee account takes the difference. Changes the witness's leaves in place; after an error they
/// mean nothing.
library ExpiryOps {
    using OpReader for bytes;
    using PageLib for uint256[4];

    uint8 private constant _CALL = 3;
    uint8 private constant _PUT = 4;

    function settle(bytes memory op, Witness memory w) internal pure returns (StepError) {
        uint32 instrument = op.u32(5);
        uint8 page = op.u8(9);
        if (!WitnessLib.isOpen(op.u32(1), w.accounts[0])) return StepError.BadAccount;
        if (!WitnessLib.isListed(w, instrument)) return StepError.UnknownInstrument;
        if (!w.instrument.leaf.settled) return StepError.NotExpired;
        uint256[4] memory words = WitnessLib.openPage(w, 0, page);
        if (words.tag() != PageLib.groupOf(instrument) + 1) return StepError.WrongPage;
        int48 lots = words.lotsOf(instrument);
        if (lots == 0) return StepError.NothingToDo;
        if (!_pay(w, lots)) return StepError.Overflow;
        WitnessLib.storePage(w, 0, page, words.withLots(instrument, 0));
        return StepError.None;
    }

    function _pay(Witness memory w, int256 lots) private pure returns (bool fits) {
        (AccountLeaf memory holder, AccountLeaf memory fees) = (w.accounts[0], w.accounts[1]);
        InstrumentLeaf memory terms = w.instrument.leaf;
        uint256 exact = _unit(terms) * terms.lotSize;
        int256 down = int256(exact / 1e6);
        int256 up = int256(MoneyLib.ceilDiv(exact, 1e6));

        int256 cash = int256(holder.cash) + lots * (lots > 0 ? down : up);
        int256 feeCash = int256(fees.cash) + (lots > 0 ? int256(0) : -lots * (up - down));
        fits = MoneyLib.fits(cash) && MoneyLib.fits(feeCash);
        if (fits) (holder.cash, fees.cash) = (int64(cash), int64(feeCash));
    }

    /// @dev What one unit of the underlying pays, in micro-USD.
    function _unit(InstrumentLeaf memory terms) private pure returns (uint256) {
        (uint256 price, uint256 strike) = (terms.settlement, terms.strike);
        if (terms.payoff == _CALL) return price > strike ? price - strike : 0;
        if (terms.payoff == _PUT) return strike > price ? strike - price : 0;
        return price;
    }
}
