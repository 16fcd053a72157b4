namespace HybridGpu.Kernels.Pricing;

/// <summary>What the name of a style with a barrier says.</summary>
internal static class BarrierStyles
{
    /// <summary>Whether it is a barrier option that may be exercised early.</summary>
    public static bool IsAmerican(OptionStyle style) =>
        style is >= OptionStyle.AmericanDownAndIn and <= OptionStyle.AmericanUpAndOut;

    /// <summary>+1 when the barrier lies below the underlying, −1 when above.</summary>
    public static double Down(OptionStyle style) => style is OptionStyle.DownAndIn or OptionStyle.DownAndOut
        or OptionStyle.AmericanDownAndIn or OptionStyle.AmericanDownAndOut ? 1.0 : -1.0;

    /// <summary>1 for a knock-in, 0 for a knock-out.</summary>
    public static double IsIn(OptionStyle style) => style is OptionStyle.DownAndIn or OptionStyle.UpAndIn
        or OptionStyle.AmericanDownAndIn or OptionStyle.AmericanUpAndIn ? 1.0 : 0.0;
}
