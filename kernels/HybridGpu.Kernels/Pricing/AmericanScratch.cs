namespace HybridGpu.Kernels.Pricing;

/// <summary>Room for one vector of American options while their boundary is solved. One a thread.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
internal sealed class AmericanScratch<T>
    where T : struct
{
    /// <summary>Room for a scheme.</summary>
    public AmericanScratch(AmericanTables tables)
    {
        Tables = tables;
        Depth = new T[tables.Points];
        Square = new T[tables.Points];
        Next = new T[tables.Points];
        StrikeFlow = new T[tables.Points * tables.Inner];
        SpotFlow = new T[tables.Points * tables.Inner];
    }

    /// <summary>The scheme.</summary>
    public AmericanTables Tables { get; }

    /// <summary>ln(X/B) at each collocation point, X the boundary just before expiry.</summary>
    public T[] Depth { get; }

    /// <summary>Its square, which is what is interpolated.</summary>
    public T[] Square { get; }

    /// <summary>The next iteration's depths.</summary>
    public T[] Next { get; }

    /// <summary>r·e^(ru)·du at each node of the boundary's equation: the same in every iteration.</summary>
    public T[] StrikeFlow { get; }

    /// <summary>q·e^(qu)·du at each node.</summary>
    public T[] SpotFlow { get; }
}
