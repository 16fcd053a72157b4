// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// An account as a batch's log commits to it (docs/wire.md, section 11.3). Money is micro-USD.
struct AccountLeaf {
    address owner;
    uint48 nonce;
    uint32 fundingEpoch;
    int64 cash;
    int64 feesAccrued;
    int64 withdrawn;
    bytes32 pagesRoot;
    bytes32 slotsRoot;
}
