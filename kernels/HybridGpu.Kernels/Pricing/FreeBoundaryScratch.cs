namespace HybridGpu.Kernels.Pricing;

/// <summary>Room for one vector of options on the grid of <see cref="FreeBoundarySolver{T,L}"/>. One a thread.
/// </summary>
/// <typeparam name="T">The value of the lane.</typeparam>
internal sealed class FreeBoundaryScratch<T>
    where T : struct
{
    /// <summary>Room for a scheme.</summary>
    public FreeBoundaryScratch(FreeBoundaryScheme scheme)
    {
        Scheme = scheme;
        int places = scheme.Intervals + 1;
        Exercise = new T[places];
        American = new T[places];
        Push = new T[places];
        European = new T[places];
        KnockIn = new T[places];
        AmericanSide = new T[places];
        EuropeanSide = new T[places];
        Pivot = new T[places];
        Ratio = new T[places];
    }

    /// <summary>The scheme.</summary>
    public FreeBoundaryScheme Scheme { get; }

    /// <summary>What exercise pays at each place.</summary>
    public T[] Exercise { get; }

    /// <summary>The option that is exercised early.</summary>
    public T[] American { get; }

    /// <summary>What the exercise right adds to its value a year, above zero where it is exercised.</summary>
    public T[] Push { get; }

    /// <summary>The same option without that right.</summary>
    public T[] European { get; }

    /// <summary>What early exercise adds to a knock-in, from the middle place, which is its barrier.</summary>
    public T[] KnockIn { get; }

    /// <summary>Right side of the American system, eliminated.</summary>
    public T[] AmericanSide { get; }

    /// <summary>Right side of the European or the knock-in's system, eliminated.</summary>
    public T[] EuropeanSide { get; }

    /// <summary>1 over the pivot of each row.</summary>
    public T[] Pivot { get; }

    /// <summary>Upper entry over the pivot of each row.</summary>
    public T[] Ratio { get; }
}
