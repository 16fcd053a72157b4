namespace HybridGpu.Host.Match;

/// <summary>An input that has been read and can be put through books any number of times.</summary>
internal interface IReplay
{
    /// <summary>Name of the format on the command line.</summary>
    public string Format { get; }

    /// <summary>Commands of one replay.</summary>
    public long Commands { get; }

    /// <summary>Names of the instruments, by index.</summary>
    public IReadOnlyList<string> Instruments { get; }

    /// <summary>Decimals that a unit of a price has behind its point in the input.</summary>
    public int PriceDecimals { get; }

    /// <summary>Decimals that a unit of a quantity has behind its point in the input.</summary>
    public int QuantityDecimals { get; }

    /// <summary>Applies everything to fresh books.</summary>
    /// <param name="tape">Where to keep the trades one by one; null for nowhere.</param>
    /// <returns>The books at the end.</returns>
    public MatchBooks Apply(List<TradeRow>? tape);
}
