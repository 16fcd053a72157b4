namespace HybridGpu.Domain.Instruments;

/// <summary>What kind of contract an instrument is.</summary>
public enum InstrumentKind : byte
{
    /// <summary>Pays the index at expiry against the traded price.</summary>
    Future = 1,

    /// <summary>A future without expiry.</summary>
    Perpetual = 2,

    /// <summary>European call: pays max(S - K, 0).</summary>
    Call = 3,

    /// <summary>European put: pays max(K - S, 0).</summary>
    Put = 4,

    /// <summary>A package of other instruments, traded at one price; positions are in its legs.</summary>
    Combo = 5,
}
