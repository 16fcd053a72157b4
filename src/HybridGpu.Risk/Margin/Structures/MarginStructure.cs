namespace HybridGpu.Risk.Margin.Structures;

/// <summary>A standard structure under a model. USD.</summary>
/// <param name="Structure">Its name.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Together">Cash that the whole needs: initial margin less what its options are worth, not
/// negative.</param>
/// <param name="Alone">Sum of what its positions need, each isolated under the same model: no one's value pays for
/// another's margin.</param>
public sealed record MarginStructure(string Structure, string Model, double Together, double Alone)
{
    /// <summary>Share that the whole saves; negative where it costs more, 0 where nothing is needed.</summary>
    public double Saved => Alone > 0 ? 1 - (Together / Alone) : 0;
}
