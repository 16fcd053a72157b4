// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// What belongs to no account: times, the risk epoch, the cursor into the chain's queue, and the
/// roots of what all accounts share (docs/wire.md, section 11.4).
struct SystemLeaf {
    uint64 sequencedNs;
    uint64 marketNs;
    uint64 riskEpoch;
    uint64 queueCursor;
    bytes32 riskRoot;
    bytes32 instrumentsRoot;
    bytes32 fundingRoot;
    bytes32 chainsRoot;
    bytes32 parametersHash;
}
