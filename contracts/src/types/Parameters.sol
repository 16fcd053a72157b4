// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// Fee rates in 1e-9, of the premium for options and of the notional for the rest
/// (docs/wire.md, section 11.7).
struct Parameters {
    uint64 optionTaker;
    uint64 optionMaker;
    uint64 linearTaker;
    uint64 linearMaker;
}
