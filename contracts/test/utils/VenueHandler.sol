// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "../../src/types/AccountLeaf.sol";
import {BatchHeader} from "../../src/types/BatchHeader.sol";
import {Deployment} from "./Deployment.sol";
import {StateTree} from "./StateTree.sol";

/// A venue whose users and operator do anything: the operator runs the queue honestly or claims
/// what it likes; users deposit, ask, and withdraw with true, stale and forged proofs. What should
/// not have been possible is counted.
contract VenueHandler is Deployment {
    uint32 public constant ACCOUNTS = 4;

    /// @dev What a batch's state lets out, by account.
    mapping(uint64 batch => int64[4]) private _withdrawnAt;
    int64[4] private _cash;
    int64[4] private _withdrawn;
    StateTree private _tree;
    StateTree private _proofs;

    /// Entries of the queue, as the vault should have made them.
    bytes32[] public entries;
    uint64[] private _amounts;
    uint8[] private _kinds;
    uint32[] private _places;

    uint64 public cursor;
    uint256 public received;
    uint256 public paid;
    uint256 public breaches;
    uint256 public withdrawals;

    function setUp() public override {
        super.setUp();
        rollup.registerAccount(18, ownerAt(2));
        rollup.registerAccount(19, ownerAt(3));
        _tree = new StateTree();
        _proofs = new StateTree();
        for (uint32 place = 0; place < ACCOUNTS; ++place) {
            _store(_tree, place, 0);
        }
    }

    function parts() external view returns (address, address, address) {
        return (address(rollup), address(vault), address(usd));
    }

    function ownerAt(uint32 place) public pure returns (address) {
        if (place == 0) return ALICE;
        return place == 1 ? BOB : address(uint160(0xC0DE + place));
    }

    /// The most that any final state lets out of an account.
    function provenAt(uint32 place) external view returns (int64 most) {
        for (uint64 batch = 1; batch <= rollup.finalisedCount(); ++batch) {
            int64 at_ = _withdrawnAt[batch][place];
            if (at_ > most) most = at_;
        }
    }

    function depositSome(uint256 seed, uint64 amount) external {
        uint32 place = uint32(seed % ACCOUNTS);
        amount = uint64(bound(amount, 1, 1e12));
        deposit(ownerAt(place), 16 + place, amount);
        received += amount;
        _note(1, place, amount);
    }

    function request(uint256 seed, uint64 amount) external {
        uint32 place = uint32(seed % ACCOUNTS);
        amount = uint64(bound(amount, 1, 1e12));
        vm.prank(ownerAt(place));
        vault.requestWithdrawal(16 + place, amount);
        _note(2, place, amount);
    }

    /// The operator consumes part of the queue as the rules say.
    function sealHonestly(uint256 seed) external {
        uint256 turns = bound(seed, 0, entries.length - cursor);
        for (; turns > 0; --turns) {
            uint32 place = _places[cursor];
            int64 amount = int64(_amounts[cursor]);
            if (_kinds[cursor] == 1) {
                _cash[place] += amount;
            } else if (_cash[place] >= amount) {
                _cash[place] -= amount;
                _withdrawn[place] += amount;
            }
            ++cursor;
        }
        for (uint32 place = 0; place < ACCOUNTS; ++place) {
            _store(_tree, place, _withdrawn[place]);
        }
        _seal();
    }

    /// The operator claims any number as taken out by any account.
    function sealFalsely(uint256 seed, int64 withdrawn) external {
        uint32 place = uint32((seed >> 128) % ACCOUNTS);
        if (seed % 3 != 0) {
            uint64 more = uint64(bound(seed >> 8, 0, vault.held() / 2));
            withdrawn = int64(vault.claimed(16 + place) + more);
        }
        int64 honest = _withdrawn[place];
        _withdrawn[place] = withdrawn;
        _store(_tree, place, withdrawn);
        _seal();
        _withdrawn[place] = honest;
    }

    /// The operator leaves out entries, or consumes what isn't there.
    function sealSkipping(uint256 seed) external {
        submitSmallest(rollup.batchCount() + 1);
        BatchHeader memory header = nextHeader(_tree.root());
        (header.queueStart, header.queueEnd) = (cursor, cursor);
        uint64 skip = uint64(bound(seed >> 8, 1, 5));
        if (seed % 3 == 0) (header.queueStart, header.queueEnd) = (cursor + skip, cursor + skip);
        if (seed % 3 == 1) header.queueEnd = uint64(entries.length) + skip;
        if (seed % 3 == 2 && cursor == 0) return;
        if (seed % 3 == 2) header.queueEnd = cursor - 1;
        try rollup.sealBatch(header) {
            ++breaches;
        } catch {}
    }

    function passTime(uint256 seed) external {
        vm.warp(block.timestamp + seed % WINDOW_SECONDS);
        vm.roll(block.number + (seed >> 128) % (2 * WINDOW_BLOCKS));
    }

    function finaliseSome(uint256 seed) external {
        if (rollup.batchCount() == 0) return;
        if (seed % 2 == 0) passWindow();
        try rollup.finalise(uint64(bound(seed, 1, rollup.batchCount()))) {} catch {}
    }

    /// Anyone sends the proof of an account in any batch, final or not.
    function withdrawWithProof(uint256 seed) external {
        uint64 last = seed % 8 < 6 ? rollup.finalisedCount() : rollup.batchCount();
        if (last == 0) return;
        uint64 batch = uint64(bound(seed >> 8, 1, last));
        uint32 place = uint32((seed >> 128) % ACCOUNTS);
        for (uint32 i = 0; i < ACCOUNTS; ++i) {
            _store(_proofs, i, _withdrawnAt[batch][i]);
        }
        _withdraw(batch, place, _proofs.leafOf(16 + place));
    }

    /// Anyone sends a proof with a number of his own.
    function withdrawWithoutProof(uint256 seed) external {
        uint64 batch = rollup.finalisedCount();
        uint32 place = uint32(seed % ACCOUNTS);
        if (batch == 0) return;
        for (uint32 i = 0; i < ACCOUNTS; ++i) {
            _store(_proofs, i, _withdrawnAt[batch][i]);
        }
        AccountLeaf memory leaf = _proofs.leafOf(16 + place);
        leaf.withdrawn = leaf.withdrawn / 2 + int64(uint64(bound(seed >> 8, 1, 1e12)));
        if (leaf.withdrawn == _withdrawnAt[batch][place]) return;
        uint256 before = paid;
        _withdraw(batch, place, leaf);
        if (paid != before) ++breaches;
    }

    function _withdraw(uint64 batch, uint32 place, AccountLeaf memory leaf) private {
        uint256[20] memory siblings = _proofs.siblingsOf(16 + place);
        uint256 pages = _proofs.PAGES_ELEMENT();
        uint256 before = usd.balanceOf(ownerAt(place));
        try vault.withdraw(batch, 16 + place, leaf, pages, siblings) {
            if (batch > rollup.finalisedCount()) ++breaches;
            ++withdrawals;
            paid += usd.balanceOf(ownerAt(place)) - before;
        } catch {}
    }

    function _seal() private {
        BatchHeader memory header = nextHeader(_tree.root());
        header.queueEnd = cursor;
        submitSmallest(header.batch);
        rollup.sealBatch(header);
        _withdrawnAt[header.batch] = _withdrawn;
    }

    function _store(StateTree tree, uint32 place, int64 withdrawn) private {
        if (
            tree.leafOf(16 + place).owner == address(0)
                || tree.leafOf(16 + place).withdrawn != withdrawn
        ) tree.set(16 + place, ownerAt(place), 0, withdrawn);
    }

    function _note(uint8 kind, uint32 place, uint64 amount) private {
        entries.push(keccak256(abi.encodePacked(kind, 16 + place, amount)));
        _kinds.push(kind);
        _places.push(place);
        _amounts.push(amount);
    }

    function entryCount() external view returns (uint256) {
        return entries.length;
    }
}
