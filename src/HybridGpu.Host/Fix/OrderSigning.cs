using System.Globalization;
using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Host.Fix;

/// <summary>Signs the orders of <c>hybridgpu fix send</c>: a client's own reading of docs/wire.md, section 7.</summary>
internal sealed class OrderSigning(OrderSigner signer)
{
    /// <summary>Whether a message of the command line is an order without a signature.</summary>
    public static bool IsMeant(string text) =>
        text.StartsWith("D|", StringComparison.Ordinal) && !Fields(text).ContainsKey(Tags.Signature);

    /// <summary>Symbol(55) of a message; empty for none.</summary>
    public static string SymbolOf(string text) => Fields(text).GetValueOrDefault(Tags.Symbol, "");

    /// <summary>The message with its signature.</summary>
    /// <param name="text">The order.</param>
    /// <param name="instrument">InstrumentId(20044) of its symbol.</param>
    /// <param name="tick">MinPriceIncrement(969).</param>
    /// <exception cref="InvalidDataException">A field that is signed is missing or isn't what it should be.</exception>
    public string Sign(string text, uint instrument, FixDecimal tick)
    {
        NewOrder order = Read(Fields(text), instrument, tick);
        string signature = signer.Sign(in order);
        return string.Create(
            CultureInfo.InvariantCulture, $"{text.TrimEnd('|')}|93={signature.Length}|89={signature}");
    }

    private static NewOrder Read(Dictionary<int, string> fields, uint instrument, FixDecimal tick) => new()
    {
        Account = new AccountId((uint)Number(fields, Tags.Account, uint.MaxValue)),
        Instrument = new InstrumentId(instrument),
        Side = (Side)Number(fields, Tags.Side, 2),
        TimeInForce = Number(fields, Tags.TimeInForce, 4) switch
        {
            1 => TimeInForce.GoodTillCancel,
            3 => TimeInForce.ImmediateOrCancel,
            4 => TimeInForce.FillOrKill,
            _ => throw Wrong(Tags.TimeInForce, "1, 3 or 4"),
        },
        Traits = fields.GetValueOrDefault(Tags.ExecInst, "").Contains('6', StringComparison.Ordinal)
            ? OrderTraits.PostOnly
            : OrderTraits.None,
        Slot = (ushort)Number(fields, Tags.OrderSlot, 1_023),
        Nonce = (ulong)Number(fields, Tags.OrderNonce, long.MaxValue),
        PriceTicks = Ticks(fields, tick),
        Lots = Number(fields, Tags.OrderQty, long.MaxValue),
        ExpiryNs = UtcTimestamp.TryParse(Bytes(fields, Tags.ExpireTime), out long expiryNs)
            ? expiryNs
            : throw Wrong(Tags.ExpireTime, "a time, such as 20261231-23:59:59"),
    };

    private static long Ticks(Dictionary<int, string> fields, FixDecimal tick)
    {
        bool isPrice = FixDecimal.TryParse(Bytes(fields, Tags.Price), out FixDecimal price);
        int scale = Math.Max(price.Scale, tick.Scale);
        if (!isPrice || !price.TryRescale(scale, out long units) || !tick.TryRescale(scale, out long tickUnits)
            || tickUnits <= 0 || units % tickUnits != 0)
        {
            throw Wrong(Tags.Price, "a multiple of the tick size");
        }

        return units / tickUnits;
    }

    private static long Number(Dictionary<int, string> fields, int tag, long most) =>
        FixInteger.TryParse(Bytes(fields, tag), out long number) && number >= 0 && number <= most
            ? number
            : throw Wrong(tag, $"a number up to {most}");

    private static byte[] Bytes(Dictionary<int, string> fields, int tag) =>
        Encoding.Latin1.GetBytes(fields.GetValueOrDefault(tag, ""));

    private static InvalidDataException Wrong(int tag, string expected) => new(
        $"The order can't be signed: field {tag} must be {expected}.");

    private static Dictionary<int, string> Fields(string text)
    {
        var fields = new Dictionary<int, string>();
        foreach (string part in text.Split('|', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            fields.TryAdd(int.Parse(part.AsSpan(0, equals), CultureInfo.InvariantCulture), part[(equals + 1)..]);
        }

        return fields;
    }
}
