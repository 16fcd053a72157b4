namespace HybridGpu.Kernels.Pricing;

/// <summary>American options of one vector width, chosen once.</summary>
internal abstract class AmericanRunner
{
    /// <summary>Fills price, delta, gamma and status of every option.</summary>
    public abstract void Run(AmericanColumns columns);

    /// <summary>All nine outputs of one option whose status is Ok, by differences over bumped markets.</summary>
    public abstract GreekLanes<double> Greeks(in OptionLanes<double> option);
}
