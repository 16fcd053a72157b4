// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {TransitionHarness} from "../../src/dev/TransitionHarness.sol";
import {KeccakTree} from "../../src/libraries/KeccakTree.sol";
import {PageLib} from "../../src/libraries/PageLib.sol";
import {StateLib} from "../../src/libraries/StateLib.sol";
import {AccountLeaf} from "../../src/types/AccountLeaf.sol";
import {InstrumentLeaf} from "../../src/types/InstrumentLeaf.sol";
import {Parameters} from "../../src/types/Parameters.sol";
import {StepError} from "../../src/types/StepError.sol";
import {PageOpening, Witness} from "../../src/types/Witness.sol";
import {EmptyState} from "./EmptyState.sol";
import {TestBase} from "./TestBase.sol";

/// Witnesses of a small state, and what is expected of a step.
abstract contract TransitionCase is TestBase {
    using StateLib for *;

    uint64 internal constant NEVER = (1 << 63) - 1;
    uint8 internal constant PAGE = 9;

    TransitionHarness internal harness;

    function setUp() public virtual {
        harness = new TransitionHarness();
    }

    /// @dev A state at sequenced time 100, market time 50, epoch 7 and queue cursor 5, in which no
    /// instrument is listed, with open accounts that hold 1,000 micro-USD and an empty page 9 each.
    function witness(uint256 accounts) internal pure returns (Witness memory w) {
        w.system.sequencedNs = 100;
        w.system.marketNs = 50;
        w.system.riskEpoch = 7;
        w.system.queueCursor = 5;
        setRates(w, Parameters(10_000_000, 0, 500_000, 0));
        w.instrument.siblings = EmptyState.instrumentSiblings();
        w.system.instrumentsRoot = EmptyState.instrumentsRoot();
        w.accounts = new AccountLeaf[](accounts);
        w.pages = new PageOpening[](accounts);
        for (uint256 i = 0; i < accounts; ++i) {
            w.accounts[i] = EmptyState.account();
            w.accounts[i].owner = address(uint160(0xACC0 + i));
            w.accounts[i].cash = 1000;
            w.pages[i].siblings = EmptyState.pageSiblings();
        }
    }

    function setRates(Witness memory w, Parameters memory rates) internal pure {
        w.parameters = rates;
        w.system.parametersHash = rates.hash();
    }

    /// @dev Lists the instrument, alone, or changes its leaf.
    function list(Witness memory w, InstrumentLeaf memory leaf) internal pure {
        w.instrument.listed = true;
        w.instrument.leaf = leaf;
        w.system.instrumentsRoot =
            KeccakTree.root(leaf.hash(), leaf.instrument, w.instrument.siblings);
    }

    /// @dev Gives an account lots on its page 9.
    function hold(Witness memory w, uint256 place, uint32 instrument, int48 lots) internal pure {
        PageOpening memory page = w.pages[place];
        page.words = PageLib.withLots(page.words, instrument, lots);
        w.accounts[place].pagesRoot =
            KeccakTree.root(PageLib.hash(page.words), PAGE, page.siblings);
    }

    function pagesRootWith(uint32 instrument, int48 lots) internal pure returns (bytes32) {
        uint256[4] memory words;
        words = PageLib.withLots(words, instrument, lots);
        return KeccakTree.root(PageLib.hash(words), PAGE, EmptyState.pageSiblings());
    }

    /// @dev Terms of a future on underlying 0: a tick is 0.5 dollars, a lot 0.001.
    function future(uint32 instrument) internal pure returns (InstrumentLeaf memory leaf) {
        (leaf.instrument, leaf.payoff, leaf.expiryNs) = (instrument, 1, 1000);
        (leaf.tickSize, leaf.lotSize) = (500_000, 1000);
    }

    function option(uint32 instrument, uint8 payoff, uint64 strike)
        internal
        pure
        returns (InstrumentLeaf memory leaf)
    {
        leaf = future(instrument);
        (leaf.payoff, leaf.strike) = (payoff, strike);
    }

    function assertRefused(bytes memory op, Witness memory w, StepError expected) internal view {
        uint256 systemHash = w.system.hash();
        (StepError fault, uint256[] memory before, uint256[] memory afterwards) =
            harness.step(op, w);
        vm.assertEq(uint256(fault), uint256(expected), "error");
        vm.assertEq(afterwards.length, 0, "nothing is written");
        vm.assertEq(before.length, 1 + w.accounts.length, "before");
        vm.assertEq(before[0], systemHash, "system before");
        for (uint256 i = 0; i < w.accounts.length; ++i) {
            vm.assertEq(before[1 + i], w.accounts[i].hash(), "account before");
        }
    }

    /// @dev Compares the step's outcome with the leaves of another witness.
    function assertStep(
        bytes memory op,
        Witness memory w,
        Witness memory expected,
        bool writesSystem,
        bool writesAccounts
    ) internal view {
        (StepError fault,, uint256[] memory hashes) = harness.step(op, w);
        vm.assertEq(uint256(fault), 0, "error");
        uint256 first = writesSystem ? 1 : 0;
        uint256 accounts = writesAccounts ? expected.accounts.length : 0;
        vm.assertEq(hashes.length, first + accounts, "leaves written");
        if (writesSystem) vm.assertEq(hashes[0], expected.system.hash(), "system");
        for (uint256 i = 0; i < accounts; ++i) {
            vm.assertEq(hashes[first + i], expected.accounts[i].hash(), "account");
        }
    }
}
