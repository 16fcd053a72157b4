using HybridGpu.Domain;

namespace HybridGpu.Engine.Combos;

/// <summary>Who has a combo that gives way when it lies idle, and since when nobody has used it.</summary>
internal sealed class ComboUse
{
    /// <summary>Account that defined it; the venue's own number 0 where no session did.</summary>
    public AccountId Lister { get; set; }

    /// <summary>The engine's wall time at which it was listed, an order last left it or traded in it, or a request for
    /// quotes in it ended.</summary>
    public long UsedNs { get; set; }
}
