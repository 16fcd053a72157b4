namespace HybridGpu.Domain.Commands;

/// <summary>What a <see cref="MassCancel"/> takes. Values are journaled.</summary>
public enum MassCancelScope : byte
{
    /// <summary>Everything that the account has open.</summary>
    Account = 0,

    /// <summary>What it has open in one instrument.</summary>
    Instrument = 1,

    /// <summary>What it has open in one underlying.</summary>
    Underlying = 2,

    /// <summary>The orders and quotes of one of its quote groups.</summary>
    QuoteGroup = 3,

    /// <summary>What the sending session entered, or, when the venue asks, <see cref="MassCancel.Session"/>.</summary>
    Session = 4,

    /// <summary>What it has open in all instruments of one underlying and expiry: those of
    /// <see cref="MassCancel.Instrument"/>.</summary>
    Expiry = 5,
}
