// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IRollup} from "./interfaces/IRollup.sol";
import {ListTree} from "./libraries/ListTree.sol";
import {PoseidonTree} from "./libraries/PoseidonTree.sol";
import {StateLib} from "./libraries/StateLib.sol";
import {BatchHeader} from "./types/BatchHeader.sol";

/// @title The venue's batches on the chain
/// @notice docs/wire.md, sections 13 and 14. The contract computes what a batch commits to from the
/// published bytes themselves, so that nothing can be committed that isn't published.
contract Rollup is IRollup {
    using StateLib for BatchHeader;

    uint8 private constant _VERSION = 1;
    uint8 private constant _RECORDS = 1;
    uint8 private constant _TOUCHES = 2;
    uint8 private constant _PAGES = 3;
    uint8 private constant _ORDERS = 4;
    uint8 private constant _INPUTS = 5;
    uint32 private constant _RECORDS_MAX = 4096;
    uint32 private constant _CHUNKS_MAX = 64;
    uint256 private constant _CHUNK_BYTES_MAX = 120_000;
    uint64 private constant _FINALISED_A_CALL_MAX = 64;
    uint64 private constant _AHEAD_SECONDS_MAX = 15 minutes;
    uint64 private constant _WINDOW_SECONDS_MAX = 30 days;
    uint64 private constant _WINDOW_BLOCKS_MAX = 10_368_000;

    /// @dev What later calls need of a sealed batch.
    struct Batch {
        bytes32 hash;
        uint256 stateRoot;
        uint64 sealedAt;
        uint64 sealedBlock;
        uint64 queueEnd;
        uint64 lastEpoch;
    }

    /// @dev A published chunk. Places are used again by the batches that follow, which costs a
    /// fifth of a new place; `batch` tells whose it is.
    struct Chunk {
        bytes32 root;
        uint64 batch;
        uint8 section;
        uint32 firstItem;
        uint32 itemCount;
    }

    /// @dev Where the chain of batches stands, in one word.
    struct Tip {
        uint64 batchCount;
        uint64 finalisedCount;
        uint64 sequencedNs;
        uint64 lastEvent;
    }

    address private immutable _operator;
    uint256 private immutable _genesisRoot;
    uint64 private immutable _windowSeconds;
    uint64 private immutable _windowBlocks;

    address private _vault;
    uint64 private _queueLength;
    Tip private _tip;
    mapping(uint64 batch => Batch) private _batches;
    mapping(uint32 chunk => Chunk) private _chunks;
    mapping(uint64 index => bytes32) private _queue;
    mapping(uint32 account => address) private _owners;

    modifier onlyOperator() {
        if (msg.sender != _operator) revert NotOperator(msg.sender);
        _;
    }

    /// @param operator_ Who runs the venue.
    /// @param genesisRoot_ State root before the first batch.
    /// @param windowSeconds_ Seconds from a batch's seal until it may be final.
    /// @param windowBlocks_ Blocks from a batch's seal until it may be final.
    constructor(
        address operator_,
        uint256 genesisRoot_,
        uint64 windowSeconds_,
        uint64 windowBlocks_
    ) {
        if (operator_ == address(0)) revert ZeroAddress();
        if (genesisRoot_ >= PoseidonTree.FIELD) revert RootNotCanonical(genesisRoot_);
        if (windowSeconds_ == 0 || windowSeconds_ > _WINDOW_SECONDS_MAX) revert BadWindow();
        if (windowBlocks_ == 0 || windowBlocks_ > _WINDOW_BLOCKS_MAX) revert BadWindow();
        _operator = operator_;
        _genesisRoot = genesisRoot_;
        _windowSeconds = windowSeconds_;
        _windowBlocks = windowBlocks_;
    }

    /// @inheritdoc IRollup
    function setVault(address vault_) external onlyOperator {
        if (vault_ == address(0)) revert ZeroAddress();
        if (_vault != address(0)) revert VaultAlreadySet();
        _vault = vault_;
        emit VaultSet(vault_);
    }

    /// @inheritdoc IRollup
    function registerAccount(uint32 account, address owner) external onlyOperator {
        if (!StateLib.isUserAccount(account)) revert AccountOutOfRange(account);
        if (owner == address(0)) revert ZeroAddress();
        if (_owners[account] != address(0)) revert AccountTaken(account);
        _owners[account] = owner;
        emit AccountRegistered(account, owner);
    }

    /// @inheritdoc IRollup
    function enqueue(uint8 kind, uint32 account, uint64 amount) external returns (uint64 index) {
        if (msg.sender != _vault) revert NotVault(msg.sender);
        index = _queueLength++;
        _queue[index] = keccak256(abi.encodePacked(kind, account, amount));
        emit Queued(index, kind, account, amount);
    }

    /// @inheritdoc IRollup
    function submitChunk(
        uint64 batch,
        uint32 chunk,
        uint8 section,
        uint32 firstItem,
        bytes calldata data
    ) external onlyOperator {
        _requireNext(batch);
        if (chunk >= _CHUNKS_MAX) revert ChunkOutOfRange(chunk);
        if (data.length == 0 || data.length > _CHUNK_BYTES_MAX) revert BadChunkSize(data.length);
        if (section < _RECORDS || section > _INPUTS || section == _ORDERS) {
            revert BadSection(section);
        }
        (bytes32 root, uint32 itemCount) = ListTree.rootOf(data, firstItem);
        _chunks[chunk] = Chunk(root, batch, section, firstItem, itemCount);
        emit ChunkSubmitted(batch, chunk, root);
    }

    /// @inheritdoc IRollup
    function sealBatch(BatchHeader calldata header) external onlyOperator {
        Tip memory tip = _tip;
        Batch storage last = _batches[tip.batchCount];
        _requireNext(header.batch);
        _checkPlace(header, last);
        _checkTimes(header, tip, last.lastEpoch);
        _checkChunks(header);

        bytes32 batchHash = header.hash();
        _batches[header.batch] = Batch({
            hash: batchHash,
            stateRoot: header.rootAfter,
            sealedAt: uint64(block.timestamp),
            sealedBlock: uint64(block.number),
            queueEnd: header.queueEnd,
            lastEpoch: header.lastEpoch
        });
        _tip = Tip(header.batch, tip.finalisedCount, header.sequencedNs, header.lastEvent);
        emit BatchSealed(header.batch, batchHash, header.rootAfter);
    }

    /// @inheritdoc IRollup
    function finalise(uint64 batch) external {
        if (batch > _tip.batchCount) revert UnknownBatch(batch);
        uint64 first = _tip.finalisedCount + 1;
        uint64 next = first;
        for (; next <= batch && next - first < _FINALISED_A_CALL_MAX; ++next) {
            Batch storage candidate = _batches[next];
            uint64 untilTime = candidate.sealedAt + _windowSeconds;
            uint64 untilBlock = candidate.sealedBlock + _windowBlocks;
            if (block.timestamp < untilTime || block.number < untilBlock) {
                if (next == first) revert WindowOpen(next, untilTime, untilBlock);
                break;
            }
            emit BatchFinalised(next, candidate.stateRoot);
        }
        if (next != first) _tip.finalisedCount = next - 1;
    }

    /// @inheritdoc IRollup
    function operator() external view returns (address) {
        return _operator;
    }

    /// @inheritdoc IRollup
    function vault() external view returns (address) {
        return _vault;
    }

    /// @inheritdoc IRollup
    function genesisRoot() external view returns (uint256) {
        return _genesisRoot;
    }

    /// @inheritdoc IRollup
    function windowSeconds() external view returns (uint64) {
        return _windowSeconds;
    }

    /// @inheritdoc IRollup
    function windowBlocks() external view returns (uint64) {
        return _windowBlocks;
    }

    /// @inheritdoc IRollup
    function ownerOf(uint32 account) external view returns (address) {
        return _owners[account];
    }

    /// @inheritdoc IRollup
    function queueLength() external view returns (uint64) {
        return _queueLength;
    }

    /// @inheritdoc IRollup
    function queueEntry(uint64 index) external view returns (bytes32) {
        return _queue[index];
    }

    /// @inheritdoc IRollup
    function chunkAt(uint64 batch, uint32 chunk)
        external
        view
        returns (bytes32 root, uint8 section, uint32 firstItem, uint32 itemCount)
    {
        Chunk storage found = _chunks[chunk];
        if (found.batch == batch) {
            (root, section, firstItem, itemCount) =
            (found.root, found.section, found.firstItem, found.itemCount);
        }
    }

    /// @inheritdoc IRollup
    function batchCount() external view returns (uint64) {
        return _tip.batchCount;
    }

    /// @inheritdoc IRollup
    function finalisedCount() external view returns (uint64) {
        return _tip.finalisedCount;
    }

    /// @inheritdoc IRollup
    function latestRoot() external view returns (uint256) {
        return _rootAfter(_tip.batchCount);
    }

    /// @inheritdoc IRollup
    function latestHash() external view returns (bytes32) {
        return _batches[_tip.batchCount].hash;
    }

    /// @inheritdoc IRollup
    function batchAt(uint64 batch)
        external
        view
        returns (
            bytes32 batchHash,
            uint256 stateRoot,
            uint64 sealedAt,
            uint64 sealedBlock,
            uint64 queueEnd
        )
    {
        Batch storage found = _batches[batch];
        return (found.hash, found.stateRoot, found.sealedAt, found.sealedBlock, found.queueEnd);
    }

    /// @inheritdoc IRollup
    function finalisedRoot(uint64 batch) external view returns (uint256) {
        if (batch == 0 || batch > _tip.finalisedCount) revert NotFinalised(batch);
        return _batches[batch].stateRoot;
    }

    function _requireNext(uint64 batch) private view {
        uint64 expected = _tip.batchCount + 1;
        if (batch != expected) revert WrongBatch(batch, expected);
    }

    function _rootAfter(uint64 batch) private view returns (uint256) {
        return batch == 0 ? _genesisRoot : _batches[batch].stateRoot;
    }

    /// @dev That the batch follows on the last one, and takes up the queue where that left it. The
    /// place of batch 0 is empty: its hash and its queue's end are zero.
    function _checkPlace(BatchHeader calldata header, Batch storage last) private view {
        if (header.version != _VERSION) revert BadVersion(header.version);
        if (header.previousHash != last.hash) revert WrongPreviousHash(last.hash);
        uint256 root = _rootAfter(header.batch - 1);
        if (header.rootBefore != root) revert WrongRootBefore(root);
        if (header.rootAfter >= PoseidonTree.FIELD) revert RootNotCanonical(header.rootAfter);
        if (header.queueStart != last.queueEnd) revert WrongQueueStart(last.queueEnd);
        if (header.queueEnd < header.queueStart || header.queueEnd > _queueLength) {
            revert BadQueueEnd(_queueLength);
        }
    }

    /// @dev That epochs, time and events go on from the last batch.
    function _checkTimes(BatchHeader calldata header, Tip memory tip, uint64 lastEpoch)
        private
        view
    {
        if (header.firstEpoch != lastEpoch) revert WrongFirstEpoch(lastEpoch);
        if (header.lastEpoch < header.firstEpoch) revert EpochRunsBack();
        if (header.sequencedNs < tip.sequencedNs) revert TimeRunsBack(tip.sequencedNs);
        uint256 limit = (block.timestamp + _AHEAD_SECONDS_MAX) * 1e9;
        if (header.sequencedNs > limit) revert TimeAhead(uint64(limit));
        // One event may be several operations, and a batch may end between two of them.
        bool isBackwards =
            header.firstEvent < tip.lastEvent || header.firstEvent > header.lastEvent;
        if (isBackwards) revert EventsOutOfOrder();
    }

    /// @dev That the published chunks are the batch's: all there, in order, without a gap, with the
    /// counts and the hash that the header names.
    function _checkChunks(BatchHeader calldata header) private view {
        if (header.recordCount == 0 || header.recordCount > _RECORDS_MAX) {
            revert BadRecordCount(header.recordCount);
        }
        if (header.chunkCount == 0 || header.chunkCount > _CHUNKS_MAX) {
            revert BadChunkCount(header.chunkCount);
        }
        if (header.orderCount != 0) revert OrdersNotServed(header.orderCount);
        if (header.inputCount > header.recordCount) revert TooManyInputs(header.inputCount);

        bytes32[] memory digests = new bytes32[](header.chunkCount);
        uint32[_INPUTS + 1] memory items;
        uint8 section = 0;
        for (uint32 chunk = 0; chunk < header.chunkCount; ++chunk) {
            Chunk memory found = _chunks[chunk];
            if (found.batch != header.batch) revert MissingChunk(chunk);
            if (found.section < section) revert SectionOutOfOrder(chunk);
            section = found.section;
            if (found.firstItem != items[section]) revert ItemsNotContiguous(chunk);
            items[section] += found.itemCount;
            digests[chunk] =
                keccak256(abi.encodePacked(section, found.firstItem, found.itemCount, found.root));
        }
        _requireItems(items, _RECORDS, header.recordCount);
        _requireItems(items, _TOUCHES, header.touchCount);
        _requireItems(items, _PAGES, header.pageCount);
        _requireItems(items, _INPUTS, header.inputCount);
        bytes32 chunksHash = keccak256(abi.encodePacked(digests));
        if (header.chunksHash != chunksHash) revert WrongChunksHash(chunksHash);
    }

    function _requireItems(uint32[_INPUTS + 1] memory items, uint8 section, uint32 count)
        private
        pure
    {
        if (items[section] != count) revert WrongItemCount(section, items[section]);
    }
}
