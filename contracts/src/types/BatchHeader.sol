// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// What a batch claims, in the order in which it is hashed (docs/wire.md, section 13.3).
struct BatchHeader {
    uint8 version;
    uint64 batch;
    bytes32 previousHash;
    uint256 rootBefore;
    uint256 rootAfter;
    uint32 recordCount;
    uint32 touchCount;
    uint32 pageCount;
    uint32 orderCount;
    uint32 inputCount;
    uint64 queueStart;
    uint64 queueEnd;
    uint64 firstEpoch;
    uint64 lastEpoch;
    uint64 sequencedNs;
    uint64 firstEvent;
    uint64 lastEvent;
    uint32 chunkCount;
    uint256 riskElement;
    bytes32 chunksHash;
}
