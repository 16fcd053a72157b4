namespace HybridGpu.Matching.Workloads;

/// <summary>What a command of HG-OB-1 does to a book.</summary>
public enum HgOb1Kind : byte
{
    /// <summary>Matches an order and rests what is left.</summary>
    Add = 0,

    /// <summary>Takes a resting order out.</summary>
    Cancel = 1,

    /// <summary>Takes a resting order out and adds another under a new id.</summary>
    Replace = 2,

    /// <summary>Matches an order and forgets what is left.</summary>
    ImmediateOrCancel = 3,
}
