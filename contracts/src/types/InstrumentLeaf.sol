// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// Terms of a listed instrument (docs/wire.md, section 11.5). Prices are micro-USD, times ns of
/// market time, the lot size is 1e-6 of the underlying unit.
struct InstrumentLeaf {
    uint32 instrument;
    uint8 underlying;
    uint8 payoff;
    uint64 strike;
    uint64 expiryNs;
    uint64 tickSize;
    uint64 lotSize;
    bool settled;
    uint64 settlement;
}
