using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>Every signed transaction that must not be lost with a chain's newest blocks, on disk before it is sent.
/// </summary>
/// <remarks>
/// A frame is a length (4 bytes, big-endian), the first 4 bytes of the body's Keccak-256, and the body: a kind and the
/// raw transaction, or the hash of one that the node refused. A frame cut short at the end was never sent and is
/// dropped; damage before the end is refused. Bounds: <see cref="EntriesMax"/> transactions, <see cref="BytesMax"/>
/// bytes; one more throws, and nothing is sent. Thread: any. Cost: one fsync a transaction; opening
/// recovers each sender, about 0.3 ms.
/// </remarks>
public sealed class RawTransactionLog : IDisposable
{
    /// <summary>The most transactions kept.</summary>
    public const int EntriesMax = 100_000;

    /// <summary>The most bytes of the file.</summary>
    public const long BytesMax = 1L << 30;

    private const int HeadBytes = 8;
    private const int BodyBytesMax = 1 << 20;
    private const byte Sent = 1;
    private const byte Refused = 2;
    private const int InclusionLooksMax = 500;

    private static readonly TimeSpan InclusionInterval = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Entry> _entries = [];
    private readonly Dictionary<(ulong ChainId, Address Sender, ulong Nonce), long> _places = [];

    private readonly int _entriesMax;
    private readonly long _bytesMax;

    private RawTransactionLog(FileStream file, int entriesMax, long bytesMax)
    {
        _file = file;
        _entriesMax = entriesMax;
        _bytesMax = bytesMax;
    }

    private readonly record struct Entry(
        ulong ChainId, Address Sender, ulong Nonce, Hash32 Hash, long Offset, int Length);

    /// <summary>How many nonces have a transaction here.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The nonce behind the last that a sender has here.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="sender">The sender.</param>
    /// <returns>0 if it has none.</returns>
    public ulong NextNonceOf(ulong chainId, Address sender)
    {
        lock (_gate)
        {
            return _entries.Values
                .Where(entry => entry.ChainId == chainId && entry.Sender == sender)
                .Select(entry => entry.Nonce + 1)
                .DefaultIfEmpty()
                .Max();
        }
    }

    /// <summary>Opens a log, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="entriesMax">The most transactions that it may come to hold.</param>
    /// <param name="bytesMax">The most bytes that transactions may make it.</param>
    /// <returns>The log.</returns>
    /// <exception cref="ChainException">It is damaged before its end, or in use.</exception>
    public static RawTransactionLog Open(string path, int entriesMax = EntriesMax, long bytesMax = BytesMax)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException exception)
        {
            throw new ChainException($"{path} can't be opened: {exception.Message}", exception);
        }

        var log = new RawTransactionLog(file, entriesMax, bytesMax);
        try
        {
            log.Load();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Settings of a sender whose every transaction is stored here before it is sent.</summary>
    /// <param name="settings">The other settings.</param>
    /// <returns>The settings.</returns>
    public TransactionSenderSettings Attach(TransactionSenderSettings settings) => settings with
    {
        BeforeSend = (signed, _) =>
        {
            Append(signed);
            return ValueTask.CompletedTask;
        },
        AfterRefusal = signed =>
        {
            Refuse(signed);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>Stores a transaction, on disk when it returns.</summary>
    /// <param name="signed">The transaction.</param>
    /// <exception cref="ChainException">The log is full.</exception>
    /// <exception cref="IOException">The disk refuses: the transaction must not be sent.</exception>
    public void Append(SignedTransaction signed)
    {
        lock (_gate)
        {
            // The frame has a byte for its kind besides.
            if (_entries.Count >= _entriesMax || _file.Length + HeadBytes + 1 + signed.Raw.Length > _bytesMax)
            {
                throw new ChainException(
                    $"{_file.Name} is full: move it away to give up its transactions");
            }

            long offset = WriteFrame([Sent, .. signed.Raw.Span]);
            Index(signed, offset);
        }
    }

    /// <summary>Forgets a transaction that the node refused: sent again later it would be a surprise.</summary>
    /// <param name="signed">The transaction.</param>
    public void Refuse(SignedTransaction signed)
    {
        lock (_gate)
        {
            WriteFrame([Refused, .. signed.Hash.ToArray()]);
            Forget(signed.Hash);
        }
    }

    /// <summary>Sends again, each after the one before is in a block, what a chain that went back doesn't count any
    /// more.</summary>
    /// <remarks>The order is that in which they were stored, which is that of nonces for each sender, and keeps the
    /// entries of a queue in their order.</remarks>
    /// <param name="client">The node.</param>
    /// <param name="before">Awaited before each is sent: what it needs on the chain; may be null.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>What became of it; call again while transactions are missing.</returns>
    /// <exception cref="JsonRpcTransportException">The node is away.</exception>
    public async Task<RebroadcastResult> RebroadcastAsync(
        EthereumClient client,
        Func<SignedTransaction, Task>? before = null,
        CancellationToken cancellation = default)
    {
        ulong chainId = await client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        Entry[] lost = await LostAsync(client, chainId, cancellation).ConfigureAwait(false);
        for (int i = 0; i < lost.Length; i++)
        {
            byte[] raw = Read(lost[i]);
            if (before is not null)
            {
                await before(SignedTransaction.Decode(raw)).ConfigureAwait(false);
            }

            if (await SendAsync(client, lost[i], raw, cancellation).ConfigureAwait(false) is string error)
            {
                return new RebroadcastResult(i, lost.Length - i, error);
            }
        }

        return new RebroadcastResult(lost.Length, 0, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Null once it is in a block, else why it isn't.</summary>
    private static async Task<string?> SendAsync(
        EthereumClient client, Entry entry, byte[] raw, CancellationToken cancellation)
    {
        try
        {
            await client.SendRawTransactionAsync(raw, cancellation).ConfigureAwait(false);
        }
        catch (JsonRpcException refusal) when (refusal.IsAlreadyKnown || refusal.IsNonceUsed)
        {
            // In the pool, or in a block since the count was read.
        }
        catch (JsonRpcException refusal)
        {
            return $"{entry.Hash} of {entry.Sender}: {refusal.Message}";
        }

        for (int look = 0; look < InclusionLooksMax; look++)
        {
            ulong counted = await client.GetTransactionCountAsync(entry.Sender, BlockTag.Latest, cancellation)
                .ConfigureAwait(false);
            if (counted > entry.Nonce)
            {
                return null;
            }

            await Task.Delay(InclusionInterval, cancellation).ConfigureAwait(false);
        }

        return $"{entry.Hash} of {entry.Sender} isn't in a block yet";
    }

    private async Task<Entry[]> LostAsync(EthereumClient client, ulong chainId, CancellationToken cancellation)
    {
        Entry[] all;
        lock (_gate)
        {
            all = [.. _entries.Values.Where(entry => entry.ChainId == chainId)];
        }

        var counts = new Dictionary<Address, ulong>();
        foreach (Address sender in all.Select(entry => entry.Sender).Distinct())
        {
            counts[sender] = await client.GetTransactionCountAsync(sender, BlockTag.Latest, cancellation)
                .ConfigureAwait(false);
        }

        return [.. all.Where(entry => entry.Nonce >= counts[entry.Sender])];
    }

    private byte[] Read(Entry entry)
    {
        byte[] raw = new byte[entry.Length];
        lock (_gate)
        {
            RandomAccess.Read(_file.SafeFileHandle, raw, entry.Offset);
        }

        return raw;
    }

    private void Load()
    {
        long offset = 0;
        while (ReadBody(offset) is byte[] body)
        {
            if (body[0] == Sent)
            {
                Index(SignedTransaction.Decode(body.AsSpan(1)), offset);
            }
            else
            {
                Forget(new Hash32(body.AsSpan(1)));
            }

            offset += HeadBytes + body.Length;
        }

        _file.SetLength(offset);
        _file.Position = offset;
    }

    /// <summary>The body at an offset; null at the end, and at a frame that was being written when power
    /// failed.</summary>
    private byte[]? ReadBody(long offset)
    {
        long left = _file.Length - offset;
        byte[] head = new byte[HeadBytes];
        if (left < HeadBytes || RandomAccess.Read(_file.SafeFileHandle, head, offset) < HeadBytes)
        {
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length > left - HeadBytes)
        {
            return length <= BodyBytesMax ? null : throw Damaged(offset);
        }

        byte[] body = new byte[length];
        RandomAccess.Read(_file.SafeFileHandle, body, offset + HeadBytes);
        bool isWhole = length > 0 && body[0] is Sent or Refused
            && Checksum(body).AsSpan().SequenceEqual(head.AsSpan(4));
        bool isLast = length == left - HeadBytes;
        return isWhole ? body : isLast ? null : throw Damaged(offset);
    }

    private ChainException Damaged(long offset) => new(FormattableString.Invariant(
        $"{_file.Name} is damaged at byte {offset}: restore it, or move it away to give up its transactions"));

    private long WriteFrame(byte[] body)
    {
        byte[] frame = new byte[HeadBytes + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        Checksum(body).CopyTo(frame, 4);
        body.CopyTo(frame, HeadBytes);
        long offset = _file.Position;
        try
        {
            _file.Write(frame);
            _file.Flush(flushToDisk: true);
            return offset;
        }
        catch
        {
            // What is half there must not stand before the next frame.
            _file.SetLength(offset);
            _file.Position = offset;
            throw;
        }
    }

    private void Index(SignedTransaction signed, long offset)
    {
        // A later version of the same nonce replaces the earlier at its place: either would do, both can't be.
        DynamicFeeTransaction transaction = signed.Transaction;
        var key = (transaction.ChainId, signed.Sender, transaction.Nonce);
        if (!_places.TryGetValue(key, out long place))
        {
            place = offset;
            _places.Add(key, place);
        }

        _entries[place] = new Entry(
            key.ChainId, key.Sender, key.Nonce, signed.Hash, offset + HeadBytes + 1, signed.Raw.Length);
    }

    private void Forget(Hash32 hash)
    {
        // Refusals follow what they refuse, so the search is short.
        foreach ((long place, Entry entry) in _entries.Reverse())
        {
            if (entry.Hash == hash)
            {
                _entries.Remove(place);
                _places.Remove((entry.ChainId, entry.Sender, entry.Nonce));
                return;
            }
        }
    }

    private static byte[] Checksum(byte[] body) => Keccak256.Hash(body).ToArray()[..4];
}
