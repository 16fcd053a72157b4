using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Threading;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Positions;

/// <content>The book as bytes, for a snapshot: 64-bit words, little-endian.</content>
public sealed partial class PositionBook
{
    private const int WordBytes = sizeof(long);

    /// <summary>Writes everything but the instruments' terms, which the catalogue has.</summary>
    /// <param name="into">Where to.</param>
    public void WriteImage(IBufferWriter<byte> into)
    {
        lock (_gate)
        {
            int known = 0;
            for (int i = 0; i < _accountEnd; i++)
            {
                known += _accounts[i].IsKnown ? 1 : 0;
            }

            Write(into, (long)_lastOrdinal);
            Write(into, _ignoredCount);
            Write(into, known);
            for (int i = 0; i < _accountEnd; i++)
            {
                if (_accounts[i].IsKnown)
                {
                    Write(into, i, in _accounts[i]);
                }
            }
        }
    }

    /// <summary>Takes over what <see cref="WriteImage"/> wrote, into an empty book.</summary>
    /// <param name="image">The bytes, and perhaps others behind them.</param>
    /// <returns>Bytes used.</returns>
    /// <exception cref="InvalidDataException">The image is cut short, or larger than this book's bounds.</exception>
    public int ReadImage(ReadOnlySpan<byte> image)
    {
        int at = 0;
        lock (_gate)
        {
            ulong lastOrdinal = (ulong)Read(image, ref at);
            _ignoredCount = Read(image, ref at);
            for (long left = Read(image, ref at); left > 0; left--)
            {
                ReadAccount(image, ref at);
            }

            _isAllChanged = true;
            Volatile.Write(ref _version, _version + 1);
            Volatile.Write(ref _lastOrdinal, lastOrdinal);
        }

        return at;
    }

    private static void Write(IBufferWriter<byte> into, int account, in AccountHolding holding)
    {
        Write(into, account);
        Write(into, holding.IsIncomplete ? 1 : 0);
        Write(into, holding.CashMicros);
        Write(into, holding.FeesMicros);
        Write(into, holding.Count);
        for (int i = 0; i < holding.Count; i++)
        {
            Write(into, holding.Instruments[i]);
            Write(into, holding.Lots[i]);
        }
    }

    private static void Write(IBufferWriter<byte> into, long word)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into.GetSpan(WordBytes), word);
        into.Advance(WordBytes);
    }

    private static long Read(ReadOnlySpan<byte> image, ref int at)
    {
        if (image.Length - at < WordBytes)
        {
            throw new InvalidDataException("The image of the positions is cut short.");
        }

        at += WordBytes;
        return BinaryPrimitives.ReadInt64LittleEndian(image[(at - WordBytes)..]);
    }

    private void ReadAccount(ReadOnlySpan<byte> image, ref int at)
    {
        var account = new AccountId((uint)Read(image, ref at));
        if (!TryTouch(account))
        {
            throw new InvalidDataException($"The image has account {account.Value}, beyond the bounds of this venue.");
        }

        ref AccountHolding holding = ref _accounts[account.Value];
        holding.IsIncomplete = Read(image, ref at) != 0;
        holding.CashMicros = Read(image, ref at);
        holding.FeesMicros = Read(image, ref at);
        for (long left = Read(image, ref at); left > 0; left--)
        {
            var instrument = new InstrumentId((uint)Read(image, ref at));
            if (!TryChange(ref holding, instrument, Read(image, ref at)))
            {
                throw new InvalidDataException("The image has more positions than this venue's bounds allow.");
            }
        }
    }
}
