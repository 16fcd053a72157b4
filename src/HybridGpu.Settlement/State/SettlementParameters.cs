using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.State;

/// <summary>What the venue's genesis fixes: fee rates of the traded value (premium for options, notional for others)
/// in 1e-9. 33 bytes, big-endian.</summary>
/// <param name="OptionTaker">Taker's rate on options.</param>
/// <param name="OptionMaker">Maker's rate on options.</param>
/// <param name="LinearTaker">Taker's rate on futures and perpetuals.</param>
/// <param name="LinearMaker">Maker's rate on futures and perpetuals.</param>
/// <remarks>Source: docs/wire.md, section 11.7.</remarks>
public sealed record SettlementParameters(ulong OptionTaker, ulong OptionMaker, ulong LinearTaker, ulong LinearMaker)
{
    /// <summary>Bytes.</summary>
    public const int Size = 33;

    private const byte Kind = 0x05;

    /// <summary>K of its bytes.</summary>
    public Hash32 Hash
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Encode(bytes);
            return Keccak256.Hash(bytes);
        }
    }

    /// <summary>The rate of one side of a trade.</summary>
    /// <param name="isOption">Whether the instrument is a call or put.</param>
    /// <param name="isTaker">True for the incoming side.</param>
    /// <returns>1e-9 of the value.</returns>
    public ulong RateOf(bool isOption, bool isTaker) => (isOption, isTaker) switch
    {
        (true, true) => OptionTaker,
        (true, false) => OptionMaker,
        (false, true) => LinearTaker,
        (false, false) => LinearMaker,
    };

    /// <summary>Writes the parameters.</summary>
    /// <param name="destination">At least 33 bytes.</param>
    public void Encode(Span<byte> destination)
    {
        WireWriter writer = new(destination);
        writer.Byte(Kind);
        writer.UInt64(OptionTaker);
        writer.UInt64(OptionMaker);
        writer.UInt64(LinearTaker);
        writer.UInt64(LinearMaker);
    }
}
