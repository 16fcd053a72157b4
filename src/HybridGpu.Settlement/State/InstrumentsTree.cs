using System.Collections.Generic;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.State;

/// <summary>The instruments listed, and the Keccak tree of depth 20 that commits to them.</summary>
/// <remarks>Cost: a change hashes 21 times. Thread: one. Source: docs/wire.md, section 11.5.</remarks>
public sealed class InstrumentsTree
{
    private readonly KeccakTree _tree = new(EmptyState.InstrumentHashes);
    private readonly Dictionary<uint, InstrumentTerms> _terms = [];

    /// <summary>Its root.</summary>
    public Hash32 Root => _tree.Root;

    /// <summary>Instruments listed.</summary>
    public int Count => _terms.Count;

    /// <summary>An instrument's terms.</summary>
    /// <param name="instrument">Its number, any.</param>
    /// <param name="terms">The terms.</param>
    /// <returns>False when it isn't listed.</returns>
    public bool TryGet(uint instrument, out InstrumentTerms terms) =>
        _terms.TryGetValue(instrument, out terms);

    /// <summary>The siblings of an instrument's leaf, lowest first.</summary>
    /// <param name="instrument">Its number, below 2^20.</param>
    /// <returns>20 words.</returns>
    public Hash32[] Prove(uint instrument) => _tree.Prove(instrument);

    internal void Set(in InstrumentTerms terms)
    {
        _terms[terms.Instrument] = terms;
        _tree.Set(terms.Instrument, terms.Hash());
    }
}
