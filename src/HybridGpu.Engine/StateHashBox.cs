using HybridGpu.Domain;

namespace HybridGpu.Engine;

/// <summary>The one running state hash that all tables of an engine share.</summary>
internal sealed class StateHashBox
{
    private StateHash _hash;

    public StateHash Value => _hash;

    public void Add(ulong digest) => _hash.Add(digest);

    public void Remove(ulong digest) => _hash.Remove(digest);

    /// <summary>Puts another hash in its place: a snapshot's, recomputed from its tables.</summary>
    public void Set(StateHash hash) => _hash = hash;
}
