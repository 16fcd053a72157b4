using System;
using System.Collections.Generic;

namespace HybridGpu.Risk.Margin.Models;

/// <summary>A parameter by underlying; "default" is there for all that aren't named.</summary>
internal sealed class PerUnderlying : Dictionary<string, double>
{
    /// <summary>Name of the entry for all others.</summary>
    public const string Default = "default";

    public PerUnderlying()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The value of an underlying. The reader has seen that there is a default.</summary>
    public double Of(string underlying) => TryGetValue(underlying, out double value) ? value : this[Default];
}
