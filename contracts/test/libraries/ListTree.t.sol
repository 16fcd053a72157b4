// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {TransitionHarness} from "../../src/dev/TransitionHarness.sol";
import {ListTree} from "../../src/libraries/ListTree.sol";
import {PlainListTree} from "../utils/PlainListTree.sol";
import {TestBase} from "../utils/TestBase.sol";

contract ListTreeTest is TestBase {
    TransitionHarness private _harness;

    function setUp() public {
        _harness = new TransitionHarness();
    }

    function test_no_data_has_no_items_and_the_root_zero() public view {
        (bytes32 root, uint32 count) = _harness.listRoot(0, "");

        vm.assertEq(root, bytes32(0), "root");
        vm.assertEq(count, 0, "count");
    }

    function test_one_leaf_is_its_own_root() public view {
        (bytes32 root, uint32 count) = _harness.listRoot(7, hex"0000020102");

        vm.assertEq(root, keccak256(hex"00000000070102"), "root");
        vm.assertEq(count, 1, "count");
    }

    function test_three_items_are_padded_with_a_zero_word() public view {
        (bytes32 root,) = _harness.listRoot(0, hex"000001610000016200000163");
        bytes32 left = _node(keccak256(hex"000000000061"), keccak256(hex"000000000162"));
        bytes32 right = _node(keccak256(hex"000000000263"), bytes32(0));

        vm.assertEq(root, _node(left, right), "root");
    }

    function test_every_count_up_to_70_is_as_the_plain_tree_says() public view {
        for (uint256 count = 1; count <= 70; ++count) {
            _compare(count, count, uint32(count * 3));
        }
    }

    function testFuzz_any_list_is_as_the_plain_tree_says(uint256 seed, uint32 firstItem)
        public
        view
    {
        _compare(seed, bound(seed, 1, 40), firstItem % (type(uint32).max - 100));
    }

    function testFuzz_a_cut_chunk_is_refused_or_ends_at_an_item(uint256 seed) public {
        bytes[] memory items = _items(seed, bound(seed, 1, 8));
        bytes memory data = PlainListTree.frame(items);
        bytes memory cut = new bytes(bound(draw(seed, 1), 0, data.length - 1));
        for (uint256 i = 0; i < cut.length; ++i) {
            cut[i] = data[i];
        }

        (bool isWhole, uint256 offset) = _frameBreak(cut);
        if (!isWhole) {
            vm.expectRevert(abi.encodeWithSelector(ListTree.BrokenFrame.selector, offset));
        }
        _harness.listRoot(0, cut);
    }

    function test_item_numbers_beyond_four_bytes_are_refused() public {
        vm.expectRevert(ListTree.TooManyItems.selector);
        _harness.listRoot(type(uint32).max, hex"00000100");
    }

    function test_many_empty_items_fit() public view {
        bytes[] memory items = new bytes[](300);
        (bytes32 root, uint32 count) = _harness.listRoot(0, PlainListTree.frame(items));

        vm.assertEq(root, PlainListTree.rootOf(items, 0), "root");
        vm.assertEq(count, 300, "count");
    }

    function _compare(uint256 seed, uint256 count, uint32 firstItem) private view {
        bytes[] memory items = _items(seed, count);
        (bytes32 root, uint32 found) = _harness.listRoot(firstItem, PlainListTree.frame(items));

        vm.assertEq(root, PlainListTree.rootOf(items, firstItem), "root");
        vm.assertEq(found, count, "count");
    }

    function _items(uint256 seed, uint256 count) private pure returns (bytes[] memory items) {
        items = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            items[i] = new bytes(draw(seed, i) % 120);
            for (uint256 j = 0; j < items[i].length; ++j) {
                items[i][j] = bytes1(uint8(i * 7 + j));
            }
        }
    }

    function _frameBreak(bytes memory data) private pure returns (bool isWhole, uint256 offset) {
        while (offset < data.length) {
            if (offset + 3 > data.length) return (false, offset);
            uint256 length = uint256(uint8(data[offset])) << 16 | uint256(uint8(data[offset + 1]))
                << 8 | uint8(data[offset + 2]);
            if (offset + 3 + length > data.length) return (false, offset);
            offset += 3 + length;
        }
        return (true, offset);
    }

    function _node(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(1), left, right));
    }
}
