using System;

namespace HybridGpu.Risk.Margin.Models;

/// <summary>The range of a number, of each number in a list or of each value by underlying: what the reader checks and
/// the schema states.</summary>
/// <param name="min">Smallest value taken.</param>
/// <param name="max">Largest value taken.</param>
/// <param name="unit">What it is a number of, for the message and the schema.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundAttribute(double min, double max, string unit) : Attribute
{
    /// <summary>Smallest value taken.</summary>
    public double Min => min;

    /// <summary>Largest value taken.</summary>
    public double Max => max;

    /// <summary>What it is a number of.</summary>
    public string Unit => unit;

    /// <summary>False for NaN as well.</summary>
    public bool Allows(double value) => value >= min && value <= max;
}
