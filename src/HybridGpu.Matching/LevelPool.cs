using System.Runtime.CompilerServices;

namespace HybridGpu.Matching;

/// <summary>
/// The levels of all ladders over one <see cref="OrderPool"/>. An order knows its level, so that cancelling
/// it touches neither the book nor the ladder unless the level empties.
/// </summary>
/// <remarks>A level holds at least one order, so there is room for as many levels as the pool has orders: this never
/// refuses.</remarks>
internal sealed class LevelPool
{
    private readonly FlatRecords<Level> _levels;
    private readonly FlatRecords<long> _hiddenLots;
    private int _freeHead = OrderPool.NoOrder;
    private int _unused;

    /// <summary>A pool without levels.</summary>
    public LevelPool(int capacity)
    {
        _levels = new FlatRecords<Level>(capacity);
        _hiddenLots = new FlatRecords<long>(capacity);
    }

    /// <summary>The level of a handle.</summary>
    public ref Level this[int handle]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _levels[handle];
    }

    /// <summary>Sum of the lots that a level's icebergs hide. Apart from the levels, because few levels have
    /// any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref long HiddenLots(int handle) => ref _hiddenLots[handle];

    /// <summary>Asks the processor for a level that is needed soon; nothing happens for what isn't one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int handle) => _levels.Prefetch(handle);

    /// <summary>Takes a level, whatever it holds but for no hidden lots. Hot path.</summary>
    public int Allocate()
    {
        int handle = _freeHead;
        if (handle >= 0)
        {
            _freeHead = (int)this[handle].Key;
            return handle;
        }

        return _unused++;
    }

    /// <summary>Gives a level back.</summary>
    public void Free(int handle)
    {
        this[handle].Key = _freeHead;
        _freeHead = handle;
    }
}
