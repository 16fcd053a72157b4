using System;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Inputs;

/// <summary>Everything an epoch is priced from, as integers: the published market inputs at one market time.</summary>
/// <remarks>Pooled: filled, read and filled again without allocating. Rows ascend: underlyings by id, expiries by
/// (underlying, expiry), contracts by instrument. Thread: one holder at a time (<see cref="InputsMailbox"/> hands
/// over).</remarks>
public sealed class RiskInputs
{
    private readonly UnderlyingInput[] _underlyings = new UnderlyingInput[UnderlyingId.Capacity];
    private readonly ExpiryInput[] _expiries;
    private readonly ContractInput[] _contracts;
    private readonly ExpirySurface[] _surfaces;
    private int _underlyingCount;
    private int _expiryCount;
    private int _contractCount;

    /// <summary>Room for one set of inputs.</summary>
    public RiskInputs(RiskLimits limits)
    {
        _expiries = new ExpiryInput[limits.Checked().ExpiryCapacity];
        _contracts = new ContractInput[limits.ContractCapacity];
        _surfaces = new ExpirySurface[limits.ExpiryCapacity];
    }

    /// <summary>Market time for which they hold.</summary>
    public long MarketNs { get; private set; }

    /// <summary>Underlyings.</summary>
    public ReadOnlySpan<UnderlyingInput> Underlyings => _underlyings.AsSpan(0, _underlyingCount);

    /// <summary>Expiries.</summary>
    public ReadOnlySpan<ExpiryInput> Expiries => _expiries.AsSpan(0, _expiryCount);

    /// <summary>Contracts.</summary>
    public ReadOnlySpan<ContractInput> Contracts => _contracts.AsSpan(0, _contractCount);

    /// <summary>How well each expiry's volatilities are known, by row of <see cref="Expiries"/>. Not journaled: nothing
    /// is known of decoded inputs.</summary>
    public ReadOnlySpan<ExpirySurface> Surfaces => _surfaces.AsSpan(0, _expiryCount);

    /// <summary>Bytes that <see cref="Encode"/> writes.</summary>
    public int EncodedLength => InputsCodec.LengthOf(_underlyingCount, _expiryCount, _contractCount);

    /// <summary>Most bytes that inputs within these limits can take.</summary>
    public static int EncodedLengthMax(RiskLimits limits) =>
        InputsCodec.LengthOf(UnderlyingId.Capacity, limits.Checked().ExpiryCapacity, limits.ContractCapacity);

    /// <summary>Writes the journaled form (docs/wire.md). No allocation.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(Span<byte> destination) => InputsCodec.Encode(this, destination);

    /// <summary>Reads the journaled form, strictly. No allocation.</summary>
    /// <param name="marketNs">Market time of the epoch; not part of the bytes.</param>
    /// <param name="source">Exactly one set of inputs.</param>
    /// <returns>What is wrong; these inputs are then empty.</returns>
    public InputsFault Decode(long marketNs, ReadOnlySpan<byte> source)
    {
        InputsFault fault = InputsCodec.Decode(this, marketNs, source);
        if (fault != InputsFault.None)
        {
            Reset(marketNs);
        }

        return fault;
    }

    /// <summary>Empties the rows.</summary>
    internal void Reset(long marketNs)
    {
        MarketNs = marketNs;
        _underlyingCount = 0;
        _expiryCount = 0;
        _contractCount = 0;
    }

    /// <summary>Appends an underlying; the caller keeps the order.</summary>
    internal void Add(in UnderlyingInput row) => _underlyings[_underlyingCount++] = row;

    /// <summary>Appends an expiry; false when full.</summary>
    internal bool TryAdd(in ExpiryInput row, in ExpirySurface surface = default)
    {
        if (_expiryCount == _expiries.Length)
        {
            return false;
        }

        _surfaces[_expiryCount] = surface;
        _expiries[_expiryCount++] = row;
        return true;
    }

    /// <summary>Appends a contract; false when full.</summary>
    internal bool TryAdd(in ContractInput row)
    {
        if (_contractCount == _contracts.Length)
        {
            return false;
        }

        _contracts[_contractCount++] = row;
        return true;
    }

    /// <summary>Row of an expiry, or -1. Binary search.</summary>
    internal int ExpiryRowOf(UnderlyingId underlying, long expiryNs)
    {
        int low = 0;
        int high = _expiryCount - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = ExpiryInput.Compare(in _expiries[middle], underlying, expiryNs);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>The buffers for a decoder, after their sizes were checked.</summary>
    internal (Memory<UnderlyingInput> Underlyings, Memory<ExpiryInput> Expiries, Memory<ContractInput> Contracts) Sized(
        int underlyings, int expiries, int contracts)
    {
        (_underlyingCount, _expiryCount, _contractCount) = (underlyings, expiries, contracts);
        _surfaces.AsSpan(0, expiries).Clear();
        return (
            _underlyings.AsMemory(0, underlyings),
            _expiries.AsMemory(0, expiries),
            _contracts.AsMemory(0, contracts));
    }

    /// <summary>True when a set of that size has room here.</summary>
    internal bool HasRoomFor(uint underlyings, uint expiries, uint contracts) =>
        underlyings <= (uint)_underlyings.Length && expiries <= (uint)_expiries.Length
        && contracts <= (uint)_contracts.Length;
}
