using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.MarketData;

/// <summary>Sends market data to those who are logged on and read: nothing of it waits in a store.</summary>
/// <remarks>Thread: the publisher's; counts are read from any.</remarks>
internal sealed class MarketDataSender
{
    /// <summary>Bytes waiting for a client's socket above which its market data waits: a quarter of what would
    /// disconnect it.</summary>
    public const int PendingBytesMax = 1 << 20;

    private readonly VenueDirectory _directory;
    private long _snapshotCount;
    private long _incrementCount;

    /// <param name="directory">Instruments.</param>
    /// <param name="writer">Where messages are written before they go.</param>
    public MarketDataSender(VenueDirectory directory, FixMessageWriter writer)
    {
        _directory = directory;
        Writer = writer;
    }

    /// <summary>Where messages are written before they go; the publisher's thread has one.</summary>
    public FixMessageWriter Writer { get; }

    /// <summary>Snapshots sent.</summary>
    public long SnapshotCount => Volatile.Read(ref _snapshotCount);

    /// <summary>Incremental messages sent.</summary>
    public long IncrementCount => Volatile.Read(ref _incrementCount);

    /// <summary>Whether a client has so much to read that its market data waits.</summary>
    public static bool IsBusy(GatewayClient client) => client.Session.PendingSendBytes > PendingBytesMax;

    /// <summary>Sends what stands in the book, or in the view that an incremental subscription goes on from.</summary>
    public void SendSnapshot(DepthBook book, MarketDataSubscription subscription, DepthView? view)
    {
        if (!_directory.TryGetInstrument(book.Instrument, out InstrumentSpec spec))
        {
            return;
        }

        if (view is null)
        {
            MarketDataSnapshot.Write(Writer, book, subscription, in spec);
        }
        else
        {
            MarketDataSnapshot.Write(Writer, view, subscription, in spec);
        }

        BoundClients.Tell(subscription.Client, Writer);
        Volatile.Write(ref _snapshotCount, _snapshotCount + 1);
    }

    /// <summary>Sends the changes that a view has just gone through.</summary>
    public void SendIncrement(
        DepthBook book, MarketDataSubscription subscription, DepthView view, List<DepthChange> changes)
    {
        if (_directory.TryGetInstrument(book.Instrument, out InstrumentSpec spec))
        {
            MarketDataIncrement.Write(Writer, subscription.RequestId, changes, view.Sequence, in spec);
            BoundClients.Tell(subscription.Client, Writer);
            Volatile.Write(ref _incrementCount, _incrementCount + 1);
        }
    }
}
