// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Rollup} from "../src/Rollup.sol";
import {IRollup} from "../src/interfaces/IRollup.sol";
import {PoseidonTree} from "../src/libraries/PoseidonTree.sol";
import {StateLib} from "../src/libraries/StateLib.sol";
import {BatchHeader} from "../src/types/BatchHeader.sol";
import {Deployment} from "./utils/Deployment.sol";

/// What a header must say to be sealed, and when a batch is final.
contract RollupSealTest is Deployment {
    using StateLib for BatchHeader;

    function setUp() public override {
        super.setUp();
        deposit(ALICE, ALICE_ACCOUNT, 5);
        BatchHeader memory header = nextHeader(1);
        header.lastEpoch = 3;
        submitSmallest(1);
        rollup.sealBatch(header);
        submitSmallest(2);
        deposit(BOB, BOB_ACCOUNT, 6);
    }

    function test_a_sealed_batch_is_the_latest() public {
        BatchHeader memory header = _next();
        vm.expectEmit();
        emit IRollup.BatchSealed(2, header.hash(), 77);
        rollup.sealBatch(header);
        (bytes32 hash, uint256 root, uint64 sealedAt, uint64 sealedBlock, uint64 queueEnd) =
            rollup.batchAt(2);

        vm.assertEq(hash, header.hash(), "hash");
        vm.assertEq(hash, rollup.latestHash(), "latest hash");
        vm.assertEq(root, rollup.latestRoot(), "latest root");
        vm.assertEq(root, 77, "root");
        vm.assertEq(sealedAt, block.timestamp, "time");
        vm.assertEq(sealedBlock, block.number, "block");
        vm.assertEq(queueEnd, 2, "queue end");
        vm.assertEq(rollup.batchCount(), 2, "count");
    }

    function test_only_the_operator_seals() public {
        BatchHeader memory header = _next();
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotOperator.selector, ALICE));
        vm.prank(ALICE);
        rollup.sealBatch(header);
    }

    function test_a_batch_follows_on_the_last() public {
        BatchHeader memory header = _next();
        header.version = 2;
        _refused(header, abi.encodeWithSelector(IRollup.BadVersion.selector, 2));
        header = _next();
        header.batch = 3;
        _refused(header, abi.encodeWithSelector(IRollup.WrongBatch.selector, 3, 2));
        header = _next();
        header.previousHash = 0;
        bytes32 hash = rollup.latestHash();
        _refused(header, abi.encodeWithSelector(IRollup.WrongPreviousHash.selector, hash));
        header = _next();
        header.rootBefore = 2;
        _refused(header, abi.encodeWithSelector(IRollup.WrongRootBefore.selector, 1));
        header = _next();
        header.rootAfter = PoseidonTree.FIELD;
        _refused(
            header, abi.encodeWithSelector(IRollup.RootNotCanonical.selector, PoseidonTree.FIELD)
        );
        header.rootAfter = PoseidonTree.FIELD - 1;
        rollup.sealBatch(header);
    }

    function test_counts_stay_in_their_bounds() public {
        BatchHeader memory header = _next();
        header.recordCount = 0;
        _refused(header, abi.encodeWithSelector(IRollup.BadRecordCount.selector, 0));
        header.recordCount = 4097;
        _refused(header, abi.encodeWithSelector(IRollup.BadRecordCount.selector, 4097));
        header = _next();
        header.chunkCount = 0;
        _refused(header, abi.encodeWithSelector(IRollup.BadChunkCount.selector, 0));
        header.chunkCount = 65;
        _refused(header, abi.encodeWithSelector(IRollup.BadChunkCount.selector, 65));
        header = _next();
        header.orderCount = 1;
        _refused(header, abi.encodeWithSelector(IRollup.OrdersNotServed.selector, 1));
        header = _next();
        header.inputCount = 2;
        _refused(header, abi.encodeWithSelector(IRollup.TooManyInputs.selector, 2));
        header = _next();
        bytes32 hash = header.chunksHash;
        header.chunksHash = 0;
        _refused(header, abi.encodeWithSelector(IRollup.WrongChunksHash.selector, hash));
    }

    function test_the_queue_is_taken_up_where_it_was_left() public {
        BatchHeader memory header = _next();
        header.queueStart = 0;
        _refused(header, abi.encodeWithSelector(IRollup.WrongQueueStart.selector, 1));
        header.queueStart = 2;
        _refused(header, abi.encodeWithSelector(IRollup.WrongQueueStart.selector, 1));
        header = _next();
        header.queueEnd = 0;
        _refused(header, abi.encodeWithSelector(IRollup.BadQueueEnd.selector, 2));
        header.queueEnd = 3;
        _refused(header, abi.encodeWithSelector(IRollup.BadQueueEnd.selector, 2));
        header.queueEnd = 1;
        rollup.sealBatch(header);
    }

    function test_epochs_time_and_events_go_on() public {
        BatchHeader memory header = _next();
        header.firstEpoch = 2;
        _refused(header, abi.encodeWithSelector(IRollup.WrongFirstEpoch.selector, 3));
        header = _next();
        header.lastEpoch = 2;
        _refused(header, abi.encodeWithSelector(IRollup.EpochRunsBack.selector));
        header = _next();
        uint64 now_ = header.sequencedNs;
        header.sequencedNs = now_ - 1;
        _refused(header, abi.encodeWithSelector(IRollup.TimeRunsBack.selector, now_));
        header.sequencedNs = now_ + 15 minutes * 1e9 + 1;
        _refused(
            header, abi.encodeWithSelector(IRollup.TimeAhead.selector, now_ + 15 minutes * 1e9)
        );
        header = _next();
        header.firstEvent = 18;
        _refused(header, abi.encodeWithSelector(IRollup.EventsOutOfOrder.selector));
        header = _next();
        header.lastEvent = header.firstEvent - 1;
        _refused(header, abi.encodeWithSelector(IRollup.EventsOutOfOrder.selector));
        header.lastEvent = header.firstEvent;
        header.sequencedNs = now_ + 15 minutes * 1e9;
        rollup.sealBatch(header);
    }

    function test_a_batch_may_begin_within_the_last_event_of_the_one_before() public {
        BatchHeader memory header = _next();
        header.firstEvent = 19;
        rollup.sealBatch(header);
        vm.assertEq(rollup.batchCount(), header.batch, "batches");
    }

    function test_the_first_batch_may_start_with_event_0() public {
        Rollup fresh = new Rollup(address(this), GENESIS_ROOT, 1, 1);
        fresh.submitChunk(1, 0, 1, 0, smallestChunk(1));
        fresh.submitChunk(1, 1, 2, 0, smallestChunk(2));
        BatchHeader memory header = nextHeader(9);
        (header.batch, header.previousHash, header.rootBefore) = (1, 0, GENESIS_ROOT);
        (header.queueStart, header.queueEnd, header.firstEvent) = (0, 0, 0);
        fresh.sealBatch(header);
    }

    function test_a_batch_is_final_when_time_and_blocks_have_passed() public {
        (,, uint64 sealedAt, uint64 sealedBlock,) = rollup.batchAt(1);
        uint64 untilTime = sealedAt + WINDOW_SECONDS;
        uint64 untilBlock = sealedBlock + WINDOW_BLOCKS;
        bytes memory refusal =
            abi.encodeWithSelector(IRollup.WindowOpen.selector, 1, untilTime, untilBlock);
        vm.warp(untilTime - 1);
        vm.roll(untilBlock);
        vm.expectRevert(refusal);
        rollup.finalise(1);
        vm.warp(untilTime);
        vm.roll(untilBlock - 1);
        vm.expectRevert(refusal);
        rollup.finalise(1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotFinalised.selector, 1));
        rollup.finalisedRoot(1);

        vm.roll(untilBlock);
        vm.expectEmit();
        emit IRollup.BatchFinalised(1, 1);
        vm.prank(ALICE);
        rollup.finalise(1);
        vm.assertEq(rollup.finalisedRoot(1), 1, "root");
        vm.assertEq(rollup.finalisedCount(), 1, "count");
        rollup.finalise(1);
    }

    function test_finalising_stops_at_the_first_open_window() public {
        passWindow();
        rollup.sealBatch(_next());
        rollup.finalise(2);

        vm.assertEq(rollup.finalisedCount(), 1, "count");
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotFinalised.selector, 2));
        rollup.finalisedRoot(2);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotFinalised.selector, 0));
        rollup.finalisedRoot(0);
        vm.expectRevert(abi.encodeWithSelector(IRollup.UnknownBatch.selector, 3));
        rollup.finalise(3);
    }

    function test_a_call_finalises_at_most_64_batches() public {
        rollup.sealBatch(_next());
        for (uint256 batch = 3; batch <= 70; ++batch) {
            BatchHeader memory header = _next();
            submitSmallest(header.batch);
            rollup.sealBatch(header);
        }
        passWindow();
        rollup.finalise(70);
        vm.assertEq(rollup.finalisedCount(), 64, "first call");
        rollup.finalise(70);
        vm.assertEq(rollup.finalisedCount(), 70, "second call");
    }

    function _next() private view returns (BatchHeader memory header) {
        header = nextHeader(77);
        header.firstEpoch = 3;
        header.lastEpoch = 3;
    }

    function _refused(BatchHeader memory header, bytes memory refusal) private {
        vm.expectRevert(refusal);
        rollup.sealBatch(header);
    }
}
