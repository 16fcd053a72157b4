using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Kernels;

namespace HybridGpu.Simulation.Markets;

/// <summary>A contract that is trading, with the market's present opinion of it.</summary>
internal sealed class ListedContract(MarketInstrument instrument)
{
    public MarketInstrument Instrument { get; } = instrument;

    public double StrikeUsd { get; } = instrument.Spec.StrikeMicros / (double)Micros.PerUnit;

    /// <summary>NaN until the market has said one; then it is not shown to anybody.</summary>
    public double Vol { get; set; } = double.NaN;

    public double BidOffsetUsd { get; set; } = double.NaN;

    public double AskOffsetUsd { get; set; } = double.NaN;

    public int SizeLots { get; set; }

    public bool IsOption => Instrument.Spec.IsOption;

    public double FairUsd(double forwardUsd, double timeYears) => IsOption
        ? BlackPricer.Price(Payoff, forwardUsd, StrikeUsd, timeYears, Vol, rate: 0)
        : forwardUsd;

    public double VegaUsd(double forwardUsd, double timeYears) => IsOption
        ? BlackPricer.Greeks(Payoff, forwardUsd, StrikeUsd, timeYears, Vol, rate: 0).Vega
        : 0;

    private PayoffKind Payoff => Instrument.Spec.Kind == InstrumentKind.Call ? PayoffKind.Call : PayoffKind.Put;
}
