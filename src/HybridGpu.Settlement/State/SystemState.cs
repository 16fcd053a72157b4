using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.State;

/// <summary>The system leaf with what lies behind it: the instruments and the parameters.</summary>
/// <remarks>Changed by <see cref="Transition.TransitionFunction"/> only. Thread: one.</remarks>
public sealed class SystemState
{
    private SystemLeaf _leaf;
    private Hash32 _leafHash;

    internal SystemState(SettlementParameters parameters)
    {
        Parameters = parameters;
        Leaf = new SystemLeaf
        {
            InstrumentsRoot = EmptyState.InstrumentsRoot,
            ParametersHash = parameters.Hash,
        };
    }

    /// <summary>The venue's parameters.</summary>
    public SettlementParameters Parameters { get; }

    /// <summary>The instruments listed.</summary>
    public InstrumentsTree Instruments { get; } = new();

    /// <summary>The last funding fixed, which the leaf's funding root commits to.</summary>
    public FundingFixing Funding { get; internal set; }

    /// <summary>The leaf as it is now.</summary>
    public SystemLeaf Leaf
    {
        get => _leaf;
        internal set
        {
            _leaf = value;
            _leafHash = value.Hash();
        }
    }

    /// <summary>Its leaf hash.</summary>
    public Hash32 LeafHash => _leafHash;
}
