namespace HybridGpu.Fix.Codec;

/// <summary>How many digits of the second a written timestamp has. Any of them is read.</summary>
public enum TimestampPrecision
{
    /// <summary>Whole seconds: 17 bytes.</summary>
    Seconds = 0,

    /// <summary>Milliseconds: 21 bytes. What every FIX 4.4 engine reads.</summary>
    Milliseconds = 3,

    /// <summary>Microseconds: 24 bytes.</summary>
    Microseconds = 6,

    /// <summary>Nanoseconds: 27 bytes.</summary>
    Nanoseconds = 9,
}
