// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {BatchHeader} from "../types/BatchHeader.sol";

/// @title The venue's batches on the chain
/// @notice Keeps the owners of accounts, the queue of deposits and requests, the hash of each batch
/// and the state root after it. A root may be used once its window has passed, in time and in
/// blocks.
interface IRollup {
    /// @notice An account has got its owner, for good.
    event AccountRegistered(uint32 indexed account, address indexed owner);

    /// @notice An entry has joined the queue.
    event Queued(uint64 indexed index, uint8 kind, uint32 indexed account, uint64 amount);

    /// @notice A chunk of the next batch is published; another may replace it until the seal.
    event ChunkSubmitted(uint64 indexed batch, uint32 indexed chunk, bytes32 root);

    /// @notice A batch is complete.
    event BatchSealed(uint64 indexed batch, bytes32 batchHash, uint256 stateRoot);

    /// @notice A batch's window has passed.
    event BatchFinalised(uint64 indexed batch, uint256 stateRoot);

    /// @notice The vault is named.
    event VaultSet(address indexed vault);

    /// @notice Only the operator may do this.
    error NotOperator(address caller);
    /// @notice Only the vault may do this.
    error NotVault(address caller);
    /// @notice The vault is named once.
    error VaultAlreadySet();
    /// @notice An address may not be zero.
    error ZeroAddress();
    /// @notice The window is none, or longer than 30 days or 10,368,000 blocks.
    error BadWindow();
    /// @notice Users' accounts are 16 to 2^20 - 1.
    error AccountOutOfRange(uint32 account);
    /// @notice The account has an owner already.
    error AccountTaken(uint32 account);

    /// @notice The batch isn't the next.
    error WrongBatch(uint64 given, uint64 expected);
    /// @notice Chunks number from 0 to 63.
    error ChunkOutOfRange(uint32 chunk);
    /// @notice A chunk carries 1 to 120,000 bytes.
    error BadChunkSize(uint256 size);
    /// @notice There is no such section, or version 1 has no items of it.
    error BadSection(uint8 section);

    /// @notice A header's version is 1.
    error BadVersion(uint8 version);
    /// @notice The header doesn't follow on the last batch.
    error WrongPreviousHash(bytes32 expected);
    /// @notice The header doesn't start at the last batch's root.
    error WrongRootBefore(uint256 expected);
    /// @notice A state root is below the order of BN254's scalar field.
    error RootNotCanonical(uint256 root);
    /// @notice A batch has 1 to 4,096 records.
    error BadRecordCount(uint32 count);
    /// @notice A batch has 1 to 64 chunks.
    error BadChunkCount(uint32 count);
    /// @notice Version 1 publishes no orders.
    error OrdersNotServed(uint32 count);
    /// @notice There are more inputs than records.
    error TooManyInputs(uint32 count);
    /// @notice A chunk of the batch isn't published.
    error MissingChunk(uint32 chunk);
    /// @notice A chunk's section comes before that of the chunk before it.
    error SectionOutOfOrder(uint32 chunk);
    /// @notice A chunk's first item isn't the next of its section.
    error ItemsNotContiguous(uint32 chunk);
    /// @notice The chunks don't have as many items of a section as the header says.
    error WrongItemCount(uint8 section, uint32 published);
    /// @notice The header's chunksHash isn't that of the published chunks.
    error WrongChunksHash(bytes32 published);
    /// @notice The queue isn't taken up where the last batch left it.
    error WrongQueueStart(uint64 expected);
    /// @notice The queue's end is before its start, or beyond the entries that there are.
    error BadQueueEnd(uint64 length);
    /// @notice The risk epoch isn't taken up where the last batch left it.
    error WrongFirstEpoch(uint64 expected);
    /// @notice The last risk epoch is before the first.
    error EpochRunsBack();
    /// @notice The batch's time is before the last batch's.
    error TimeRunsBack(uint64 last);
    /// @notice The batch's time is more than 15 minutes ahead of the chain's.
    error TimeAhead(uint64 limit);
    /// @notice The first event is after the last, or not after the last batch's.
    error EventsOutOfOrder();

    /// @notice There is no such batch.
    error UnknownBatch(uint64 batch);
    /// @notice The window of the batch is open until both have been reached.
    error WindowOpen(uint64 batch, uint64 untilTime, uint64 untilBlock);
    /// @notice The batch isn't final.
    error NotFinalised(uint64 batch);

    /// @notice Names the vault, once. Operator.
    function setVault(address vault) external;

    /// @notice Gives an account its owner, who alone may take collateral out, for good. Operator.
    function registerAccount(uint32 account, address owner) external;

    /// @notice Adds an entry to the queue. Vault.
    /// @param kind 1 for a deposit, 2 for an owner's request to withdraw.
    function enqueue(uint8 kind, uint32 account, uint64 amount) external returns (uint64 index);

    /// @notice Publishes items of the next batch; replaces the chunk if it is there. Operator.
    /// @param batch batchCount() + 1.
    /// @param chunk 0 to 63.
    /// @param section 1 records, 2 touches, 3 pages, 5 inputs.
    /// @param firstItem Number of the chunk's first item in its section.
    /// @param data Items framed as length (3 bytes) || item.
    function submitChunk(
        uint64 batch,
        uint32 chunk,
        uint8 section,
        uint32 firstItem,
        bytes calldata data
    ) external;

    /// @notice Completes the next batch from its published chunks. Operator.
    function sealBatch(BatchHeader calldata header) external;

    /// @notice Finalises, in order, the batches up to `batch` whose window has passed, at most 64.
    /// Reverts when the first of them is open still. Anyone.
    function finalise(uint64 batch) external;

    /// @notice Who runs the venue.
    function operator() external view returns (address);

    /// @notice The vault, zero until it is named.
    function vault() external view returns (address);

    /// @notice State root before the first batch.
    function genesisRoot() external view returns (uint256);

    /// @notice Seconds from a batch's seal until it may be final.
    function windowSeconds() external view returns (uint64);

    /// @notice Blocks from a batch's seal until it may be final.
    function windowBlocks() external view returns (uint64);

    /// @notice Owner of an account, zero while it has none.
    function ownerOf(uint32 account) external view returns (address);

    /// @notice Number of entries that ever joined the queue.
    function queueLength() external view returns (uint64);

    /// @notice Hash of an entry, zero beyond the queue.
    function queueEntry(uint64 index) external view returns (bytes32);

    /// @notice A published chunk; zeros when there is none. Chunks of a sealed batch are forgotten
    /// when later ones take their places.
    function chunkAt(uint64 batch, uint32 chunk)
        external
        view
        returns (bytes32 root, uint8 section, uint32 firstItem, uint32 itemCount);

    /// @notice Number of sealed batches, which number from 1.
    function batchCount() external view returns (uint64);

    /// @notice Number of final batches.
    function finalisedCount() external view returns (uint64);

    /// @notice State root after the last sealed batch.
    function latestRoot() external view returns (uint256);

    /// @notice Hash of the last sealed batch, zero before the first.
    function latestHash() external view returns (bytes32);

    /// @notice A sealed batch; zeros when there is none.
    function batchAt(uint64 batch)
        external
        view
        returns (
            bytes32 batchHash,
            uint256 stateRoot,
            uint64 sealedAt,
            uint64 sealedBlock,
            uint64 queueEnd
        );

    /// @notice State root after a final batch; reverts when it isn't final.
    function finalisedRoot(uint64 batch) external view returns (uint256);
}
