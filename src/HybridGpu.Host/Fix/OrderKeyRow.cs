using HybridGpu.Ethereum.Values;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Host.Fix;

/// <summary>An order key as the FIX configuration file has it (docs/fix.md).</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo: PEM, or its DER in base64.</param>
/// <param name="NotAfter">Its end, as ISO 8601; absent for none.</param>
/// <param name="Cap">Most lots of an order or quote side; absent for none.</param>
/// <param name="Scope">What it signs; absent for orders and quotes.</param>
internal sealed record OrderKeyRow(
    string PublicKey, DateTimeOffset? NotAfter = null, long? Cap = null, OrderKeyScope[]? Scope = null)
{
    /// <summary>The keys of a session.</summary>
    /// <exception cref="InvalidDataException">One is none, or its cap isn't above 0; with its place.</exception>
    public static IReadOnlyList<OrderKey> Keys(OrderKeyRow[] rows, string place) =>
        [.. rows.Select((row, index) => row.ToKey($"{place}[{index}]"))];

    /// <summary>The domain that the file names; without one the development domain.</summary>
    /// <exception cref="InvalidDataException">The contract is no address.</exception>
    public static OrderDomain DomainOf(OrderDomainRow? row, string path)
    {
        if (row is null)
        {
            return OrderDomain.Development;
        }

        return row.ChainId > 0 && Address.TryParse(row.VerifyingContract, out Address contract)
            ? new OrderDomain(row.ChainId, contract)
            : throw new InvalidDataException(
                $"{path}, at $.orderDomain: chainId must be above 0 and verifyingContract an address (0x, 40 digits).");
    }

    private OrderKey ToKey(string place)
    {
        if (Cap is <= 0)
        {
            throw new InvalidDataException($"{place}.cap: lots, above 0.");
        }

        try
        {
            return OrderKey.Parse(PublicKey) with
            {
                NotAfter = NotAfter,
                LotsMax = Cap,
                Scope = (Scope ?? [OrderKeyScope.All])
                    .Aggregate(OrderKeyScope.None, (one, other) => one | other),
            };
        }
        catch (FormatException fault)
        {
            throw new InvalidDataException(
                $"{place}.publicKey: {fault.Message} (hybridgpu fix keygen --order makes one.)", fault);
        }
    }
}
