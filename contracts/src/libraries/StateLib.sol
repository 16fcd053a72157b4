// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "../types/AccountLeaf.sol";
import {BatchHeader} from "../types/BatchHeader.sol";
import {FundingFixing} from "../types/FundingFixing.sol";
import {InstrumentLeaf} from "../types/InstrumentLeaf.sol";
import {Parameters} from "../types/Parameters.sol";
import {SystemLeaf} from "../types/SystemLeaf.sol";

/// @title Encodings and hashes of the settlement state and of a batch's header
/// @notice docs/wire.md, sections 11 and 13.3. All are Keccak-256 of packed, big-endian fields.
library StateLib {
    /// @notice The first number that an account of a user may have; those below are the venue's.
    uint32 internal constant FIRST_ACCOUNT = 16;

    /// @notice One more than the highest account number: the tree is 20 deep.
    uint32 internal constant ACCOUNTS = 1 << 20;

    uint8 private constant _ACCOUNT = 2;
    uint8 private constant _SYSTEM = 3;
    uint8 private constant _INSTRUMENT = 4;
    uint8 private constant _PARAMETERS = 5;

    /// @notice Hash of an account's leaf, without its last byte, so that it is a field element.
    function hash(AccountLeaf memory leaf) internal pure returns (uint256) {
        bytes32 full = keccak256(
            abi.encodePacked(
                _ACCOUNT,
                leaf.owner,
                leaf.nonce,
                leaf.fundingEpoch,
                leaf.cash,
                leaf.feesAccrued,
                leaf.withdrawn,
                leaf.pagesRoot,
                leaf.slotsRoot
            )
        );
        return uint256(full) >> 8;
    }

    /// @notice Hash of the system leaf, without its last byte, so that it is a field element.
    function hash(SystemLeaf memory leaf) internal pure returns (uint256) {
        bytes32 full = keccak256(
            abi.encodePacked(
                _SYSTEM,
                leaf.sequencedNs,
                leaf.marketNs,
                leaf.riskEpoch,
                leaf.queueCursor,
                leaf.riskRoot,
                leaf.instrumentsRoot,
                leaf.fundingRoot,
                leaf.chainsRoot,
                leaf.parametersHash
            )
        );
        return uint256(full) >> 8;
    }

    /// @notice Hash of a listed instrument's leaf.
    function hash(InstrumentLeaf memory leaf) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                _INSTRUMENT,
                leaf.instrument,
                leaf.underlying,
                leaf.payoff,
                leaf.strike,
                leaf.expiryNs,
                leaf.tickSize,
                leaf.lotSize,
                leaf.settled,
                leaf.settlement
            )
        );
    }

    /// @notice Hash of the venue's parameters.
    function hash(Parameters memory rates) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                _PARAMETERS,
                rates.optionTaker,
                rates.optionMaker,
                rates.linearTaker,
                rates.linearMaker
            )
        );
    }

    /// @notice The funding root with this fixing as the last; zero when there is none.
    function root(FundingFixing memory last) internal pure returns (bytes32) {
        if (last.epoch == 0) return bytes32(0);
        return keccak256(abi.encodePacked(last.epoch, last.instrument, last.amount, last.previous));
    }

    /// @notice Hash of a batch.
    function hash(BatchHeader memory header) internal pure returns (bytes32) {
        // In two parts, because the stack doesn't hold all fields at once.
        bytes memory first = abi.encodePacked(
            header.version,
            header.batch,
            header.previousHash,
            header.rootBefore,
            header.rootAfter,
            header.recordCount,
            header.touchCount,
            header.pageCount,
            header.orderCount,
            header.inputCount
        );
        bytes memory second = abi.encodePacked(
            header.queueStart,
            header.queueEnd,
            header.firstEpoch,
            header.lastEpoch,
            header.sequencedNs,
            header.firstEvent,
            header.lastEvent,
            header.chunkCount,
            header.riskElement,
            header.chunksHash
        );
        return keccak256(bytes.concat(first, second));
    }

    /// @notice Whether an account number belongs to a user.
    function isUserAccount(uint32 account) internal pure returns (bool) {
        return account >= FIRST_ACCOUNT && account < ACCOUNTS;
    }
}
