using System.Threading;

namespace HybridGpu.Risk.Inputs;

/// <summary>Hands the newest inputs from the market thread to the risk thread; older ones that were not taken are
/// lost.</summary>
/// <remarks>Three buffers, one owned by each side and one between them that is swapped atomically: wait-free, no
/// allocation, never a queue. Thread: one writer and one reader.</remarks>
public sealed class InputsMailbox
{
    private const int Fresh = 4;
    private const int IndexMask = 3;

    private readonly RiskInputs[] _buffers;
    private int _middle = 1;
    private int _back;
    private int _front = 2;
    private long _posted;
    private long _coalesced;

    /// <summary>An empty mailbox.</summary>
    public InputsMailbox(RiskLimits limits)
    {
        _buffers = [new RiskInputs(limits), new RiskInputs(limits), new RiskInputs(limits)];
    }

    /// <summary>Sets of inputs posted so far.</summary>
    public long Posted => Volatile.Read(ref _posted);

    /// <summary>Sets that a newer one overtook before the risk thread took them.</summary>
    public long Coalesced => Volatile.Read(ref _coalesced);

    /// <summary>The writer's own buffer, to be filled before <see cref="Post"/>.</summary>
    internal RiskInputs Back => _buffers[_back];

    /// <summary>The reader's newest inputs; stable until the next successful <see cref="TryTake"/>.</summary>
    internal RiskInputs Front => _buffers[_front];

    /// <summary>Posts the writer's buffer and takes another one over. Writer only.</summary>
    internal void Post()
    {
        int replaced = Interlocked.Exchange(ref _middle, _back | Fresh);
        _back = replaced & IndexMask;
        Volatile.Write(ref _posted, _posted + 1);
        if ((replaced & Fresh) != 0)
        {
            Volatile.Write(ref _coalesced, _coalesced + 1);
        }
    }

    /// <summary>True when <see cref="TryTake"/> would succeed. Reader only.</summary>
    internal bool HasFresh => (Volatile.Read(ref _middle) & Fresh) != 0;

    /// <summary>Takes the newest inputs into <see cref="Front"/>. Reader only.</summary>
    /// <returns>False when nothing came since the last time.</returns>
    internal bool TryTake()
    {
        if (!HasFresh)
        {
            return false;
        }

        _front = Interlocked.Exchange(ref _middle, _front) & IndexMask;
        return true;
    }
}
