// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "../types/AccountLeaf.sol";
import {FundingFixing} from "../types/FundingFixing.sol";
import {StepError} from "../types/StepError.sol";
import {Witness} from "../types/Witness.sol";
import {MoneyLib} from "./MoneyLib.sol";
import {OpReader} from "./OpReader.sol";
import {PageLib} from "./PageLib.sol";
import {StateLib} from "./StateLib.sol";
import {SystemOps} from "./SystemOps.sol";
import {WitnessLib} from "./WitnessLib.sol";

/// @title FundingFixing and SettleFunding
/// @notice docs/wire.md, section 12. Each payment is rounded down for its account and comes from
/// the fee account, so that every step conserves cash. Changes the witness's leaves in place; after
/// an error they mean nothing.
library FundingOps {
    using OpReader for bytes;
    using PageLib for uint256[4];
    using StateLib for FundingFixing;

    uint8 private constant _PERPETUAL = 2;
    int64 private constant _AMOUNT_LIMIT = 1 << 60;
    uint64 private constant _EPOCH_LIMIT = 1 << 32;

    function fix(bytes memory op, Witness memory w) internal pure returns (StepError) {
        StepError fault = SystemOps.clock(op, w);
        if (fault != StepError.None) return fault;
        uint32 instrument = op.u32(17);
        int64 amount = int64(op.u64(21));
        if (!WitnessLib.isListed(w, instrument)) return StepError.UnknownInstrument;
        if (w.instrument.leaf.payoff != _PERPETUAL) return StepError.BadTerms;
        if (amount == 0 || amount >= _AMOUNT_LIMIT || amount <= -_AMOUNT_LIMIT) {
            return StepError.BadAmount;
        }
        bytes32 previous = w.system.fundingRoot;
        if (w.funding.root() != previous) revert WitnessLib.WitnessMismatch();
        if (w.funding.epoch >= _EPOCH_LIMIT - 1) return StepError.Overflow;
        FundingFixing memory next =
            FundingFixing(w.funding.epoch + 1, instrument, amount, previous);
        w.system.fundingRoot = next.root();
        return StepError.None;
    }

    function settle(bytes memory op, Witness memory w) internal pure returns (StepError) {
        FundingFixing memory named =
            FundingFixing(op.u64(10), op.u32(5), int64(op.u64(18)), op.word(26));
        AccountLeaf memory holder = w.accounts[0];
        if (!WitnessLib.isOpen(op.u32(1), holder)) return StepError.BadAccount;
        if (named.epoch == 0 || named.root() != w.system.fundingRoot) {
            return StepError.FundingMismatch;
        }
        if (holder.fundingEpoch >= named.epoch) return StepError.FundingSettled;
        uint256[4] memory words = WitnessLib.openPage(w, 0, op.u8(9));
        if (words.tag() != PageLib.groupOf(named.instrument) + 1) return StepError.WrongPage;
        int48 lots = words.lotsOf(named.instrument);
        if (lots == 0) return StepError.NothingToDo;
        if (!_pay(holder, w.accounts[1], -int256(lots) * named.amount)) return StepError.Overflow;
        // Below 2^32, or the fixing had been refused.
        holder.fundingEpoch = uint32(named.epoch);
        return StepError.None;
    }

    /// @dev Division rounds towards zero; what is owed must be rounded away from it.
    function _pay(AccountLeaf memory holder, AccountLeaf memory fees, int256 exact)
        private
        pure
        returns (bool fits)
    {
        int256 received =
            exact >= 0 ? exact / 1e6 : -int256(MoneyLib.ceilDiv(uint256(-exact), 1e6));
        int256 cash = int256(holder.cash) + received;
        int256 between = int256(fees.cash) - received;
        fits = MoneyLib.fits(cash) && MoneyLib.fits(between);
        if (fits) (holder.cash, fees.cash) = (int64(cash), int64(between));
    }
}
