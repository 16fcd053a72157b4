// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// A funding that was fixed (docs/wire.md, section 11.8). The amount is what a long pays for one
/// lot, in 1e-6 micro-USD; previous is the funding root before it. Epoch 0 stands for none.
struct FundingFixing {
    uint64 epoch;
    uint32 instrument;
    int64 amount;
    bytes32 previous;
}
