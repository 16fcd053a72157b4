namespace HybridGpu.Risk.Margin.Models;

/// <summary>What an add-on comes to before its factors, in its group's unit.</summary>
internal readonly record struct Charge(double Maintenance, double Initial)
{
    /// <summary>The same for both.</summary>
    public static Charge Of(double amount) => new(amount, amount);
}
