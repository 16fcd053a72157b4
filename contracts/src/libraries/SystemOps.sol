// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {InstrumentLeaf} from "../types/InstrumentLeaf.sol";
import {StepError} from "../types/StepError.sol";
import {SystemLeaf} from "../types/SystemLeaf.sol";
import {Witness} from "../types/Witness.sol";
import {AccountOps} from "./AccountOps.sol";
import {OpReader} from "./OpReader.sol";
import {WitnessLib} from "./WitnessLib.sol";

/// @title The system operations
/// @notice docs/wire.md, section 12. Each sets the clocks first. Changes the witness's system leaf
/// in place; after an error it means nothing.
library SystemOps {
    using OpReader for bytes;

    uint8 private constant _PERPETUAL = 2;
    uint8 private constant _CALL = 3;
    uint8 private constant _PUT = 4;
    uint64 private constant _NEVER = (1 << 63) - 1;

    function clock(bytes memory op, Witness memory w) internal pure returns (StepError) {
        SystemLeaf memory system = w.system;
        (uint64 sequencedNs, uint64 marketNs) = (op.u64(1), op.u64(9));
        if (sequencedNs < system.sequencedNs || marketNs < system.marketNs) {
            return StepError.TimeRunsBack;
        }
        (system.sequencedNs, system.marketNs) = (sequencedNs, marketNs);
        return StepError.None;
    }

    function riskEpoch(bytes memory op, Witness memory w) internal pure returns (StepError) {
        StepError fault = clock(op, w);
        if (fault != StepError.None) return fault;
        uint64 epoch = op.u64(17);
        if (epoch <= w.system.riskEpoch) return StepError.EpochNotAhead;
        (w.system.riskEpoch, w.system.riskRoot) = (epoch, op.word(97));
        return StepError.None;
    }

    function listInstrument(bytes memory op, Witness memory w) internal pure returns (StepError) {
        StepError fault = clock(op, w);
        if (fault != StepError.None) return fault;
        InstrumentLeaf memory terms = _terms(op);
        if (!_areGood(terms)) return StepError.BadTerms;
        if (WitnessLib.isListed(w, terms.instrument)) return StepError.AlreadyListed;
        w.instrument.leaf = terms;
        WitnessLib.storeInstrument(w);
        return StepError.None;
    }

    function fixExpiry(bytes memory op, Witness memory w) internal pure returns (StepError) {
        StepError fault = clock(op, w);
        if (fault != StepError.None) return fault;
        uint64 settlement = op.u64(21);
        if (!WitnessLib.isListed(w, op.u32(17))) return StepError.UnknownInstrument;
        InstrumentLeaf memory terms = w.instrument.leaf;
        if (terms.settled) return StepError.AlreadySettled;
        if (w.system.marketNs < terms.expiryNs) return StepError.NotExpired;
        if (settlement >= 1 << 63) return StepError.BadPrice;
        (terms.settled, terms.settlement) = (true, settlement);
        WitnessLib.storeInstrument(w);
        return StepError.None;
    }

    function advanceQueue(bytes memory op, Witness memory w) internal pure returns (StepError) {
        StepError fault = clock(op, w);
        return fault != StepError.None ? fault : AccountOps.consume(w, op.u64(17));
    }

    function _terms(bytes memory op) private pure returns (InstrumentLeaf memory terms) {
        terms.instrument = op.u32(17);
        terms.underlying = op.u8(21);
        terms.payoff = op.u8(22);
        terms.strike = op.u64(23);
        terms.expiryNs = op.u64(31);
        terms.tickSize = op.u64(39);
        terms.lotSize = op.u64(47);
    }

    function _areGood(InstrumentLeaf memory terms) private pure returns (bool) {
        if (terms.instrument >= WitnessLib.INSTRUMENTS || terms.underlying >= 16) return false;
        if (terms.payoff < 1 || terms.payoff > _PUT) return false;
        if ((terms.strike > 0) != (terms.payoff >= _CALL)) return false;
        if (terms.expiryNs == 0) return false;
        if ((terms.expiryNs == _NEVER) != (terms.payoff == _PERPETUAL)) return false;
        uint256 product = uint256(terms.tickSize) * terms.lotSize;
        return product > 0 && product % 1e6 == 0 && product < 1 << 63;
    }
}
