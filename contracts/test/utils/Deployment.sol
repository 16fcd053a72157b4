// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Rollup} from "../../src/Rollup.sol";
import {Vault} from "../../src/Vault.sol";
import {TestUsd} from "../../src/dev/TestUsd.sol";
import {BatchHeader} from "../../src/types/BatchHeader.sol";
import {PlainListTree} from "./PlainListTree.sol";
import {TestBase} from "./TestBase.sol";

/// A rollup with its vault and token, run by this contract, and the smallest batches that there
/// are: one record and one touch.
abstract contract Deployment is TestBase {
    uint64 internal constant WINDOW_SECONDS = 600;
    uint64 internal constant WINDOW_BLOCKS = 10;
    uint256 internal constant GENESIS_ROOT = 42;
    uint32 internal constant ALICE_ACCOUNT = 16;
    uint32 internal constant BOB_ACCOUNT = 17;
    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);

    Rollup internal rollup;
    Vault internal vault;
    TestUsd internal usd;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        vm.roll(1000);
        usd = new TestUsd();
        rollup = new Rollup(address(this), GENESIS_ROOT, WINDOW_SECONDS, WINDOW_BLOCKS);
        vault = new Vault(rollup, usd);
        rollup.setVault(address(vault));
        rollup.registerAccount(ALICE_ACCOUNT, ALICE);
        rollup.registerAccount(BOB_ACCOUNT, BOB);
    }

    function deposit(address from, uint32 account, uint64 amount) internal {
        usd.mint(from, amount);
        vm.prank(from);
        usd.approve(address(vault), amount);
        vm.prank(from);
        vault.deposit(account, amount);
    }

    function passWindow() internal {
        vm.warp(block.timestamp + WINDOW_SECONDS);
        vm.roll(block.number + WINDOW_BLOCKS);
    }

    function sealRoot(uint256 rootAfter) internal returns (BatchHeader memory header) {
        header = nextHeader(rootAfter);
        submitSmallest(header.batch);
        rollup.sealBatch(header);
    }

    function finaliseRoot(uint256 rootAfter) internal returns (uint64 batch) {
        batch = sealRoot(rootAfter).batch;
        passWindow();
        rollup.finalise(batch);
    }

    function smallestChunk(uint8 section) internal pure returns (bytes memory) {
        return PlainListTree.frame(_oneItem(section));
    }

    function submitSmallest(uint64 batch) internal {
        rollup.submitChunk(batch, 0, 1, 0, smallestChunk(1));
        rollup.submitChunk(batch, 1, 2, 0, smallestChunk(2));
    }

    /// @dev A header that can be sealed once the smallest chunks are there.
    function nextHeader(uint256 rootAfter) internal view returns (BatchHeader memory header) {
        header.version = 1;
        header.batch = rollup.batchCount() + 1;
        header.previousHash = rollup.latestHash();
        header.rootBefore = rollup.latestRoot();
        header.rootAfter = rootAfter;
        header.recordCount = 1;
        header.touchCount = 1;
        (,,,, header.queueStart) = rollup.batchAt(header.batch - 1);
        header.queueEnd = rollup.queueLength();
        header.sequencedNs = uint64(block.timestamp) * 1e9;
        header.firstEvent = 10 * header.batch;
        header.lastEvent = header.firstEvent + 9;
        header.chunkCount = 2;
        header.chunksHash = keccak256(bytes.concat(smallestDigest(1), smallestDigest(2)));
    }

    function smallestDigest(uint8 section) internal pure returns (bytes32) {
        bytes32 root = PlainListTree.rootOf(_oneItem(section), 0);
        return keccak256(abi.encodePacked(section, uint32(0), uint32(1), root));
    }

    function _oneItem(uint8 section) private pure returns (bytes[] memory items) {
        items = new bytes[](1);
        items[0] = abi.encodePacked("item of section ", section);
    }
}
