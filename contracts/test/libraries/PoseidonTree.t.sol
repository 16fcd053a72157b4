// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {TransitionHarness} from "../../src/dev/TransitionHarness.sol";
import {PoseidonTree} from "../../src/libraries/PoseidonTree.sol";
import {SystemLeaf} from "../../src/types/SystemLeaf.sol";
import {StateTree} from "../utils/StateTree.sol";
import {TestBase} from "../utils/TestBase.sol";

contract PoseidonTreeTest is TestBase {
    TransitionHarness private _harness;

    function setUp() public {
        _harness = new TransitionHarness();
    }

    /// Source of the values: circomlibjs, poseidon([1, 2]) and poseidon([0, 0]).
    function test_poseidon_is_circomlibs() public view {
        vm.assertEq(
            _harness.poseidon(1, 2),
            7853200120776062878684798364095072458815029376092732009249414926327459813530,
            "1, 2"
        );
        vm.assertEq(
            _harness.poseidon(0, 0),
            14744269619966411208579211824598458697587494354926760081771325075741142829156,
            "0, 0"
        );
    }

    /// forge-config: default.fuzz.runs = 24
    /// forge-config: ci.fuzz.runs = 200
    function testFuzz_every_account_of_a_state_has_a_proof(uint256 seed) public {
        StateTree tree = new StateTree();
        for (uint256 i = 0; i < 6; ++i) {
            tree.set(_account(seed, i), address(uint160(i + 1)), int64(int256(i)) - 3, 5);
        }
        for (uint256 i = 0; i < 6; ++i) {
            uint32 account = _account(seed, i);
            uint256 element = _harness.accountElement(tree.leafOf(account), tree.PAGES_ELEMENT());
            uint256 root = _harness.stateRoot(element, account, tree.siblingsOf(account));
            vm.assertEq(root, tree.root(), "root");
        }
    }

    function test_an_element_that_is_not_canonical_is_refused() public {
        uint256[20] memory siblings;
        bytes memory refusal =
            abi.encodeWithSelector(PoseidonTree.NotCanonical.selector, PoseidonTree.FIELD);

        vm.expectRevert(refusal);
        _harness.stateRoot(PoseidonTree.FIELD, 0, siblings);
        siblings[19] = PoseidonTree.FIELD;
        vm.expectRevert(refusal);
        _harness.stateRoot(1, 0, siblings);
    }

    function test_the_system_element_is_made_as_the_document_says() public view {
        SystemLeaf memory leaf;
        (leaf.sequencedNs, leaf.marketNs, leaf.riskEpoch, leaf.queueCursor) = (1, 2, 3, 4);
        uint256 times = 1 + (2 << 64) + (3 << 128);
        uint256 left = _harness.poseidon(times, 4);
        uint256 right = _harness.poseidon(0, _harness.systemLeafHash(leaf));

        vm.assertEq(_harness.systemElement(leaf), _harness.poseidon(left, right), "element");
    }

    function _account(uint256 seed, uint256 turn) private pure returns (uint32) {
        return uint32(draw(seed, turn) % (1 << 20));
    }
}
