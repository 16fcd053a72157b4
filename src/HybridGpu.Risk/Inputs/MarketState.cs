using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Risk.Inputs;

/// <summary>The newest usable value of every market input, as integers, from which inputs are published.</summary>
/// <remarks>A value that can't be used (NaN, not positive, out of bounds) is refused and the last good one stays.
/// Market time only moves forward: what has expired is forgotten. Thread: the market thread alone. No allocation after
/// construction.</remarks>
public sealed class MarketState
{
    private const long DefaultRangeNano = 180_000_000;
    private const long DefaultBtcRangeNano = 160_000_000;

    private readonly InstrumentCatalog _catalog;
    private readonly UnderlyingInput[] _underlyings = new UnderlyingInput[UnderlyingId.Capacity];
    private readonly ExpiryInput[] _expiries;
    private readonly ExpirySurface[] _surfaces;
    private readonly long[] _volNano;
    private readonly uint[] _live;
    private int _expiryCount;
    private int _liveCount;
    private int _seenCount;
    private SyncRange? _syncRule;
    private TimeSpan _syncDelay;

    /// <summary>A state without any value; scan ranges 16 % for underlying 0 (BTC) and 18 % for the others
    /// (ETH).</summary>
    public MarketState(RiskLimits limits, InstrumentCatalog catalog)
    {
        _catalog = catalog;
        _expiries = new ExpiryInput[limits.Checked().ExpiryCapacity];
        _surfaces = new ExpirySurface[limits.ExpiryCapacity];
        _volNano = new long[limits.InstrumentCapacity];
        _live = new uint[limits.InstrumentCapacity];
        for (int u = 0; u < _underlyings.Length; u++)
        {
            _underlyings[u].Underlying = new UnderlyingId((byte)u);
            _underlyings[u].ScanRangeNano = u == 0 ? DefaultBtcRangeNano : DefaultRangeNano;
        }
    }

    /// <summary>Listed, unexpired contracts that the last publication left out: no forward, index or volatility, or no
    /// room.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Of them those for which only room was missing: as many are priced as an epoch can hold.</summary>
    public int LeftOutForRoom { get; private set; }

    /// <summary>Underlyings whose range would be wider than the grid can hold and is cut at
    /// <see cref="UnderlyingInput.RangeNanoMax"/>, at the last publication: their sync buffer is too small.</summary>
    public int RangesHeld { get; private set; }

    /// <summary>Sets the spot index in USD.</summary>
    /// <returns>False when it isn't a usable price; the last good one stays.</returns>
    public bool SetIndex(UnderlyingId underlying, double indexUsd)
    {
        if (!Quantise.TryMicros(indexUsd, out long micros) || micros <= 0)
        {
            return false;
        }

        _underlyings[underlying.Value].IndexMicros = micros;
        return true;
    }

    /// <summary>Sets the scan range as a fraction: the move of the settlement grid's outer columns.</summary>
    /// <returns>False outside 0.1 % to 30 %; the last good one stays.</returns>
    public bool SetScanRange(UnderlyingId underlying, double range)
    {
        if (!Quantise.TryNano(range, out long nano)
            || nano is < UnderlyingInput.RangeNanoMin or > UnderlyingInput.RangeNanoMax)
        {
            return false;
        }

        _underlyings[underlying.Value].ScanRangeNano = nano;
        return true;
    }

    /// <summary>Widens every scan range, from the next publication on, for the time between a breach and its
    /// settlement: the sync buffer, inside the settlement grid and so in maintenance too.</summary>
    /// <param name="rule">How.</param>
    /// <param name="delay">The time, not negative.</param>
    public void SetSyncDelay(SyncRange rule, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        _syncRule = rule;
        _syncDelay = delay;
    }

    /// <summary>The range that an underlying is published with, as a fraction: the set one and the sync buffer; 0 while
    /// it has no index and isn't published.</summary>
    public double PublishedRange(UnderlyingId underlying)
    {
        ref readonly UnderlyingInput input = ref _underlyings[underlying.Value];
        return input.IndexMicros == 0 ? 0 : Quantise.FractionOf(WidenedNano(input.ScanRangeNano, out _));
    }

    /// <summary>Sets an expiry's forward in USD and its continuous discount rate a year.</summary>
    /// <param name="underlying">Underlying.</param>
    /// <param name="expiryNs">Expiry in MarketNs; <see cref="long.MaxValue"/> for the perpetual.</param>
    /// <param name="forwardUsd">Forward.</param>
    /// <param name="rate">Rate as a fraction.</param>
    /// <returns>False when either isn't usable, or there is no room for another expiry.</returns>
    public bool SetForward(UnderlyingId underlying, long expiryNs, double forwardUsd, double rate = 0)
    {
        if (!Quantise.TryMicros(forwardUsd, out long forwardMicros) || forwardMicros <= 0
            || !Quantise.TryNano(rate, out long rateNano)
            || rateNano is < -ExpiryInput.RateNanoMax or > ExpiryInput.RateNanoMax
            || underlying.Value >= UnderlyingId.Capacity)
        {
            return false;
        }

        int row = FirstAt(underlying, expiryNs);
        if (!IsAt(row, underlying, expiryNs))
        {
            if (_expiryCount == _expiries.Length)
            {
                return false;
            }

            Array.Copy(_expiries, row, _expiries, row + 1, _expiryCount - row);
            Array.Copy(_surfaces, row, _surfaces, row + 1, _expiryCount - row);
            _surfaces[row] = default;
            _expiryCount++;
            _expiries[row] = new ExpiryInput { Underlying = underlying, ExpiryNs = expiryNs };
        }

        _expiries[row].ForwardMicros = forwardMicros;
        _expiries[row].RateNano = rateNano;
        return true;
    }

    /// <summary>The forward last set for an expiry, USD; false without one.</summary>
    public bool TryGetForward(UnderlyingId underlying, long expiryNs, out double forwardUsd)
    {
        int row = FirstAt(underlying, expiryNs);
        bool isKnown = IsAt(row, underlying, expiryNs);
        forwardUsd = isKnown ? Quantise.UsdOf(_expiries[row].ForwardMicros) : double.NaN;
        return isKnown;
    }

    /// <summary>Says how well an expiry's volatilities are known; it goes out with the next publication.</summary>
    /// <returns>False for an expiry without a forward, or an uncertainty outside its bounds.</returns>
    public bool SetSurface(in ExpirySurface surface)
    {
        int row = FirstAt(surface.Underlying, surface.ExpiryNs);
        if (!IsAt(row, surface.Underlying, surface.ExpiryNs)
            || surface.WidthNano is < 0 or > ExpirySurface.WidthNanoMax)
        {
            return false;
        }

        _surfaces[row] = surface;
        return true;
    }

    /// <summary>Sets an option's volatility as a fraction per sqrt(year).</summary>
    /// <returns>False outside 0 to 1,000 % or for an id past capacity; the last good one stays.</returns>
    public bool SetVol(InstrumentId instrument, double vol)
    {
        if (!Quantise.TryNano(vol, out long nano) || nano is <= 0 or > ContractInput.VolNanoMax
            || instrument.Value >= (uint)_volNano.Length)
        {
            return false;
        }

        _volNano[instrument.Value] = nano;
        return true;
    }

    /// <summary>The volatility last set for an option, a fraction per sqrt(year); false without one.</summary>
    public bool TryGetVol(InstrumentId instrument, out double vol)
    {
        long nano = instrument.Value < (uint)_volNano.Length ? _volNano[instrument.Value] : 0;
        vol = Quantise.FractionOf(nano);
        return nano > 0;
    }

    /// <summary>Posts the inputs of every listed contract that has not expired and for which all values are
    /// known.</summary>
    /// <returns>Number of contracts posted; <see cref="LeftOut"/> tells how many could not be.</returns>
    public int Publish(long marketNs, InputsMailbox mailbox)
    {
        RiskInputs inputs = mailbox.Back;
        inputs.Reset(marketNs);
        AddUnderlyings(inputs);
        AddExpiries(inputs);
        AddContracts(inputs);
        int count = inputs.Contracts.Length;
        mailbox.Post();
        return count;
    }

    private int FirstAt(UnderlyingId underlying, long expiryNs)
    {
        int row = 0;
        while (row < _expiryCount && ExpiryInput.Compare(in _expiries[row], underlying, expiryNs) < 0)
        {
            row++;
        }

        return row;
    }

    private bool IsAt(int row, UnderlyingId underlying, long expiryNs) =>
        row < _expiryCount && ExpiryInput.Compare(in _expiries[row], underlying, expiryNs) == 0;

    private void AddUnderlyings(RiskInputs inputs)
    {
        RangesHeld = 0;
        foreach (ref readonly UnderlyingInput underlying in _underlyings.AsSpan())
        {
            if (underlying.IndexMicros > 0)
            {
                UnderlyingInput widened = underlying;
                widened.ScanRangeNano = WidenedNano(underlying.ScanRangeNano, out bool isHeld);
                inputs.Add(in widened);
                RangesHeld += isHeld ? 1 : 0;
            }
        }
    }

    private long WidenedNano(long rangeNano, out bool isHeld)
    {
        isHeld = false;
        if (_syncRule is null)
        {
            return rangeNano;
        }

        double widened = _syncRule.After(Quantise.FractionOf(rangeNano), _syncDelay);
        isHeld = !Quantise.TryNano(widened, out long nano) || nano > UnderlyingInput.RangeNanoMax;
        return isHeld ? UnderlyingInput.RangeNanoMax : Math.Max(nano, rangeNano);
    }

    private void AddExpiries(RiskInputs inputs)
    {
        int kept = 0;
        for (int i = 0; i < _expiryCount; i++)
        {
            ExpiryInput expiry = _expiries[i];
            if (expiry.ExpiryNs <= inputs.MarketNs)
            {
                continue;
            }

            ExpirySurface surface = _surfaces[i];
            _surfaces[kept] = surface;
            _expiries[kept++] = expiry;
            if (_underlyings[expiry.Underlying.Value].IndexMicros > 0)
            {
                // The inputs have as much room for expiries as this state has.
                inputs.TryAdd(in expiry, in surface);
            }
        }

        _expiryCount = kept;
    }

    private void AddContracts(RiskInputs inputs)
    {
        for (int listed = _catalog.Count; _seenCount < listed; _seenCount++)
        {
            // A combo has no price of its own: its legs have.
            if (_catalog.At(new InstrumentId((uint)_seenCount)).Kind != InstrumentKind.Combo)
            {
                _live[_liveCount++] = (uint)_seenCount;
            }
        }

        int kept = 0;
        LeftOut = 0;
        LeftOutForRoom = 0;
        for (int i = 0; i < _liveCount; i++)
        {
            var id = new InstrumentId(_live[i]);
            ref readonly InstrumentSpec spec = ref _catalog.At(id);
            if (spec.ExpiryNs <= inputs.MarketNs)
            {
                continue;
            }

            _live[kept++] = id.Value;
            int row = inputs.ExpiryRowOf(spec.Underlying, spec.ExpiryNs);
            long vol = spec.IsOption ? _volNano[id.Value] : 0;
            if (row < 0 || (spec.IsOption && vol == 0))
            {
                LeftOut++;
            }
            else if (!inputs.TryAdd(new ContractInput { Instrument = id, ExpiryRow = (uint)row, VolNano = vol }))
            {
                LeftOut++;
                LeftOutForRoom++;
            }
        }

        _liveCount = kept;
    }
}
