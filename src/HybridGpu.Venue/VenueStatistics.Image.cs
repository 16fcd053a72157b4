using System;
using System.Buffers;
using System.Threading;

namespace HybridGpu.Venue;

/// <content>The counts as bytes, for a snapshot.</content>
public sealed partial class VenueStatistics
{
    internal void WriteImage(IBufferWriter<byte> into)
    {
        ImageBytes.Write(into, _orders);
        ImageBytes.Write(into, _rejects);
        ImageBytes.Write(into, _cancels);
        ImageBytes.Write(into, _quotes);
        ImageBytes.Write(into, _trades);
        ImageBytes.Write(into, _tradedLots);
        ImageBytes.Write(into, _expiriesSettled);
        ImageBytes.Write(into, _instrumentsSettled);
        ImageBytes.Write(into, _epochs);
        ImageBytes.Write(into, _contractsPriced);
        ImageBytes.Write(into, _hashesChecked);
        ImageBytes.Write(into, _hashesDiffering);
        ImageBytes.Write(into, _deposits);
        ImageBytes.Write(into, _withdrawals);
        ImageBytes.Write(into, _queueRefusals);
        ImageBytes.Write(into, _sweptMicros);
        ImageBytes.Write(into, _lastSettlement);
        ImageBytes.Write(into, _expiriesAveraged);
        ImageBytes.Write(into, _fundings);
        ImageBytes.Write(into, _fundingPaidMicros);
    }

    internal void ReadImage(ref ReadOnlySpan<byte> image)
    {
        Volatile.Write(ref _orders, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _rejects, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _cancels, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _quotes, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _trades, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _tradedLots, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _expiriesSettled, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _instrumentsSettled, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _epochs, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _contractsPriced, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _hashesChecked, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _hashesDiffering, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _deposits, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _withdrawals, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _queueRefusals, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _sweptMicros, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _lastSettlement, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _expiriesAveraged, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _fundings, ImageBytes.Read<long>(ref image));
        Volatile.Write(ref _fundingPaidMicros, ImageBytes.Read<long>(ref image));
    }
}
