using System;
using System.Diagnostics;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;
using HybridGpu.Kernels;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Scenarios;

namespace HybridGpu.Risk.Arrays;

/// <summary>Prices integer inputs into an epoch's integer risk arrays, the same bits at the tick and at
/// replay.</summary>
/// <remarks>A contract that can't be priced soundly is left out and named in <see cref="BadContracts"/>; which ones
/// depends on the inputs and the catalogue alone. No allocation after construction. Thread: one at a time.</remarks>
internal sealed class RiskArrayBuilder : IDisposable
{
    private const ContractStatus CellsBad =
        ContractStatus.BadInput | ContractStatus.CellSaturated | ContractStatus.MarkSaturated;

    private readonly InstrumentCatalog _catalog;
    private readonly IKernelBackend _backend;
    private readonly KernelInputs _kernelInputs;
    private readonly ArraysHasher _hasher;
    private readonly BadContractReason[] _reasons;
    private readonly BadContract[] _bad;
    private readonly byte[] _riskClasses;
    private readonly long[] _forwards;
    private int _badCount;
    private int _rowCount;

    /// <summary>A builder on a backend, which it owns from here on.</summary>
    public RiskArrayBuilder(RiskLimits limits, InstrumentCatalog catalog, IKernelBackend backend)
    {
        _catalog = catalog;
        _backend = backend;
        _kernelInputs = new KernelInputs(limits.Checked(), ScenarioSet.Version1);
        Grid = new ScenarioGridResult(limits.ContractCapacity);
        Greeks = new GreekColumns(limits.ContractCapacity);
        _hasher = new ArraysHasher(limits.ContractCapacity);
        _reasons = new BadContractReason[limits.ContractCapacity];
        _bad = new BadContract[limits.ContractCapacity];
        _riskClasses = new byte[limits.ContractCapacity];
        _forwards = new long[limits.ContractCapacity];
        KernelHash = new Hash256(KernelFingerprint.Compute(backend));
    }

    /// <summary>Fingerprint of the backend's arithmetic.</summary>
    public Hash256 KernelHash { get; }

    /// <summary>The backend.</summary>
    public IKernelBackend Backend => _backend;

    /// <summary>Marks and cells of the last build, by row of the arrays.</summary>
    public ScenarioGridResult Grid { get; }

    /// <summary>Greeks of the last build with Greeks, by row of the arrays.</summary>
    public GreekColumns Greeks { get; }

    /// <summary>Row of each contract's underlying in the inputs, by row of the arrays.</summary>
    public ReadOnlySpan<byte> RiskClasses => _riskClasses.AsSpan(0, _rowCount);

    /// <summary>Forward of each contract in micro-USD, by row of the arrays.</summary>
    public ReadOnlySpan<long> ForwardMicros => _forwards.AsSpan(0, _rowCount);

    /// <summary>Contracts of the inputs that the last build left out.</summary>
    public ReadOnlySpan<BadContract> BadContracts => _bad.AsSpan(0, _badCount);

    /// <summary>Where the time of the last build went.</summary>
    public BuildTimings Timings { get; private set; }

    /// <summary>Prices the inputs and seals the arrays.</summary>
    /// <param name="inputs">Inputs, checked or built by this room.</param>
    /// <param name="epoch">Number to seal with.</param>
    /// <param name="into">Arrays that nobody reads; at least as large as the limits.</param>
    /// <param name="withGreeks">Whether <see cref="Greeks"/> are wanted too.</param>
    public void Build(RiskInputs inputs, ulong epoch, RiskArrays into, bool withGreeks)
    {
        long start = Stopwatch.GetTimestamp();
        FillKernelInputs(inputs);
        long filled = Stopwatch.GetTimestamp();
        if (_kernelInputs.Contracts.Count > 0)
        {
            _backend.ScenarioGrid(_kernelInputs.Contracts, _kernelInputs.Shocks, Grid, withGreeks ? Greeks : null);
        }

        DeviceTimings device = _kernelInputs.Contracts.Count > 0 ? _backend.LastTimings : default;
        DropBadRows(withGreeks);
        LayRows(inputs, into);
        into.Seal(epoch, _rowCount);
        Timings = new BuildTimings(ToNs(filled - start), ToNs(Stopwatch.GetTimestamp() - filled), device);
    }

    /// <summary>Hash of sealed arrays.</summary>
    public Hash256 HashOf(RiskArrays arrays) => _hasher.Compute(arrays);

    /// <inheritdoc/>
    public void Dispose()
    {
        _hasher.Dispose();
        _backend.Dispose();
    }

    private static long ToNs(long ticks) => Stopwatch.GetElapsedTime(0, ticks).Ticks * 100;

    private void FillKernelInputs(RiskInputs inputs)
    {
        _kernelInputs.Begin(inputs);
        for (int i = 0; i < inputs.Contracts.Length; i++)
        {
            ref readonly ContractInput contract = ref inputs.Contracts[i];
            ref readonly ExpiryInput expiry = ref inputs.Expiries[(int)contract.ExpiryRow];
            _reasons[i] = CheckTerms(in contract, in expiry);
            if (_reasons[i] == BadContractReason.None)
            {
                _kernelInputs.Add(i, in contract, in expiry, in _catalog.At(contract.Instrument), inputs.MarketNs);
            }
        }
    }

    private BadContractReason CheckTerms(in ContractInput contract, in ExpiryInput expiry)
    {
        if (contract.Instrument.Value >= (uint)_catalog.Count)
        {
            return BadContractReason.NotListed;
        }

        ref readonly InstrumentSpec spec = ref _catalog.At(contract.Instrument);
        if (spec.Underlying != expiry.Underlying || spec.ExpiryNs != expiry.ExpiryNs)
        {
            return BadContractReason.TermsDisagree;
        }

        return spec.IsOption && contract.VolNano == 0 ? BadContractReason.NoVol : BadContractReason.None;
    }

    /// <summary>Moves the good rows together, in order: a row is bad when a number does not fit, which is rare.
    /// </summary>
    private void DropBadRows(bool withGreeks)
    {
        Span<int> indexOf = _kernelInputs.IndexOf;
        _rowCount = 0;
        for (int at = 0; at < indexOf.Length; at++)
        {
            ContractStatus status = Grid.Status[at];
            if ((status & CellsBad) != 0)
            {
                _reasons[indexOf[at]] = (status & ContractStatus.BadInput) != 0
                    ? BadContractReason.KernelInput
                    : BadContractReason.Saturated;
                continue;
            }

            int row = _rowCount++;
            if (row != at)
            {
                indexOf[row] = indexOf[at];
                Grid.Marks[row] = Grid.Marks[at];
                Grid.Status[row] = status;
                RowOf(Grid.Cells, at).CopyTo(RowOf(Grid.Cells, row));
                if (withGreeks)
                {
                    CopyGreeks(Greeks, at, Greeks, row);
                }
            }
        }

        if (_rowCount != indexOf.Length)
        {
            Grid.MarkEdited();
        }
    }

    /// <summary>Copies the rows into the arrays and names the contracts that have none.</summary>
    private void LayRows(RiskInputs inputs, RiskArrays into)
    {
        // Sealing forgets the rows of the instruments that lie in the buffer, so the old ones must go before they are
        // overwritten: an instrument that is no longer priced would keep its row otherwise.
        into.Seal(into.Epoch, 0);
        (InstrumentId[] instruments, long[] marks, int[] cells) = into.Buffers;
        ReadOnlySpan<int> indexOf = _kernelInputs.IndexOf[.._rowCount];
        for (int row = 0; row < indexOf.Length; row++)
        {
            ref readonly ContractInput contract = ref inputs.Contracts[indexOf[row]];
            ref readonly ExpiryInput expiry = ref inputs.Expiries[(int)contract.ExpiryRow];
            instruments[row] = contract.Instrument;
            _riskClasses[row] = ClassOf(inputs, expiry.Underlying);
            _forwards[row] = expiry.ForwardMicros;
        }

        Array.Copy(Grid.Marks, marks, _rowCount);
        Array.Copy(Grid.Cells, cells, _rowCount * ScenarioColumns.Count);
        _badCount = 0;
        for (int i = 0; i < inputs.Contracts.Length; i++)
        {
            if (_reasons[i] != BadContractReason.None)
            {
                _bad[_badCount++] = new BadContract(inputs.Contracts[i].Instrument, _reasons[i]);
            }
        }
    }

    private static byte ClassOf(RiskInputs inputs, UnderlyingId underlying)
    {
        byte row = 0;
        while (inputs.Underlyings[row].Underlying != underlying)
        {
            row++;
        }

        return row;
    }

    private static Span<int> RowOf(int[] cells, int row) =>
        cells.AsSpan(row * ScenarioColumns.Count, ScenarioColumns.Count);

    private static void CopyGreeks(GreekColumns from, int fromRow, GreekColumns to, int toRow)
    {
        to.Delta[toRow] = from.Delta[fromRow];
        to.Gamma[toRow] = from.Gamma[fromRow];
        to.Vega[toRow] = from.Vega[fromRow];
        to.Theta[toRow] = from.Theta[fromRow];
        to.Rho[toRow] = from.Rho[fromRow];
        to.Status[toRow] = from.Status[fromRow];
    }
}
