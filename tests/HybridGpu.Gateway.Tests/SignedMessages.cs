using System.Globalization;
using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>An order key, and messages that it signs for the call option of the test market.</summary>
internal sealed class SignedMessages : IDisposable
{
    public const string Call = "BTC-27MAR26-70000-C";

    /// <summary>An hour after the venue's clock began.</summary>
    public const long ExpiryNs = TestClock.StartNs + 3_600_000_000_000;

    private readonly OrderSigner _signer;
    private readonly uint _account;

    public SignedMessages(uint account, OrderDomain? domain = null)
    {
        _account = account;
        _signer = new OrderSigner(OrderSigner.MakeKey(), domain ?? OrderDomain.Development);
    }

    public OrderKey Key => OrderKey.Parse(_signer.PublicKey);

    /// <summary>A limit order to buy, 20,000 ticks and 5 lots unless said otherwise.</summary>
    public NewOrder Buy(ushort slot, ulong nonce, long ticks = 20_000, long lots = 5) => new()
    {
        Account = new AccountId(_account),
        Instrument = TestMarket.Call,
        Side = Side.Buy,
        PriceTicks = ticks,
        Lots = lots,
        Slot = slot,
        Nonce = nonce,
        ExpiryNs = ExpiryNs,
    };

    /// <summary>The fields of D for an order, signed.</summary>
    public (int Tag, string Value)[] Fields(string clOrdId, in NewOrder order) =>
        [.. Unsigned(clOrdId, in order), .. Signature(_signer.Sign(in order))];

    /// <summary>The same without a signature.</summary>
    public static (int Tag, string Value)[] Unsigned(string clOrdId, in NewOrder order)
    {
        string price = (order.PriceTicks / 10m).ToString(CultureInfo.InvariantCulture);
        return
        [
            (11, clOrdId), (1, Text(order.Account.Value)), (55, Call), (54, Text((long)order.Side)),
            (60, "20260320-10:00:00"), (38, Text(order.Lots)), (40, "2"), (44, price),
            (59, order.TimeInForce switch
            {
                TimeInForce.GoodTillCancel => "1",
                TimeInForce.ImmediateOrCancel => "3",
                _ => "4",
            }),
            (126, Time(order.ExpiryNs)),
            .. (order.Traits & OrderTraits.PostOnly) != 0 ? [(18, "6")] : Array.Empty<(int, string)>(),
            (20040, Text(order.Slot)), (20041, order.Nonce.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>The fields of i for bids and asks of one lot in the call, signed. Each entry is a bid and an ask in
    /// ticks; a spread is two sides that don't meet.</summary>
    public (int Tag, string Value)[] Quote(
        string quoteId, ulong version, params (long BidTicks, long AskTicks, long Lots)[] entries) => TwoSided(
        quoteId, version, [.. entries.Select(entry => (entry.BidTicks, entry.Lots, entry.AskTicks, entry.Lots))]);

    /// <summary>A signed mass quote whose sides have sizes of their own.</summary>
    public (int Tag, string Value)[] TwoSided(
        string quoteId, ulong version, params (long BidTicks, long BidLots, long AskTicks, long AskLots)[] entries)
    {
        var quote = new MassQuote
        {
            QuoteId = Text40.Create(quoteId),
            Account = new AccountId(_account),
            EntryCount = (uint)entries.Length,
            Version = version,
            ExpiryNs = ExpiryNs,
        };
        QuoteEntry[] signed = [.. entries.Select(entry => new QuoteEntry
        {
            Instrument = TestMarket.Call,
            BidTicks = entry.BidTicks,
            BidLots = entry.BidLots,
            AskTicks = entry.AskTicks,
            AskLots = entry.AskLots,
        })];
        List<(int Tag, string Value)> fields =
        [
            (117, quoteId), (1, Text(_account)), (62, Time(ExpiryNs)),
            (20042, version.ToString(CultureInfo.InvariantCulture)), (296, "1"), (302, "S"),
            (304, Text(entries.Length)), (295, Text(entries.Length)),
        ];
        foreach ((long bidTicks, long bidLots, long askTicks, long askLots) in entries)
        {
            fields.AddRange(
            [
                (299, "E" + Text(fields.Count)), (55, Call),
                (132, (bidTicks / 10m).ToString(CultureInfo.InvariantCulture)),
                (133, (askTicks / 10m).ToString(CultureInfo.InvariantCulture)), (134, Text(bidLots)),
                (135, Text(askLots)),
            ]);
        }

        return [.. fields, .. Signature(_signer.Sign(in quote, signed))];
    }

    public static (int Tag, string Value)[] Signature(string base64) =>
        [(93, Text(Encoding.ASCII.GetByteCount(base64))), (89, base64)];

    /// <summary>The fields with another value at a tag.</summary>
    public static (int Tag, string Value)[] With((int Tag, string Value)[] fields, int tag, string value) =>
        [.. fields.Select(field => field.Tag == tag ? (tag, value) : field)];

    /// <summary>The fields without some.</summary>
    public static (int Tag, string Value)[] Without((int Tag, string Value)[] fields, params int[] tags) =>
        [.. fields.Where(field => !tags.Contains(field.Tag))];

    public static string Time(long unixNs) => DateTime.UnixEpoch.AddTicks(unixNs / 100)
        .ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture)
        + "." + (unixNs % 1_000_000_000).ToString("D9", CultureInfo.InvariantCulture);

    public void Dispose() => _signer.Dispose();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
