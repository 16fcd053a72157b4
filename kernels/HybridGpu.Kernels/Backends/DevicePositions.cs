using System;
using ILGPU.Runtime;

namespace HybridGpu.Kernels.Backends;

/// <summary>The positions that live on a device, and the margin computed from them.</summary>
/// <remarks>
/// A tick sends the netting sets that fills changed. Everything is sent when the caller says that everything changed,
/// when it hands over other columns than before, or when the changes are more than a quarter of the sets.
/// </remarks>
internal sealed class DevicePositions(Accelerator accelerator, PageLocks locks) : IDisposable
{
    private readonly DeviceBuffer<int> _setStart = new(accelerator, locks);
    private readonly DeviceBuffer<int> _setLength = new(accelerator, locks);
    private readonly DeviceBuffer<int> _contractIndex = new(accelerator, locks);
    private readonly DeviceBuffer<long> _quantity = new(accelerator, locks);
    private readonly DeviceBuffer<int> _changedSet = new(accelerator, locks);
    private readonly DeviceBuffer<int> _changedFrom = new(accelerator, locks);
    private readonly DeviceBuffer<int> _changedLength = new(accelerator, locks);
    private readonly DeviceBuffer<int> _changedContract = new(accelerator, locks);
    private readonly DeviceBuffer<long> _changedQuantity = new(accelerator, locks);
    private readonly DeviceBuffer<long> _sums = new(accelerator, locks);
    private readonly DeviceBuffer<long> _markValue = new(accelerator, locks);
    private readonly DeviceBuffer<long> _worstGrid = new(accelerator, locks);
    private readonly DeviceBuffer<long> _worstAll = new(accelerator, locks);
    private readonly DeviceBuffer<byte> _worstGridColumn = new(accelerator, locks);
    private readonly DeviceBuffer<byte> _worstAllColumn = new(accelerator, locks);
    private PositionColumns? _resident;
    private int[] _sets = [];
    private int[] _from = [];
    private int[] _length = [];
    private int[] _contracts = [];
    private long[] _quantities = [];

    /// <summary>Begins to send what changed.</summary>
    /// <param name="positions">The positions.</param>
    /// <param name="changes">What <see cref="MarginDeviceKernels.TakeOver"/> is to copy.</param>
    /// <returns>How many sets it is to copy; zero when all was sent where it belongs.</returns>
    public int Upload(PositionColumns positions, out PositionChangeViews changes)
    {
        changes = default;
        if (!ReferenceEquals(_resident, positions) || positions.AllChanged
            || positions.ChangedSets.Length > positions.SetCount / 4)
        {
            _resident = positions;
            _setStart.Upload(positions.SetStart, positions.SetCapacity);
            _setLength.Upload(positions.SetLength, positions.SetCapacity);
            _contractIndex.Upload(positions.ContractIndex, positions.PositionCapacity);
            _quantity.Upload(positions.Quantity, positions.PositionCapacity);
            positions.ClearChanges();
            return 0;
        }

        int count = positions.ChangedSets.Length;
        if (count > 0)
        {
            int entries = Pack(positions);
            changes = new PositionChangeViews
            {
                Set = _changedSet.Upload(_sets, count),
                From = _changedFrom.Upload(_from, count),
                Length = _changedLength.Upload(_length, count),
                ContractIndex = _changedContract.Upload(_contracts, Math.Max(1, entries)),
                Quantity = _changedQuantity.Upload(_quantities, Math.Max(1, entries)),
            };
            positions.ClearChanges();
        }

        return count;
    }

    /// <summary>The resident positions and room for the margin; the grid is the caller's to add.</summary>
    public MarginViews Views(PositionColumns positions) => new()
    {
        SetStart = _setStart.Reserve(positions.SetCapacity),
        SetLength = _setLength.Reserve(positions.SetCapacity),
        ContractIndex = _contractIndex.Reserve(positions.PositionCapacity),
        Quantity = _quantity.Reserve(positions.PositionCapacity),
        Sums = _sums.Reserve(checked(positions.SetCount * KernelLimits.ScenarioColumns)),
        MarkValue = _markValue.Reserve(positions.SetCount),
        WorstGrid = _worstGrid.Reserve(positions.SetCount),
        WorstAll = _worstAll.Reserve(positions.SetCount),
        WorstGridColumn = _worstGridColumn.Reserve(positions.SetCount),
        WorstAllColumn = _worstAllColumn.Reserve(positions.SetCount),
    };

    /// <summary>Begins to copy the margin from the device.</summary>
    public void Download(MarginResult result, int sets)
    {
        _markValue.Download(result.MarkValue, sets);
        _worstGrid.Download(result.WorstGrid, sets);
        _worstAll.Download(result.WorstAll, sets);
        _worstGridColumn.Download(result.WorstGridColumn, sets);
        _worstAllColumn.Download(result.WorstAllColumn, sets);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable buffer in (IDisposable[])
            [
                _setStart, _setLength, _contractIndex, _quantity, _changedSet, _changedFrom, _changedLength,
                _changedContract, _changedQuantity, _sums, _markValue, _worstGrid, _worstAll, _worstGridColumn,
                _worstAllColumn,
            ])
        {
            buffer.Dispose();
        }
    }

    /// <summary>Lays the changed sets one after the other; returns the number of positions.</summary>
    private int Pack(PositionColumns positions)
    {
        int entries = 0;
        foreach (int set in positions.ChangedSets)
        {
            entries += positions.SetLength[set];
        }

        Grow(ref _sets, positions.SetCapacity);
        Grow(ref _from, positions.SetCapacity);
        Grow(ref _length, positions.SetCapacity);
        Grow(ref _contracts, entries);
        Grow(ref _quantities, entries);
        int at = 0;
        for (int i = 0; i < positions.ChangedSets.Length; i++)
        {
            int set = positions.ChangedSets[i];
            int length = positions.SetLength[set];
            _sets[i] = set;
            _from[i] = at;
            _length[i] = length;
            positions.ContractIndex.AsSpan(positions.SetStart[set], length).CopyTo(_contracts.AsSpan(at));
            positions.Quantity.AsSpan(positions.SetStart[set], length).CopyTo(_quantities.AsSpan(at));
            at += length;
        }

        return entries;
    }

    private static void Grow<T>(ref T[] array, int length)
        where T : unmanaged
    {
        if (array.Length < Math.Max(1, length))
        {
            array = Padded.Pinned<T>(Math.Max(length, 2 * array.Length));
        }
    }
}
