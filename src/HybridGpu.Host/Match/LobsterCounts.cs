namespace HybridGpu.Host.Match;

/// <summary>What the messages of a LOBSTER file were, and where book and messages don't fit together.</summary>
internal sealed record LobsterCounts
{
    /// <summary>New orders.</summary>
    public long Added { get; set; }

    /// <summary>Partial cancels and deletes.</summary>
    public long Cancelled { get; set; }

    /// <summary>Visible executions.</summary>
    public long Executed { get; set; }

    /// <summary>Visible executions of the very order that our book puts first: made by our matching.</summary>
    public long ExecutedInPriority { get; set; }

    /// <summary>Hidden executions, auctions and halts, which don't change the book.</summary>
    public long WithoutBookChange { get; set; }

    /// <summary>Messages about orders that are older than the file, found in the opening book.</summary>
    public long OlderOrders { get; set; }

    /// <summary>Messages about orders that neither the file nor the opening book has: nothing was done.</summary>
    public long UnknownOrders { get; set; }

    /// <summary>New orders that would trade here, so that the book isn't the exchange's.</summary>
    public long Crossing { get; set; }

    /// <summary>Cancels and executions of more, and deletes of another quantity, than is open here.</summary>
    public long WrongSize { get; set; }
}
