namespace HybridGpu.Domain;

/// <summary>A trading account. Numbers 0 to 15 are reserved (see <see cref="IsReserved"/>).</summary>
/// <param name="Value">Index of the account's leaf in the state tree, below 2^20.</param>
public readonly record struct AccountId(uint Value)
{
    /// <summary>Number of accounts that the state tree can hold (depth 20).</summary>
    public const uint Capacity = 1u << 20;

    /// <summary>Collects trading fees and the remainders of every rounding.</summary>
    public static readonly AccountId Fees = new(1);

    /// <summary>The first account that a participant can have.</summary>
    public static readonly AccountId FirstOpen = new(16);

    /// <summary>True for the system, fee, insurance-fund and venue accounts, which never place orders.</summary>
    public bool IsReserved => Value < FirstOpen.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
