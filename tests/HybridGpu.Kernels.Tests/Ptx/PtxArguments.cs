namespace HybridGpu.Kernels.Tests.Ptx;

/// <summary>A kernel's parameters as ILGPU lays them out: numbers of 4 bytes, views of an address and a length of 8
/// bytes each, aligned to their size.</summary>
internal sealed class PtxArguments
{
    private readonly List<byte> _bytes = [];

    public PtxArguments Add(int value)
    {
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    public PtxArguments Add(double value)
    {
        Align();
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    public PtxArguments Add(params PtxView[] views)
    {
        Align();
        foreach (PtxView view in views)
        {
            _bytes.AddRange(BitConverter.GetBytes(view.Address));
            _bytes.AddRange(BitConverter.GetBytes((long)view.Length));
        }

        return this;
    }

    /// <summary>The next one is a structure that begins with a view, or holds one.</summary>
    public PtxArguments Align()
    {
        while (_bytes.Count % sizeof(ulong) != 0)
        {
            _bytes.Add(0);
        }

        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
