// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "../types/AccountLeaf.sol";
import {InstrumentLeaf} from "../types/InstrumentLeaf.sol";
import {Parameters} from "../types/Parameters.sol";
import {StepError} from "../types/StepError.sol";
import {Witness} from "../types/Witness.sol";
import {MoneyLib} from "./MoneyLib.sol";
import {OpReader} from "./OpReader.sol";
import {PageLib} from "./PageLib.sol";
import {WitnessLib} from "./WitnessLib.sol";

/// @title Trade
/// @notice docs/wire.md, section 12. Changes the witness's leaves in place; after an error they
/// mean nothing.
library TradeOps {
    using OpReader for bytes;
    using PageLib for uint256[4];

    /// @notice The number that says "no order": the account's gateway stands for it.
    uint16 internal constant NO_ORDER = type(uint16).max;

    uint8 private constant _BUYS = 1;
    uint8 private constant _SELLS = 2;
    uint8 private constant _CALL = 3;

    /// @dev The operation's fields.
    struct Trade {
        uint32 instrument;
        uint8 takerSide;
        uint64 priceTicks;
        uint64 lots;
        uint32 maker;
        uint32 taker;
        uint8 makerPage;
        uint8 takerPage;
        uint16 makerOrder;
        uint16 takerOrder;
    }

    /// @notice Whether the operation, of the right length, has one account on both sides.
    function isSelfTrade(bytes memory op) internal pure returns (bool) {
        return op.u32(22) == op.u32(26);
    }

    function trade(bytes memory op, Witness memory w) internal pure returns (StepError) {
        Trade memory t = _decode(op);
        bool isSelf = t.maker == t.taker;
        AccountLeaf memory maker = w.accounts[0];
        AccountLeaf memory taker = w.accounts[isSelf ? 0 : 1];
        StepError fault = _check(t, w, maker, taker);
        if (fault != StepError.None) return fault;

        InstrumentLeaf memory terms = w.instrument.leaf;
        uint256 tickValue = uint256(terms.tickSize) * terms.lotSize / 1e6;
        uint256 value = uint256(t.priceTicks) * t.lots * tickValue;
        if (value >= 1 << 63) return StepError.Overflow;
        if (!_chargeFees(w, terms.payoff >= _CALL, value, maker, taker)) {
            return StepError.Overflow;
        }
        if (isSelf) return StepError.None;

        int256 makerSign = t.takerSide == _SELLS ? int256(1) : int256(-1);
        if (!_payPremium(maker, taker, makerSign * int256(value))) return StepError.Overflow;
        return _moveLots(t, w, makerSign * int256(uint256(t.lots)));
    }

    function _check(
        Trade memory t,
        Witness memory w,
        AccountLeaf memory maker,
        AccountLeaf memory taker
    ) private pure returns (StepError) {
        if (!WitnessLib.isOpen(t.maker, maker)) {
            return StepError.BadAccount;
        }
        if (!WitnessLib.isOpen(t.taker, taker)) return StepError.BadAccount;
        if (t.makerOrder != NO_ORDER || t.takerOrder != NO_ORDER) return StepError.SignedOrder;
        if (!WitnessLib.isListed(w, t.instrument)) return StepError.UnknownInstrument;
        if (w.instrument.leaf.settled) return StepError.AlreadySettled;
        if (w.system.marketNs >= w.instrument.leaf.expiryNs) return StepError.Expired;
        if (t.priceTicks == 0) return StepError.BadPrice;
        if (t.lots == 0 || t.lots >= 1 << 47) return StepError.BadQuantity;
        if (t.takerSide != _BUYS && t.takerSide != _SELLS) return StepError.BadQuantity;
        return StepError.None;
    }

    /// @dev The two leaves are one when an account trades with itself: it pays both fees.
    function _chargeFees(
        Witness memory w,
        bool isOption,
        uint256 value,
        AccountLeaf memory maker,
        AccountLeaf memory taker
    ) private pure returns (bool) {
        WitnessLib.requireParameters(w);
        Parameters memory rates = w.parameters;
        return _charge(maker, value, isOption ? rates.optionMaker : rates.linearMaker)
            && _charge(taker, value, isOption ? rates.optionTaker : rates.linearTaker);
    }

    function _charge(AccountLeaf memory leaf, uint256 value, uint64 rate)
        private
        pure
        returns (bool fits)
    {
        int256 fees = int256(leaf.feesAccrued) + int256(MoneyLib.ceilDiv(value * rate, 1e9));
        fits = MoneyLib.fits(fees);
        if (fits) leaf.feesAccrued = int64(fees);
    }

    /// @dev The maker pays `premium`, which is negative when it sells.
    function _payPremium(AccountLeaf memory maker, AccountLeaf memory taker, int256 premium)
        private
        pure
        returns (bool fits)
    {
        int256 makerCash = int256(maker.cash) - premium;
        int256 takerCash = int256(taker.cash) + premium;
        fits = MoneyLib.fits(makerCash) && MoneyLib.fits(takerCash);
        if (fits) (maker.cash, taker.cash) = (int64(makerCash), int64(takerCash));
    }

    /// @dev The maker gets `lots`, negative when it sells, and the taker gives them.
    function _moveLots(Trade memory t, Witness memory w, int256 lots)
        private
        pure
        returns (StepError)
    {
        uint256[4] memory makerWords = WitnessLib.openPage(w, 0, t.makerPage);
        if (!_takes(makerWords, t.instrument)) return StepError.WrongPage;
        uint256[4] memory takerWords = WitnessLib.openPage(w, 1, t.takerPage);
        if (!_takes(takerWords, t.instrument)) return StepError.WrongPage;

        int256 makerLots = makerWords.lotsOf(t.instrument) + lots;
        int256 takerLots = takerWords.lotsOf(t.instrument) - lots;
        if (!MoneyLib.fitsLots(makerLots) || !MoneyLib.fitsLots(takerLots)) {
            return StepError.Overflow;
        }
        makerWords = makerWords.withLots(t.instrument, int48(makerLots));
        takerWords = takerWords.withLots(t.instrument, int48(takerLots));
        WitnessLib.storePage(w, 0, t.makerPage, makerWords);
        WitnessLib.storePage(w, 1, t.takerPage, takerWords);
        return StepError.None;
    }

    /// @dev Whether a page is free or the instrument's group's.
    function _takes(uint256[4] memory words, uint32 instrument) private pure returns (bool) {
        uint32 tag = words.tag();
        return tag == 0 || tag == PageLib.groupOf(instrument) + 1;
    }

    function _decode(bytes memory op) private pure returns (Trade memory t) {
        t.instrument = op.u32(1);
        t.takerSide = op.u8(5);
        t.priceTicks = op.u64(6);
        t.lots = op.u64(14);
        t.maker = op.u32(22);
        t.taker = op.u32(26);
        t.makerPage = op.u8(30);
        t.takerPage = op.u8(31);
        t.makerOrder = op.u16(32);
        t.takerOrder = op.u16(34);
    }
}
