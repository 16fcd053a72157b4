// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {TransitionHarness} from "../src/dev/TransitionHarness.sol";
import {KeccakTree} from "../src/libraries/KeccakTree.sol";
import {OpReader} from "../src/libraries/OpReader.sol";
import {PageLib} from "../src/libraries/PageLib.sol";
import {PoseidonTree} from "../src/libraries/PoseidonTree.sol";
import {StateLib} from "../src/libraries/StateLib.sol";
import {AccountLeaf} from "../src/types/AccountLeaf.sol";
import {BatchHeader} from "../src/types/BatchHeader.sol";
import {FundingFixing} from "../src/types/FundingFixing.sol";
import {InstrumentLeaf} from "../src/types/InstrumentLeaf.sol";
import {Parameters} from "../src/types/Parameters.sol";
import {StepError} from "../src/types/StepError.sol";
import {SystemLeaf} from "../src/types/SystemLeaf.sol";
import {Witness} from "../src/types/Witness.sol";
import {EmptyState} from "./utils/EmptyState.sol";
import {PlainListTree} from "./utils/PlainListTree.sol";
import {WireDocument} from "./utils/WireDocument.sol";

/// The contracts compute what docs/wire.md says: fields are taken from its bytes, hashes are
/// compared.
contract WireVectorsTest is WireDocument {
    using OpReader for bytes;
    using StateLib for *;
    using PageLib for uint256[4];

    TransitionHarness private _harness;

    function setUp() public override {
        super.setUp();
        _harness = new TransitionHarness();
    }

    function test_the_empty_state() public view {
        AccountLeaf memory leaf = EmptyState.account();
        uint256 pages = EmptyState.pagesElement();

        vm.assertEq(leaf.pagesRoot, wordOf("EmptyPagesRoot"), "pages root");
        vm.assertEq(leaf.slotsRoot, wordOf("EmptySlotsRoot"), "slots root");
        vm.assertEq(pages, numberOf("EmptyPagesElement"), "pages element");
        vm.assertEq(leaf.hash(), numberOf("EmptyAccountLeafHash"), "leaf hash");
        vm.assertEq(
            PoseidonTree.elementOf(leaf, pages), numberOf("EmptyAccountElement"), "element"
        );
        vm.assertEq(EmptyState.instrumentsRoot(), wordOf("EmptyInstrumentsRoot"), "instruments");
    }

    function test_a_page() public view {
        uint256[4] memory words;
        words = words.withLots(80, -5).withLots(81, 140737488355327);
        words = words.withLots(83, -140737488355328).withLots(84, 1234567).withLots(95, 1000);
        bytes32 root = KeccakTree.root(words.hash(), 3, EmptyState.pageSiblings());

        vm.assertEq(keccak256(abi.encode(words)), keccak256(bytesOf("Page")), "words");
        vm.assertEq(words.hash(), wordOf("PageHash"), "hash");
        vm.assertEq(PoseidonTree.elementOf(words), numberOf("PageElement"), "element");
        vm.assertEq(root, wordOf("PagesRoot"), "root");
    }

    function test_an_account() public view {
        AccountLeaf memory leaf = _account();
        uint256 element = PoseidonTree.elementOf(leaf, numberOf("PagesElement"));

        vm.assertEq(leaf.hash(), numberOf("AccountLeafHash"), "leaf hash");
        vm.assertEq(element, numberOf("AccountElement"), "element");
    }

    function test_the_system() public view {
        SystemLeaf memory leaf = _system();

        vm.assertEq(leaf.hash(), numberOf("SystemLeafHash"), "leaf hash");
        vm.assertEq(PoseidonTree.elementOf(leaf), numberOf("SystemElement"), "element");
    }

    function test_the_roots_of_states() public view {
        SystemLeaf memory genesis;
        genesis.instrumentsRoot = wordOf("EmptyInstrumentsRoot");
        genesis.parametersHash = wordOf("ParametersHash");
        uint256[20] memory siblings = _emptySiblings();
        uint256 system = PoseidonTree.elementOf(genesis);
        uint256 root = PoseidonTree.root(system, 0, siblings);
        vm.assertEq(root, numberOf("GenesisRoot"), "genesis");

        // Account 16's path meets account 0's five levels above the leaves.
        uint256 account = numberOf("AccountElement");
        uint256 left = system;
        for (uint256 level = 0; level < 4; ++level) {
            account = PoseidonTree.hash(account, siblings[level]);
            left = PoseidonTree.hash(left, siblings[level]);
        }
        siblings[4] = account;
        root = PoseidonTree.root(system, 0, siblings);
        vm.assertEq(root, numberOf("StateRoot"), "state, seen from the system");
        siblings = _emptySiblings();
        siblings[4] = left;
        root = PoseidonTree.root(numberOf("AccountElement"), 16, siblings);
        vm.assertEq(root, numberOf("StateRoot"), "state, seen from the account");
    }

    function test_an_instrument_and_parameters() public view {
        InstrumentLeaf memory leaf = _instrument();
        bytes32 root = KeccakTree.root(leaf.hash(), 7, EmptyState.instrumentSiblings());
        Parameters memory rates = Parameters(10_000_000, 0, 500_000, 0);

        vm.assertEq(leaf.hash(), wordOf("InstrumentHash"), "hash");
        vm.assertEq(root, wordOf("InstrumentsRoot"), "root");
        vm.assertEq(rates.hash(), wordOf("ParametersHash"), "parameters");
    }

    function test_lists_and_chunks() public view {
        bytes[] memory items = new bytes[](5);
        uint16[5] memory lengths = [0, 1, 2, 40, 300];
        for (uint256 i = 0; i < 5; ++i) {
            items[i] = new bytes(lengths[i]);
            for (uint256 j = 0; j < lengths[i]; ++j) {
                items[i][j] = bytes1(uint8(j));
            }
        }
        bytes memory data = PlainListTree.frame(items);
        (bytes32 list,) = _harness.listRoot(0, data);
        (bytes32 chunk, uint32 count) = _harness.listRoot(7, data);
        bytes32 digest = keccak256(abi.encodePacked(uint8(5), uint32(7), count, chunk));

        vm.assertEq(list, wordOf("ListRoot"), "list");
        vm.assertEq(chunk, wordOf("ChunkRoot"), "chunk");
        vm.assertEq(digest, wordOf("ChunkDigest"), "digest");
    }

    function test_a_header_and_a_queue_entry() public view {
        bytes memory b = bytesOf("BatchHeader");
        BatchHeader memory header;
        (header.version, header.batch, header.previousHash) = (b.u8(0), b.u64(1), b.word(9));
        (header.rootBefore, header.rootAfter) = (uint256(b.word(41)), uint256(b.word(73)));
        (header.recordCount, header.touchCount) = (b.u32(105), b.u32(109));
        (header.pageCount, header.orderCount, header.inputCount) =
        (b.u32(113), b.u32(117), b.u32(121));
        (header.queueStart, header.queueEnd) = (b.u64(125), b.u64(133));
        (header.firstEpoch, header.lastEpoch) = (b.u64(141), b.u64(149));
        (header.sequencedNs, header.firstEvent) = (b.u64(157), b.u64(165));
        (header.lastEvent, header.chunkCount) = (b.u64(173), b.u32(181));
        (header.riskElement, header.chunksHash) = (uint256(b.word(185)), b.word(217));
        bytes32 entry = keccak256(abi.encodePacked(uint8(1), uint32(1042), uint64(25e11)));

        vm.assertEq(b.length, 249, "length");
        vm.assertEq(header.hash(), wordOf("BatchHash"), "hash");
        vm.assertEq(entry, wordOf("QueueEntryHash"), "queue entry");
    }

    /// Each of the document's operations decodes: it is refused for its content or done.
    function test_the_operations_decode() public view {
        string[13] memory names = [
            "OpenAccount",
            "Deposit",
            "Withdraw",
            "Trade",
            "SettleExpiry",
            "Sweep",
            "Clock",
            "RiskEpoch",
            "ListInstrument",
            "ExpiryFixing",
            "QueueAdvance",
            "SettleFunding",
            "FundingFixing"
        ];
        uint8[13] memory accounts = [1, 1, 1, 2, 2, 2, 0, 0, 0, 0, 0, 2, 0];
        for (uint256 i = 0; i < 13; ++i) {
            Witness memory w;
            w.accounts = new AccountLeaf[](accounts[i]);
            w.system.instrumentsRoot = EmptyState.instrumentsRoot();
            w.instrument.siblings = EmptyState.instrumentSiblings();
            bytes memory op = bytesOf(string.concat("Operation", names[i]));
            (StepError fault,,) = _harness.step(op, w);
            vm.assertTrue(fault != StepError.DoesNotDecode, names[i]);
        }
    }

    function test_a_funding_root() public view {
        bytes memory b = bytesOf("OperationSettleFunding");
        FundingFixing memory last;
        (last.instrument, last.epoch) = (b.u32(5), b.u64(10));
        (last.amount, last.previous) = (int64(b.u64(18)), b.word(26));
        FundingFixing memory first = FundingFixing(1, 7, 2_500_000_000, bytes32(0));
        FundingFixing memory none;

        vm.assertEq(last.root(), wordOf("FundingRoot"), "last");
        vm.assertEq(first.root(), last.previous, "first");
        vm.assertEq(none.root(), bytes32(0), "none");
    }

    function _account() private view returns (AccountLeaf memory leaf) {
        bytes memory b = bytesOf("AccountLeaf");
        (leaf.owner, leaf.nonce) = (b.addressAt(1), uint48(b.u64(19)));
        (leaf.fundingEpoch, leaf.cash) = (b.u32(27), int64(b.u64(31)));
        (leaf.feesAccrued, leaf.withdrawn) = (int64(b.u64(39)), int64(b.u64(47)));
        (leaf.pagesRoot, leaf.slotsRoot) = (b.word(55), b.word(87));
    }

    function _system() private view returns (SystemLeaf memory leaf) {
        bytes memory b = bytesOf("SystemLeaf");
        (leaf.sequencedNs, leaf.marketNs) = (b.u64(1), b.u64(9));
        (leaf.riskEpoch, leaf.queueCursor) = (b.u64(17), b.u64(25));
        (leaf.riskRoot, leaf.instrumentsRoot) = (b.word(33), b.word(65));
        (leaf.fundingRoot, leaf.chainsRoot) = (b.word(97), b.word(129));
        leaf.parametersHash = b.word(161);
    }

    function _instrument() private view returns (InstrumentLeaf memory leaf) {
        bytes memory b = bytesOf("InstrumentLeaf");
        (leaf.instrument, leaf.underlying, leaf.payoff) = (b.u32(1), b.u8(5), b.u8(6));
        (leaf.strike, leaf.expiryNs) = (b.u64(7), b.u64(15));
        (leaf.tickSize, leaf.lotSize) = (b.u64(23), b.u64(31));
        (leaf.settled, leaf.settlement) = (b.u8(39) == 1, b.u64(40));
    }

    function _emptySiblings() private view returns (uint256[20] memory siblings) {
        siblings[0] = numberOf("EmptyAccountElement");
        for (uint256 level = 1; level < 20; ++level) {
            siblings[level] = PoseidonTree.hash(siblings[level - 1], siblings[level - 1]);
        }
    }
}
