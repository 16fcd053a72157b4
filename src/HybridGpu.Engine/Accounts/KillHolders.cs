using System;

namespace HybridGpu.Engine.Accounts;

/// <summary>Who holds a kill switch engaged. Each releases its own only.</summary>
[Flags]
internal enum KillHolders : byte
{
    None = 0,
    Client = 1,
    Venue = 2,
}
