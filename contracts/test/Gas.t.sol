// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {TransitionHarness} from "../src/dev/TransitionHarness.sol";
import {BatchHeader} from "../src/types/BatchHeader.sol";
import {Deployment} from "./utils/Deployment.sol";
import {PlainListTree} from "./utils/PlainListTree.sol";
import {ProvenWithdrawal} from "./utils/ProvenWithdrawal.sol";
import {StateTree} from "./utils/StateTree.sol";
import {TestBase} from "./utils/TestBase.sol";

/// Gas of whole transactions, calldata and intrinsic gas included, against snapshots/: a change of
/// any figure fails. Records are trades as venues make them, 77 bytes with their length.
/// forge-config: default.isolate = true
contract GasTest is Deployment {
    using ProvenWithdrawal for StateTree;

    uint256 private constant _RECORD_BYTES = 77;
    uint32 private constant _RECORDS = 4096;
    uint32 private constant _RECORDS_A_CHUNK = 1558;
    string private constant _GROUP = "settlement";

    function test_batches_of_4096_trades() public {
        _submit(1, true);
        _seal(1, "sealBatch, first");
        _submit(2, false);
        _seal(2, "sealBatch");
        passWindow();
        rollup.finalise(2);
        vm.snapshotGasLastCall(_GROUP, "finalise, 2 batches");
        for (uint64 batch = 3; batch <= 66; ++batch) {
            sealRoot(batch);
        }
        passWindow();
        rollup.finalise(66);
        vm.snapshotGasLastCall(_GROUP, "finalise, 64 batches");
        sealRoot(67);
        passWindow();
        rollup.finalise(67);
        vm.snapshotGasLastCall(_GROUP, "finalise, 1 batch");
    }

    function test_the_ways_in_and_out() public {
        StateTree tree = new StateTree();
        rollup.registerAccount(18, ALICE);
        vm.snapshotGasLastCall(_GROUP, "registerAccount");
        deposit(ALICE, ALICE_ACCOUNT, 1_000_000);
        deposit(BOB, BOB_ACCOUNT, 1_000_000);
        vm.snapshotGasLastCall(_GROUP, "deposit, an account's first");
        deposit(BOB, BOB_ACCOUNT, 1_000_000);
        vm.snapshotGasLastCall(_GROUP, "deposit");
        vm.prank(ALICE);
        vault.requestWithdrawal(ALICE_ACCOUNT, 500_000);
        vm.snapshotGasLastCall(_GROUP, "requestWithdrawal");
        tree.set(BOB_ACCOUNT, BOB, 77, 1);
        _withdraw(tree, 500_000, "withdraw, an account's first");
        _withdraw(tree, 600_000, "withdraw");
    }

    function _withdraw(StateTree tree, int64 withdrawn, string memory name) private {
        tree.set(ALICE_ACCOUNT, ALICE, 77, withdrawn);
        uint64 batch = finaliseRoot(tree.root());
        tree.call(vault, batch, ALICE_ACCOUNT);
        vm.snapshotGasLastCall(_GROUP, name);
    }

    function _submit(uint64 batch, bool isFirst) private {
        uint256 total;
        for (uint32 chunk = 0; chunk < 3; ++chunk) {
            uint32 first = chunk * _RECORDS_A_CHUNK;
            rollup.submitChunk(batch, chunk, 1, first, _records(first));
            string memory name = isFirst ? "submitChunk, first use" : "submitChunk, 1558 records";
            if (chunk == 0) total += vm.snapshotGasLastCall(_GROUP, name);
            if (chunk == 1) {
                total += vm.snapshotGasLastCall(_GROUP, string.concat(name, ", again"));
            }
            if (chunk == 2) {
                total += vm.snapshotGasLastCall(_GROUP, string.concat(name, ", rest"));
            }
        }
        rollup.submitChunk(batch, 3, 2, 0, smallestChunk(2));
        if (!isFirst) vm.snapshotValue(_GROUP, "a record of a full batch", total / _RECORDS);
    }

    function _seal(uint64 batch, string memory name) private {
        BatchHeader memory header = nextHeader(batch);
        (header.recordCount, header.chunkCount) = (_RECORDS, 4);
        bytes memory digests;
        for (uint32 chunk = 0; chunk < 4; ++chunk) {
            (bytes32 root, uint8 section, uint32 first, uint32 count) =
                rollup.chunkAt(batch, chunk);
            digests =
                bytes.concat(digests, keccak256(abi.encodePacked(section, first, count, root)));
        }
        header.chunksHash = keccak256(digests);
        rollup.sealBatch(header);
        vm.snapshotGasLastCall(_GROUP, name);
    }

    function _records(uint32 first) private pure returns (bytes memory data) {
        uint256 count = _RECORDS - first;
        if (count > _RECORDS_A_CHUNK) count = _RECORDS_A_CHUNK;
        data = new bytes(count * _RECORD_BYTES);
        for (uint256 i = 0; i < count; ++i) {
            bytes memory record = _record(first + uint32(i));
            assembly ("memory-safe") {
                mcopy(add(add(data, 32), mul(i, 77)), add(record, 32), 77)
            }
        }
    }

    function _record(uint32 index) private pure returns (bytes memory) {
        uint256 seed = draw(1, index);
        bytes memory operation = abi.encodePacked(
            uint8(4),
            uint32(seed % 700),
            uint8(1 + seed % 2),
            uint64(1 + (seed >> 16) % 40_000),
            uint64(1 + (seed >> 32) % 500),
            uint32(16 + (seed >> 48) % 50),
            uint32(16 + (seed >> 64) % 50),
            uint8((seed >> 80) % 44),
            uint8((seed >> 88) % 44)
        );
        bytes memory links = abi.encodePacked(
            uint16(index / 100), uint16(index - index % 50), uint16(index - index % 40)
        );
        return abi.encodePacked(uint24(74), operation, uint32(0xFFFFFFFF), links, bytes32(seed));
    }
}

/// Gas of the list tree alone, which the calldata's price hides in a whole transaction.
contract ListTreeGasTest is TestBase {
    function test_a_chunk_of_records() public {
        TransitionHarness harness = new TransitionHarness();
        PlainListTreeCaller plain = new PlainListTreeCaller();
        bytes[] memory items = new bytes[](1558);
        for (uint256 i = 0; i < items.length; ++i) {
            items[i] = abi.encodePacked(bytes32(i + 1), bytes32(i + 2), bytes10(uint80(i + 3)));
        }
        bytes memory data = PlainListTree.frame(items);
        harness.listRoot(0, data);
        vm.snapshotGasLastCall("listTree", "1558 records");
        plain.rootOf(items);
        vm.snapshotGasLastCall("listTree", "1558 records, in plain Solidity");
    }
}

contract PlainListTreeCaller {
    function rootOf(bytes[] calldata items) external pure returns (bytes32) {
        return PlainListTree.rootOf(items, 0);
    }
}
