namespace HybridGpu.Domain;

/// <summary>Which price sets a stop order off. Values are journaled.</summary>
public enum StopTrigger : byte
{
    /// <summary>The instrument's last trade.</summary>
    LastTrade = 0,

    /// <summary>Its mark of the current risk epoch.</summary>
    Mark = 1,
}
