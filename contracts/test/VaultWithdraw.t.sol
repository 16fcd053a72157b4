// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IRollup} from "../src/interfaces/IRollup.sol";
import {IVault} from "../src/interfaces/IVault.sol";
import {PoseidonTree} from "../src/libraries/PoseidonTree.sol";
import {AccountLeaf} from "../src/types/AccountLeaf.sol";
import {Deployment} from "./utils/Deployment.sol";
import {ProvenWithdrawal} from "./utils/ProvenWithdrawal.sol";
import {StateTree} from "./utils/StateTree.sol";

/// The way out: a final root, a proof, the registered owner, and once.
contract VaultWithdrawTest is Deployment {
    using ProvenWithdrawal for StateTree;

    StateTree private _tree;

    function setUp() public override {
        super.setUp();
        _tree = new StateTree();
        deposit(ALICE, ALICE_ACCOUNT, 1000);
        deposit(BOB, BOB_ACCOUNT, 500);
    }

    function test_the_owner_is_paid_what_the_state_lets_out() public {
        uint64 batch = _final(ALICE_ACCOUNT, ALICE, 300);
        vm.expectEmit();
        emit IVault.Withdrawn(ALICE_ACCOUNT, ALICE, 300);
        vm.prank(BOB);
        _tree.call(vault, batch, ALICE_ACCOUNT);

        vm.assertEq(usd.balanceOf(ALICE), 300, "balance");
        vm.assertEq(vault.claimed(ALICE_ACCOUNT), 300, "claimed");
        vm.assertEq(vault.held(), 1200, "held");
    }

    function test_nothing_is_paid_twice() public {
        uint64 batch = _final(ALICE_ACCOUNT, ALICE, 300);
        _tree.call(vault, batch, ALICE_ACCOUNT);
        bytes memory again = _tree.data(batch, ALICE_ACCOUNT);
        _refused(again, abi.encodeWithSelector(IVault.NothingToWithdraw.selector, ALICE_ACCOUNT));
        batch = _final(ALICE_ACCOUNT, ALICE, 450);
        _tree.call(vault, batch, ALICE_ACCOUNT);

        vm.assertEq(usd.balanceOf(ALICE), 450, "balance");
        _refused(again, abi.encodeWithSelector(IVault.NothingToWithdraw.selector, ALICE_ACCOUNT));
    }

    function test_a_root_that_is_not_final_pays_nothing() public {
        _tree.set(ALICE_ACCOUNT, ALICE, 0, 300);
        uint64 batch = sealRoot(_tree.root()).batch;
        bytes memory data = _tree.data(batch, ALICE_ACCOUNT);
        _refused(data, abi.encodeWithSelector(IRollup.NotFinalised.selector, batch));
        passWindow();
        _refused(data, abi.encodeWithSelector(IRollup.NotFinalised.selector, batch));
        rollup.finalise(batch);
        _tree.call(vault, batch, ALICE_ACCOUNT);

        vm.assertEq(usd.balanceOf(ALICE), 300, "balance");
    }

    function test_another_owner_in_the_state_is_refused() public {
        uint64 batch = _final(ALICE_ACCOUNT, BOB, 300);
        _refused(
            _tree.data(batch, ALICE_ACCOUNT),
            abi.encodeWithSelector(IVault.OwnerMismatch.selector, BOB, ALICE)
        );
        batch = _final(18, ALICE, 300);
        _refused(_tree.data(batch, 18), abi.encodeWithSelector(IVault.UnknownAccount.selector, 18));
    }

    function test_a_proof_of_one_account_does_not_serve_another() public {
        _tree.set(BOB_ACCOUNT, BOB, 0, 0);
        rollup.registerAccount(18, ALICE);
        uint64 batch = _final(ALICE_ACCOUNT, ALICE, 300);
        AccountLeaf memory leaf = _tree.leafOf(ALICE_ACCOUNT);
        uint256[20] memory siblings = _tree.siblingsOf(ALICE_ACCOUNT);
        uint256 pages = _tree.PAGES_ELEMENT();
        vm.expectRevert();
        vault.withdraw(batch, 18, leaf, pages, siblings);
    }

    function test_numbers_that_are_not_canonical_are_refused() public {
        uint64 batch = _final(ALICE_ACCOUNT, ALICE, 300);
        AccountLeaf memory leaf = _tree.leafOf(ALICE_ACCOUNT);
        uint256[20] memory siblings = _tree.siblingsOf(ALICE_ACCOUNT);
        uint256 pages = _tree.PAGES_ELEMENT();
        vm.expectRevert(_notCanonical(pages + PoseidonTree.FIELD));
        vault.withdraw(batch, ALICE_ACCOUNT, leaf, pages + PoseidonTree.FIELD, siblings);
        siblings[3] += PoseidonTree.FIELD;
        vm.expectRevert(_notCanonical(siblings[3]));
        vault.withdraw(batch, ALICE_ACCOUNT, leaf, pages, siblings);
    }

    /// Whatever number of the proof is changed, and however, nothing is paid.
    /// forge-config: default.fuzz.runs = 100
    /// forge-config: ci.fuzz.runs = 1000
    function testFuzz_a_changed_proof_pays_nothing(uint256 seed, uint256 change) public {
        uint64 batch = _final(ALICE_ACCOUNT, ALICE, 300);
        AccountLeaf memory leaf = _tree.leafOf(ALICE_ACCOUNT);
        uint256[20] memory siblings = _tree.siblingsOf(ALICE_ACCOUNT);
        uint256 pages = _tree.PAGES_ELEMENT();
        change = bound(change, 1, type(uint128).max);
        uint256 place = seed % 28;
        if (place < 20) siblings[place] ^= change;
        if (place == 20) pages ^= change;
        if (place == 21) leaf.nonce ^= uint48(change) | 1;
        if (place == 22) leaf.fundingEpoch ^= uint32(change) | 1;
        if (place == 23) leaf.cash ^= int64(uint64(change)) | 1;
        if (place == 24) leaf.feesAccrued ^= int64(uint64(change)) | 1;
        if (place == 25) leaf.withdrawn ^= int64(uint64(change)) | 1;
        if (place == 26) leaf.pagesRoot ^= bytes32(change);
        if (place == 27) leaf.slotsRoot ^= bytes32(change);
        vm.expectRevert();
        vault.withdraw(batch, ALICE_ACCOUNT, leaf, pages, siblings);
    }

    /// forge-config: default.fuzz.runs = 40
    /// forge-config: ci.fuzz.runs = 400
    function testFuzz_a_state_that_lets_out_too_much_is_stopped_by_holdings(uint64 amount) public {
        amount = uint64(bound(amount, 1501, uint64(type(int64).max)));
        uint64 batch = _final(ALICE_ACCOUNT, ALICE, int64(amount));
        usd.mint(address(vault), amount);
        _refused(
            _tree.data(batch, ALICE_ACCOUNT),
            abi.encodeWithSelector(IVault.InsufficientHoldings.selector, amount, 1500)
        );
    }

    function test_a_negative_number_lets_out_nothing() public {
        uint64 batch = _final(ALICE_ACCOUNT, ALICE, -1);
        _refused(
            _tree.data(batch, ALICE_ACCOUNT),
            abi.encodeWithSelector(IVault.NothingToWithdraw.selector, ALICE_ACCOUNT)
        );
    }

    function test_all_that_is_held_can_leave() public {
        _tree.set(BOB_ACCOUNT, BOB, 0, 700);
        uint64 batch = _final(ALICE_ACCOUNT, ALICE, 800);
        _tree.call(vault, batch, ALICE_ACCOUNT);
        _tree.call(vault, batch, BOB_ACCOUNT);

        vm.assertEq(usd.balanceOf(address(vault)), 0, "balance");
        vm.assertEq(vault.held(), 0, "held");
    }

    function _final(uint32 account, address owner, int64 withdrawn) private returns (uint64) {
        _tree.set(account, owner, 0, withdrawn);
        return finaliseRoot(_tree.root());
    }

    function _notCanonical(uint256 element) private pure returns (bytes memory) {
        return abi.encodeWithSelector(PoseidonTree.NotCanonical.selector, element);
    }

    function _refused(bytes memory data, bytes memory refusal) private {
        (bool isOk, bytes memory answer) = address(vault).call(data);
        vm.assertFalse(isOk, "refused");
        vm.assertEq(keccak256(answer), keccak256(refusal), "refusal");
    }
}
