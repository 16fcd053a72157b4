using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Contracts;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;

namespace HybridGpu.Settlement.Chain;

/// <summary>The contract that keeps the batches, their owners' accounts and the queue.</summary>
/// <remarks>
/// Reads are at the newest block. Errors: <see cref="JsonRpcException"/> (see <see cref="ContractErrors"/>),
/// <see cref="JsonRpcTransportException"/>, and <see cref="ChainException"/> where no such contract is. Thread: any.
/// Source: docs/wire.md, sections 13 and 14.
/// </remarks>
public sealed class RollupContract
{
    /// <summary>Its interface.</summary>
    public static readonly AbiContract Abi = AbiContract.Parse(Artifacts.Rollup.AbiJson);

    /// <summary>The most batches that one call makes final.</summary>
    public const int FinalisedMax = 64;

    // Measured: calldata at its floor of 40 gas a byte, hashing at below 1,000 gas an item, and the rest.
    private const ulong ChunkGasBase = 400_000;
    private const ulong ChunkGasByte = 42;
    private const ulong ChunkGasItem = 2_500;
    private const ulong TransactionGasMax = 16_777_216;

    private readonly ContractView _view;

    /// <summary>Names it; nothing is asked of the node yet.</summary>
    /// <param name="client">The node.</param>
    /// <param name="address">Where it is.</param>
    public RollupContract(EthereumClient client, Address address)
    {
        Client = client;
        Address = address;
        _view = new ContractView(client, address, Abi);
    }

    /// <summary>Where it is.</summary>
    public Address Address { get; }

    /// <summary>The node.</summary>
    public EthereumClient Client { get; }

    /// <summary>Counts of batches and of the queue.</summary>
    public async Task<RollupState> ReadAsync(CancellationToken cancellation = default)
    {
        IReadOnlyList<object[]> results = await _view.CallAsync(
            [("batchCount", []), ("finalisedCount", []), ("queueLength", [])], cancellation).ConfigureAwait(false);
        return new RollupState(UInt64(results[0][0]), UInt64(results[1][0]), UInt64(results[2][0]));
    }

    /// <summary>The hash of an entry of the queue; zero where there is none.</summary>
    public async Task<Hash32> QueueEntryAsync(ulong index, CancellationToken cancellation = default)
    {
        object[] values = await _view.CallAsync("queueEntry", cancellation, index).ConfigureAwait(false);
        return new Hash32((byte[])values[0]);
    }

    /// <summary>Sealed batches of a range of numbers, null where there is none.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<PostedBatch?>> BatchesAtAsync(
        ulong first, int count, CancellationToken cancellation = default)
    {
        (string, IReadOnlyList<object>)[] calls = [.. Enumerable.Range(0, count)
            .Select(i => ("batchAt", (IReadOnlyList<object>)[first + (ulong)i]))];
        IReadOnlyList<object[]> results = await _view.CallAsync(calls, cancellation).ConfigureAwait(false);
        return [.. results.Select((values, i) => ReadBatch(first + (ulong)i, values))];
    }

    /// <summary>A sealed batch, null if there is none of the number.</summary>
    public async Task<PostedBatch?> BatchAtAsync(ulong number, CancellationToken cancellation = default) =>
        (await BatchesAtAsync(number, 1, cancellation).ConfigureAwait(false))[0];

    /// <summary>The published chunks of a batch that isn't sealed yet.</summary>
    /// <param name="batch">Its number.</param>
    /// <param name="count">How many chunks to ask for, from the first.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<PostedChunk>> ChunksAtAsync(
        ulong batch, int count, CancellationToken cancellation = default)
    {
        (string, IReadOnlyList<object>)[] calls = [.. Enumerable.Range(0, count)
            .Select(i => ("chunkAt", (IReadOnlyList<object>)[batch, i]))];
        IReadOnlyList<object[]> results = await _view.CallAsync(calls, cancellation).ConfigureAwait(false);
        return [.. results.Select(values => new PostedChunk(
            Word(values[0]), (byte)(BigInteger)values[1], (uint)(BigInteger)values[2], (uint)(BigInteger)values[3]))];
    }

    /// <summary>The owners of accounts, the zero address where there is none.</summary>
    public async Task<IReadOnlyList<Address>> OwnersOfAsync(
        IReadOnlyList<uint> accounts, CancellationToken cancellation = default)
    {
        (string, IReadOnlyList<object>)[] calls =
            [.. accounts.Select(account => ("ownerOf", (IReadOnlyList<object>)[account]))];
        IReadOnlyList<object[]> results = await _view.CallAsync(calls, cancellation).ConfigureAwait(false);
        return [.. results.Select(values => (Address)values[0])];
    }

    /// <summary>What the contract was deployed with.</summary>
    public async Task<RollupConstants> ConstantsAsync(CancellationToken cancellation = default)
    {
        IReadOnlyList<object[]> results = await _view.CallAsync(
            [("operator", []), ("vault", []), ("genesisRoot", []), ("windowSeconds", []), ("windowBlocks", [])],
            cancellation).ConfigureAwait(false);
        return new RollupConstants(
            (Address)results[0][0],
            (Address)results[1][0],
            Word(results[2][0]),
            UInt64(results[3][0]),
            UInt64(results[4][0]));
    }

    /// <summary>Publishes a chunk of the next batch. Operator.</summary>
    /// <remarks>The gas limit is computed and not estimated: several go out at once, and each estimate would hash the
    /// chunk several times over.</remarks>
    public TransactionRequest SubmitChunk(ulong batch, int number, BatchChunk chunk) => new()
    {
        To = Address,
        Data = _view.Encode("submitChunk", batch, number, (byte)chunk.Section, chunk.FirstItem, chunk.Data.ToArray()),
        GasLimit = ulong.Min(
            TransactionGasMax,
            ChunkGasBase + (ChunkGasByte * (ulong)chunk.Data.Length) + (ChunkGasItem * chunk.ItemCount)),
    };

    /// <summary>Completes the next batch. Operator.</summary>
    public TransactionRequest SealBatch(BatchHeader header) =>
        Call("sealBatch", (object)PackedStruct.Unpack(HeaderType, header.Encode()));

    /// <summary>Makes batches final whose window has passed. Anyone.</summary>
    public TransactionRequest Finalise(ulong batch) => Call("finalise", batch);

    /// <summary>Gives an account its owner. Operator.</summary>
    public TransactionRequest RegisterAccount(uint account, Address owner) => Call("registerAccount", account, owner);

    /// <summary>Names the vault. Operator.</summary>
    public TransactionRequest SetVault(Address vault) => Call("setVault", vault);

    internal static AbiType HeaderType => Abi.Function("sealBatch").Signature.Types[0];

    private static PostedBatch? ReadBatch(ulong number, object[] values)
    {
        Hash32 hash = Word(values[0]);
        return hash.IsZero
            ? null
            : new PostedBatch(
                number, hash, Word(values[1]), UInt64(values[2]), UInt64(values[3]), UInt64(values[4]));
    }

    private static ulong UInt64(object value) => (ulong)(BigInteger)value;

    private static Hash32 Word(object value) => value is byte[] bytes
        ? new Hash32(bytes)
        : new Hash32(AbiEncoder.Encode([UInt256], value));

    private static readonly AbiType UInt256 = AbiType.Parse("uint256");

    private TransactionRequest Call(string function, params IReadOnlyList<object> arguments) =>
        new() { To = Address, Data = _view.Encode(function, arguments) };
}
