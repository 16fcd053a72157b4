// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "../types/AccountLeaf.sol";
import {StepError} from "../types/StepError.sol";
import {Witness} from "../types/Witness.sol";
import {MoneyLib} from "./MoneyLib.sol";
import {OpReader} from "./OpReader.sol";
import {StateLib} from "./StateLib.sol";
import {WitnessLib} from "./WitnessLib.sol";

/// @title OpenAccount, Deposit, Withdraw, Sweep, and the queue's cursor
/// @notice docs/wire.md, section 12. Each changes the witness's leaves in place; after an error
/// they mean nothing.
library AccountOps {
    using OpReader for bytes;

    /// @notice An amount of the queue is below.
    uint64 internal constant AMOUNT_LIMIT = 1 << 60;

    function open(bytes memory op, Witness memory w) internal pure returns (StepError) {
        uint32 account = op.u32(1);
        address owner = op.addressAt(5);
        if (!StateLib.isUserAccount(account) || owner == address(0)) return StepError.BadAccount;
        if (w.accounts[0].owner != address(0)) return StepError.AlreadyOpen;
        w.accounts[0].owner = owner;
        return StepError.None;
    }

    function deposit(bytes memory op, Witness memory w) internal pure returns (StepError) {
        (StepError fault, uint64 amount) = _queued(op, w);
        if (fault != StepError.None) return fault;
        return _pay(w.accounts[0], int256(uint256(amount))) ? _advance(w) : StepError.Overflow;
    }

    function withdraw(bytes memory op, Witness memory w) internal pure returns (StepError) {
        (StepError fault, uint64 amount) = _queued(op, w);
        if (fault != StepError.None) return fault;
        AccountLeaf memory leaf = w.accounts[0];
        int256 withdrawn = int256(leaf.withdrawn) + int256(uint256(amount));
        if (!MoneyLib.fits(withdrawn) || !_pay(leaf, -int256(uint256(amount)))) {
            return StepError.Overflow;
        }
        leaf.withdrawn = int64(withdrawn);
        return _advance(w);
    }

    function sweep(bytes memory op, Witness memory w) internal pure returns (StepError) {
        AccountLeaf memory leaf = w.accounts[0];
        if (!WitnessLib.isOpen(op.u32(1), leaf)) return StepError.BadAccount;
        int256 fees = leaf.feesAccrued;
        if (fees <= 0) return StepError.NothingToDo;
        if (!_pay(leaf, -fees) || !_pay(w.accounts[1], fees)) return StepError.Overflow;
        leaf.feesAccrued = 0;
        return StepError.None;
    }

    /// @notice Consumes the queue's entry at `queueIndex`, whatever it holds.
    function consume(Witness memory w, uint64 queueIndex) internal pure returns (StepError) {
        if (queueIndex != w.system.queueCursor) return StepError.QueueOutOfOrder;
        return _advance(w);
    }

    /// @dev The checks that a deposit and a withdrawal share.
    function _queued(bytes memory op, Witness memory w)
        private
        pure
        returns (StepError fault, uint64 amount)
    {
        amount = op.u64(5);
        if (!WitnessLib.isOpen(op.u32(1), w.accounts[0])) return (StepError.BadAccount, 0);
        if (amount == 0 || amount >= AMOUNT_LIMIT) return (StepError.BadAmount, 0);
        if (op.u64(13) != w.system.queueCursor) return (StepError.QueueOutOfOrder, 0);
    }

    function _advance(Witness memory w) private pure returns (StepError) {
        if (w.system.queueCursor == type(uint64).max) return StepError.Overflow;
        ++w.system.queueCursor;
        return StepError.None;
    }

    function _pay(AccountLeaf memory leaf, int256 amount) private pure returns (bool fits) {
        int256 cash = int256(leaf.cash) + amount;
        fits = MoneyLib.fits(cash);
        if (fits) leaf.cash = int64(cash);
    }
}
