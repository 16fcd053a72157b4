// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IRollup} from "../src/interfaces/IRollup.sol";
import {ListTree} from "../src/libraries/ListTree.sol";
import {BatchHeader} from "../src/types/BatchHeader.sol";
import {Deployment} from "./utils/Deployment.sol";
import {PlainListTree} from "./utils/PlainListTree.sol";

/// Publishing of chunks, and that a batch is made of what is published.
contract RollupChunksTest is Deployment {
    function test_a_chunk_is_kept_with_its_root() public {
        bytes[] memory items = _items(3);
        bytes memory data = PlainListTree.frame(items);
        bytes32 expected = PlainListTree.rootOf(items, 5);
        vm.expectEmit();
        emit IRollup.ChunkSubmitted(1, 4, expected);
        rollup.submitChunk(1, 4, 3, 5, data);
        (bytes32 root, uint8 section, uint32 firstItem, uint32 count) = rollup.chunkAt(1, 4);

        vm.assertEq(root, expected, "root");
        vm.assertEq(section, 3, "section");
        vm.assertEq(firstItem, 5, "first item");
        vm.assertEq(count, 3, "items");
        (root,,,) = rollup.chunkAt(2, 4);
        vm.assertEq(root, bytes32(0), "of another batch");
    }

    function test_a_chunk_can_be_replaced_until_the_seal() public {
        rollup.submitChunk(1, 0, 1, 0, PlainListTree.frame(_items(3)));
        sealRoot(1);

        vm.assertEq(rollup.batchCount(), 1, "batches");
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongBatch.selector, 1, 2));
        rollup.submitChunk(1, 0, 1, 0, smallestChunk(1));
    }

    function test_chunks_that_make_no_sense_are_refused() public {
        bytes memory data = smallestChunk(1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongBatch.selector, 2, 1));
        rollup.submitChunk(2, 0, 1, 0, data);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ChunkOutOfRange.selector, 64));
        rollup.submitChunk(1, 64, 1, 0, data);
        vm.expectRevert(abi.encodeWithSelector(IRollup.BadSection.selector, 0));
        rollup.submitChunk(1, 0, 0, 0, data);
        vm.expectRevert(abi.encodeWithSelector(IRollup.BadSection.selector, 4));
        rollup.submitChunk(1, 0, 4, 0, data);
        vm.expectRevert(abi.encodeWithSelector(IRollup.BadSection.selector, 6));
        rollup.submitChunk(1, 0, 6, 0, data);
        vm.expectRevert(abi.encodeWithSelector(ListTree.BrokenFrame.selector, 0));
        rollup.submitChunk(1, 0, 1, 0, hex"0000");
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotOperator.selector, ALICE));
        vm.prank(ALICE);
        rollup.submitChunk(1, 0, 1, 0, data);
    }

    function test_a_chunk_has_1_to_120_000_bytes() public {
        rollup.submitChunk(1, 0, 1, 0, hex"000000");
        vm.expectRevert(abi.encodeWithSelector(IRollup.BadChunkSize.selector, 0));
        rollup.submitChunk(1, 0, 1, 0, "");
        bytes memory data = new bytes(120_000);
        rollup.submitChunk(1, 63, 1, 0, data);
        vm.expectRevert(abi.encodeWithSelector(IRollup.BadChunkSize.selector, 120_003));
        rollup.submitChunk(1, 0, 1, 0, new bytes(120_003));
    }

    function test_a_batch_of_several_chunks_of_every_section_is_sealed() public {
        (BatchHeader memory header, bytes memory digests) = (nextHeader(7), bytes(""));
        (uint8[6] memory sections, uint32[6] memory firsts) =
            ([1, 1, 2, 3, 3, 5], [uint32(0), 4, 0, 0, 4, 0]);
        for (uint32 chunk = 0; chunk < 6; ++chunk) {
            bytes[] memory items = _items(chunk == 2 || chunk == 5 ? 1 : 4);
            rollup.submitChunk(
                1, chunk, sections[chunk], firsts[chunk], PlainListTree.frame(items)
            );
            bytes32 root = PlainListTree.rootOf(items, firsts[chunk]);
            digests = bytes.concat(
                digests,
                keccak256(
                    abi.encodePacked(sections[chunk], firsts[chunk], uint32(items.length), root)
                )
            );
        }
        (header.recordCount, header.touchCount, header.pageCount, header.inputCount) = (8, 1, 8, 1);
        (header.chunkCount, header.chunksHash) = (6, keccak256(digests));
        rollup.sealBatch(header);

        vm.assertEq(rollup.latestRoot(), 7, "root");
    }

    function test_a_batch_without_all_its_chunks_is_refused() public {
        BatchHeader memory header = nextHeader(7);
        rollup.submitChunk(1, 1, 2, 0, smallestChunk(2));
        vm.expectRevert(abi.encodeWithSelector(IRollup.MissingChunk.selector, 0));
        rollup.sealBatch(header);
    }

    function test_chunks_of_the_batch_before_do_not_count() public {
        sealRoot(1);
        BatchHeader memory header = nextHeader(2);
        vm.expectRevert(abi.encodeWithSelector(IRollup.MissingChunk.selector, 0));
        rollup.sealBatch(header);
        rollup.submitChunk(2, 0, 1, 0, smallestChunk(1));
        vm.expectRevert(abi.encodeWithSelector(IRollup.MissingChunk.selector, 1));
        rollup.sealBatch(header);
    }

    function test_sections_out_of_order_are_refused() public {
        BatchHeader memory header = nextHeader(7);
        rollup.submitChunk(1, 0, 2, 0, smallestChunk(2));
        rollup.submitChunk(1, 1, 1, 0, smallestChunk(1));
        vm.expectRevert(abi.encodeWithSelector(IRollup.SectionOutOfOrder.selector, 1));
        rollup.sealBatch(header);
    }

    function test_a_gap_between_a_sections_chunks_is_refused() public {
        BatchHeader memory header = nextHeader(7);
        submitSmallest(1);
        rollup.submitChunk(1, 1, 1, 2, smallestChunk(1));
        vm.expectRevert(abi.encodeWithSelector(IRollup.ItemsNotContiguous.selector, 1));
        rollup.sealBatch(header);
        rollup.submitChunk(1, 1, 2, 1, smallestChunk(2));
        vm.expectRevert(abi.encodeWithSelector(IRollup.ItemsNotContiguous.selector, 1));
        rollup.sealBatch(header);
    }

    function test_counts_other_than_the_published_are_refused() public {
        submitSmallest(1);
        BatchHeader memory header = nextHeader(7);
        header.recordCount = 2;
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongItemCount.selector, 1, 1));
        rollup.sealBatch(header);
        (header.recordCount, header.touchCount) = (1, 0);
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongItemCount.selector, 2, 1));
        rollup.sealBatch(header);
        (header.touchCount, header.pageCount) = (1, 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongItemCount.selector, 3, 0));
        rollup.sealBatch(header);
        (header.pageCount, header.inputCount) = (0, 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongItemCount.selector, 5, 0));
        rollup.sealBatch(header);
        (header.inputCount, header.chunkCount) = (0, 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongItemCount.selector, 2, 0));
        rollup.sealBatch(header);
    }

    function testFuzz_any_other_bytes_make_another_batch(uint256 seed) public {
        submitSmallest(1);
        bytes memory data = smallestChunk(1);
        uint256 place = bound(seed, 3, data.length - 1);
        data[place] = bytes1(uint8(data[place]) ^ uint8(bound(draw(seed, 1), 1, 255)));
        rollup.submitChunk(1, 0, 1, 0, data);
        BatchHeader memory header = nextHeader(7);
        vm.expectRevert();
        rollup.sealBatch(header);
    }

    function _items(uint256 count) private pure returns (bytes[] memory items) {
        items = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            items[i] = abi.encodePacked("item ", i);
        }
    }
}
