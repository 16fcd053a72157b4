using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;
using HybridGpu.Risk;
using HybridGpu.Risk.Inputs;

namespace HybridGpu.Host.Bench;

/// <summary>The market of the replay bench: two underlyings, each with a perpetual and three expiries of a future and
/// sixteen strikes; the indices walk at random.</summary>
internal sealed class ReplayMarket
{
    /// <summary>When the recording begins, in both clocks, ns since the Unix epoch.</summary>
    public const long StartNs = 1_774_000_000_000_000_000;

    private const long DayNs = 86_400_000_000_000;
    private const long MicrosPerUsd = 1_000_000;
    private const int Strikes = 16;
    private const int StrikeFirstPercent = 70;
    private const int StrikeStepPercent = 4;
    private const int WalkSteps = 401;
    private const double WalkStep = 1e-6;
    private static readonly int[] ExpiryDays = [7, 30, 90];

    private static readonly Product[] Products =
    [
        new("BTC", IndexUsd: 68_000, TickSizeMicros: 100_000, LotSizeMicros: 1_000),
        new("ETH", IndexUsd: 3_500, TickSizeMicros: 10_000, LotSizeMicros: 10_000),
    ];

    private readonly MarketState _state;
    private readonly InputsMailbox _mailbox;
    private readonly double[] _indices = [.. Products.Select(product => (double)product.IndexUsd)];
    private readonly List<InstrumentSpec> _instruments = [];
    private readonly long[] _markTicks;

    /// <summary>A market at its start.</summary>
    public ReplayMarket(RiskLimits limits, InstrumentCatalog catalog, InputsMailbox mailbox)
    {
        _state = new MarketState(limits, catalog);
        _mailbox = mailbox;
        for (byte underlying = 0; underlying < Products.Length; underlying++)
        {
            AddInstruments(underlying);
        }

        _markTicks = new long[_instruments.Count];
    }

    /// <summary>Terms of all instruments, by id.</summary>
    public IReadOnlyList<InstrumentSpec> Instruments => _instruments;

    /// <summary>Underlyings.</summary>
    public static int UnderlyingCount => Products.Length;

    /// <summary>Index of an underlying as the venue samples it.</summary>
    public long IndexMicros(int underlying) => (long)(_indices[underlying] * MicrosPerUsd);

    /// <summary>Mark of an instrument in the last epoch, in ticks, at least one.</summary>
    public long MarkTicks(int instrument) => Math.Max(1, _markTicks[instrument]);

    /// <summary>Lets the indices take a step and posts the inputs of the next epoch.</summary>
    /// <exception cref="BenchFailedException">Something can't be priced.</exception>
    public void Step(SplitMix draws, long marketNs)
    {
        bool isSet = true;
        for (byte underlying = 0; underlying < Products.Length; underlying++)
        {
            double step = (draws.Below(WalkSteps) - (WalkSteps / 2.0)) * WalkStep;
            _indices[underlying] *= 1 + step;
            isSet &= _state.SetIndex(new UnderlyingId(underlying), _indices[underlying]);
        }

        foreach (InstrumentSpec spec in _instruments)
        {
            isSet &= _state.SetForward(spec.Underlying, spec.ExpiryNs, _indices[spec.Underlying.Value])
                && (!spec.IsOption || _state.SetVol(spec.Id, Vol(in spec)));
        }

        int priced = _state.Publish(marketNs, _mailbox);
        if (!isSet || priced != _instruments.Count)
        {
            throw new BenchFailedException($"Only {priced} of {_instruments.Count} contracts can be priced.");
        }
    }

    /// <summary>Takes the marks of an epoch over, from which orders are drawn.</summary>
    public void Read(RiskArrays arrays)
    {
        for (int row = 0; row < arrays.ContractCount; row++)
        {
            int id = (int)arrays.Instruments[row].Value;
            _markTicks[id] = arrays.Marks[row] / _instruments[id].TickValue;
        }
    }

    /// <summary>A smile: 55 %, and 40 points more for each doubling or halving of the strike.</summary>
    private static double Vol(in InstrumentSpec spec) =>
        0.55 + (0.4 * Math.Abs(Math.Log2((double)spec.StrikeMicros / spec.ReferencePriceMicros)));

    private void AddInstruments(byte underlying)
    {
        Product product = Products[underlying];
        Add(underlying, InstrumentKind.Perpetual, long.MaxValue, 0, $"{product.Name}-PERP");
        foreach (int days in ExpiryDays)
        {
            long expiryNs = StartNs + (days * DayNs);
            Add(underlying, InstrumentKind.Future, expiryNs, 0, $"{product.Name}-{days}D");
            for (int i = 0; i < Strikes; i++)
            {
                long strike = product.IndexUsd * (StrikeFirstPercent + (i * StrikeStepPercent)) / 100;
                Add(underlying, InstrumentKind.Call, expiryNs, strike, $"{product.Name}-{days}D-{strike}-C");
                Add(underlying, InstrumentKind.Put, expiryNs, strike, $"{product.Name}-{days}D-{strike}-P");
            }
        }
    }

    private void Add(byte underlying, InstrumentKind kind, long expiryNs, long strikeUsd, FormattableString symbol)
    {
        Product product = Products[underlying];
        _instruments.Add(new InstrumentSpec
        {
            Id = new InstrumentId((uint)_instruments.Count),
            Symbol = Text40.Create(symbol.ToString(CultureInfo.InvariantCulture)),
            Underlying = new UnderlyingId(underlying),
            Kind = kind,
            StrikeMicros = strikeUsd * MicrosPerUsd,
            ExpiryNs = expiryNs,
            TickSizeMicros = product.TickSizeMicros,
            LotSizeMicros = product.LotSizeMicros,
            ReferencePriceMicros = product.IndexUsd * MicrosPerUsd,
            PriceTicksMax = 10_000_000,
            OrderLotsMax = 100_000,
        });
    }

    private sealed record Product(string Name, long IndexUsd, long TickSizeMicros, long LotSizeMicros);
}
