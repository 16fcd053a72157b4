namespace HybridGpu.Domain.Commands;

/// <summary>Which kind of what is open a <see cref="MassCancel"/> takes. Values are journaled.</summary>
public enum MassCancelTarget : byte
{
    /// <summary>Orders and quotes.</summary>
    All = 0,

    /// <summary>Orders, stops among them; quotes stay.</summary>
    Orders = 1,

    /// <summary>Quotes; orders stay.</summary>
    Quotes = 2,
}
