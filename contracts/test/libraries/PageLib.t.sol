// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {PageLib} from "../../src/libraries/PageLib.sol";
import {TestBase} from "../utils/TestBase.sol";

contract PageLibTest is TestBase {
    using PageLib for uint256[4];

    function test_the_first_lots_give_a_free_page_its_tag() public pure {
        uint256[4] memory words;
        uint256[4] memory changed = words.withLots(35, -1);

        vm.assertEq(changed.tag(), 3, "tag");
        vm.assertEq(changed[0], (uint256(3) << 192) | (uint256(type(uint48).max) << 144), "word");
        vm.assertTrue(words.isFree(), "the given page stays as it is");
    }

    function test_the_last_lots_free_the_page() public pure {
        uint256[4] memory words;
        words = words.withLots(40, 5).withLots(47, -3);
        words = words.withLots(40, 0);
        vm.assertEq(words.tag(), 3, "tag");
        words = words.withLots(47, 0);

        vm.assertTrue(words.isFree(), "free");
    }

    function test_the_hash_is_that_of_the_four_words() public pure {
        uint256[4] memory words = [uint256(1), 2, 3, 4];

        bytes32 expected = keccak256(abi.encodePacked(words[0], words[1], words[2], words[3]));
        vm.assertEq(words.hash(), expected, "hash");
    }

    function testFuzz_a_page_is_an_array_of_lots(uint256 seed, uint32 group) public pure {
        group %= 1 << 16;
        int48[16] memory model;
        uint256[4] memory words;
        for (uint256 turn = 0; turn < 24; ++turn) {
            uint256 place = draw(seed, 2 * turn) % 16;
            uint256 value = draw(seed, 2 * turn + 1);
            int48 lots = value % 3 == 0 ? int48(0) : int48(uint48(value >> 8));
            model[place] = lots;
            words = words.withLots(group * 16 + uint32(place), lots);
        }

        bool isFree = true;
        for (uint32 place = 0; place < 16; ++place) {
            vm.assertEq(words.lotsOf(group * 16 + place), model[place], "lots");
            isFree = isFree && model[place] == 0;
        }
        vm.assertTrue(words.isFree() == isFree, "free");
        vm.assertEq(words.tag(), isFree ? 0 : group + 1, "tag");
    }
}
