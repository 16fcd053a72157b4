// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {StepError} from "../types/StepError.sol";
import {Witness} from "../types/Witness.sol";
import {AccountOps} from "./AccountOps.sol";
import {ExpiryOps} from "./ExpiryOps.sol";
import {FundingOps} from "./FundingOps.sol";
import {StateLib} from "./StateLib.sol";
import {SystemOps} from "./SystemOps.sol";
import {TradeOps} from "./TradeOps.sol";
import {WitnessLib} from "./WitnessLib.sol";

/// @title The transition function of the settlement state
/// @notice docs/wire.md, section 12, order of checks included. It says what the venue's operation
/// does to leaves that a witness opens; the off-chain transition function is compared with it.
library TransitionLib {
    using StateLib for *;

    uint8 internal constant OPEN_ACCOUNT = 1;
    uint8 internal constant DEPOSIT = 2;
    uint8 internal constant WITHDRAW = 3;
    uint8 internal constant TRADE = 4;
    uint8 internal constant SETTLE_EXPIRY = 5;
    uint8 internal constant SWEEP = 6;
    uint8 internal constant SETTLE_FUNDING = 7;
    uint8 internal constant CLOCK = 16;
    uint8 internal constant RISK_EPOCH = 17;
    uint8 internal constant LIST_INSTRUMENT = 18;
    uint8 internal constant EXPIRY_FIXING = 19;
    uint8 internal constant QUEUE_ADVANCE = 20;
    uint8 internal constant FUNDING_FIXING = 21;

    /// @notice Applies one operation to the leaves of a witness.
    /// @dev The witness is consumed: its leaves are changed in place.
    /// @param op The operation: its kind and its body.
    /// @param w The leaves and openings that it reads; reverts with WitnessMismatch when they don't
    /// belong together, or when the accounts aren't as many as the operation writes.
    /// @return fault The first check that failed, or None.
    /// @return before Hashes of the system leaf and then of the accounts, as they were.
    /// @return afterwards Hashes of the leaves that it wrote, in their order; none after an error.
    function step(bytes memory op, Witness memory w)
        internal
        pure
        returns (StepError fault, uint256[] memory before, uint256[] memory afterwards)
    {
        before = _hashes(w, true, true);
        uint8 kind = op.length == 0 ? 0 : uint8(op[0]);
        uint256 length = _lengthOf(kind);
        if (length == 0 || op.length != length) {
            return (StepError.DoesNotDecode, before, afterwards);
        }
        if (w.accounts.length != _accountsOf(kind, op)) revert WitnessLib.WitnessMismatch();
        fault = kind < CLOCK ? _applyUser(kind, op, w) : _applySystem(kind, op, w);
        if (fault == StepError.None) {
            bool writesSystem = kind >= CLOCK || kind == DEPOSIT || kind == WITHDRAW;
            afterwards = _hashes(w, writesSystem, kind < CLOCK);
        }
    }

    function _applyUser(uint8 kind, bytes memory op, Witness memory w)
        private
        pure
        returns (StepError)
    {
        if (kind == TRADE) return TradeOps.trade(op, w);
        if (kind == OPEN_ACCOUNT) return AccountOps.open(op, w);
        if (kind == DEPOSIT) return AccountOps.deposit(op, w);
        if (kind == WITHDRAW) return AccountOps.withdraw(op, w);
        if (kind == SETTLE_EXPIRY) return ExpiryOps.settle(op, w);
        if (kind == SETTLE_FUNDING) return FundingOps.settle(op, w);
        assert(kind == SWEEP);
        return AccountOps.sweep(op, w);
    }

    function _applySystem(uint8 kind, bytes memory op, Witness memory w)
        private
        pure
        returns (StepError)
    {
        if (kind == CLOCK) return SystemOps.clock(op, w);
        if (kind == RISK_EPOCH) return SystemOps.riskEpoch(op, w);
        if (kind == LIST_INSTRUMENT) return SystemOps.listInstrument(op, w);
        if (kind == EXPIRY_FIXING) return SystemOps.fixExpiry(op, w);
        if (kind == FUNDING_FIXING) return FundingOps.fix(op, w);
        assert(kind == QUEUE_ADVANCE);
        return SystemOps.advanceQueue(op, w);
    }

    /// @dev Bytes of an operation with its kind; 0 for a kind that there isn't.
    function _lengthOf(uint8 kind) private pure returns (uint256) {
        if (kind == TRADE) return 36;
        if (kind == OPEN_ACCOUNT) return 25;
        if (kind == DEPOSIT || kind == WITHDRAW) return 21;
        if (kind == SETTLE_EXPIRY) return 10;
        if (kind == SWEEP) return 5;
        if (kind == SETTLE_FUNDING) return 58;
        if (kind == CLOCK) return 17;
        if (kind == RISK_EPOCH) return 129;
        if (kind == LIST_INSTRUMENT) return 55;
        if (kind == EXPIRY_FIXING || kind == FUNDING_FIXING) return 29;
        if (kind == QUEUE_ADVANCE) return 25;
        return 0;
    }

    /// @dev How many accounts besides the system an operation writes.
    function _accountsOf(uint8 kind, bytes memory op) private pure returns (uint256) {
        if (kind >= CLOCK) return 0;
        if (kind == TRADE) return TradeOps.isSelfTrade(op) ? 1 : 2;
        return kind == SETTLE_EXPIRY || kind == SWEEP || kind == SETTLE_FUNDING ? 2 : 1;
    }

    function _hashes(Witness memory w, bool withSystem, bool withAccounts)
        private
        pure
        returns (uint256[] memory hashes)
    {
        uint256 first = withSystem ? 1 : 0;
        uint256 accounts = withAccounts ? w.accounts.length : 0;
        hashes = new uint256[](first + accounts);
        if (withSystem) hashes[0] = w.system.hash();
        for (uint256 i = 0; i < accounts; ++i) {
            hashes[first + i] = w.accounts[i].hash();
        }
    }
}
