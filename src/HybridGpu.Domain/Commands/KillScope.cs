namespace HybridGpu.Domain.Commands;

/// <summary>What a <see cref="KillSwitch"/> stops. Values are journaled.</summary>
public enum KillScope : byte
{
    /// <summary>Not a scope.</summary>
    None = 0,

    /// <summary>Orders that one session entered or enters.</summary>
    Session = 1,

    /// <summary>One account.</summary>
    Account = 2,

    /// <summary>All accounts of one firm (see <see cref="SetAccountLimits.Firm"/>).</summary>
    Firm = 3,

    /// <summary>The venue.</summary>
    Venue = 4,
}
