// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "./AccountLeaf.sol";
import {FundingFixing} from "./FundingFixing.sol";
import {InstrumentLeaf} from "./InstrumentLeaf.sol";
import {Parameters} from "./Parameters.sol";
import {SystemLeaf} from "./SystemLeaf.sol";

/// A page's words with its path in the account's tree of pages.
struct PageOpening {
    uint256[4] words;
    bytes32[8] siblings;
}

/// An instrument's leaf, or that there is none, with its path in the tree of instruments.
struct InstrumentOpening {
    bool listed;
    InstrumentLeaf leaf;
    bytes32[20] siblings;
}

/// The state that one operation reads: the system leaf; the accounts that it writes, in the order
/// of docs/wire.md, section 12, without the system; a page of each account whose page the operation
/// names; the instrument; the parameters; the last funding fixed. What an operation does not read
/// may be left zero or empty.
struct Witness {
    SystemLeaf system;
    AccountLeaf[] accounts;
    PageOpening[] pages;
    InstrumentOpening instrument;
    Parameters parameters;
    FundingFixing funding;
}
