namespace HybridGpu.FixFuzz;

/// <summary>What happened: so that a campaign that tests nothing is seen for what it is.</summary>
internal sealed record ConversationCounts
{
    /// <summary>Mutated messages given to the engine.</summary>
    public long Mutated { get; set; }

    /// <summary>Bytes of them.</summary>
    public long Bytes { get; set; }

    /// <summary>Whole frames found.</summary>
    public long Frames { get; set; }

    /// <summary>Frames that the dictionary accepts.</summary>
    public long Valid { get; set; }

    /// <summary>Messages that got through to the application.</summary>
    public long Application { get; set; }

    /// <summary>Messages that sessions sent.</summary>
    public long Sent { get; set; }

    /// <summary>Messages sent again on request.</summary>
    public long Resent { get; set; }

    /// <summary>Reject and BusinessMessageReject sent.</summary>
    public long Rejects { get; set; }

    /// <summary>Logons.</summary>
    public long Logons { get; set; }

    /// <summary>Valid messages sent to see whether the session is still well.</summary>
    public long Probes { get; set; }

    /// <summary>Adds another's.</summary>
    /// <param name="other">The other.</param>
    public void Add(ConversationCounts other)
    {
        Mutated += other.Mutated;
        Bytes += other.Bytes;
        Frames += other.Frames;
        Valid += other.Valid;
        Application += other.Application;
        Sent += other.Sent;
        Resent += other.Resent;
        Rejects += other.Rejects;
        Logons += other.Logons;
        Probes += other.Probes;
    }
}
