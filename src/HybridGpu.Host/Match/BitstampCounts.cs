namespace HybridGpu.Host.Match;

/// <summary>Where our matching and what the exchange says of its orders agree, and where not.</summary>
internal sealed record BitstampCounts
{
    /// <summary>Orders created.</summary>
    public long Created { get; set; }

    /// <summary>Changes and deletes that say what our matching had made already.</summary>
    public long FillsConfirmed { get; set; }

    /// <summary>Changes and deletes of filled orders that rest here with more: they met an order that we don't
    /// have.</summary>
    public long FillsUnseen { get; set; }

    /// <summary>Changes and deletes that say that our matching has traded what the exchange has not.</summary>
    public long FillsDenied { get; set; }

    /// <summary>Orders deleted while they rest here.</summary>
    public long Cancelled { get; set; }

    /// <summary>Of these, those of which another quantity was open here.</summary>
    public long CancelledOtherQuantity { get; set; }

    /// <summary>Events about orders that are older than the recording.</summary>
    public long OlderOrders { get; set; }

    /// <summary>Trades that the exchange reports.</summary>
    public long ExchangeTrades { get; set; }

    /// <summary>What they traded.</summary>
    public long ExchangeVolume { get; set; }
}
