using CsCheck;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Persistence;

namespace HybridGpu.Gateway.Tests;

/// <summary>Orders of an account that signs: what isn't signed as it stands never reaches the engine.</summary>
public sealed class OrderSignatureTests : SigningFixture
{
    [Test]
    public async Task A_signed_order_trades_and_the_journal_knows_it_by_its_struct_hash()
    {
        NewOrder order = Mine.Buy(3, 7);
        Client.Raw("D", Mine.Fields("S1", in order));
        Client.Report("0", "S1");
        Taker.Order("T1", (byte)'2', "2000", "2");
        Assert.That(Client.Report("F", "S1")[32], Is.EqualTo("2"));
        await Client.KillAsync();
        await Venue.Gateway.StopAsync("looked into");
        Venue.Pipeline.Stop();

        using var journal = JournalReader.Open(Folder.Journal);
        var hashes = new List<(CommandKind Kind, Hash256 Hash)>();
        while (journal.TryRead())
        {
            CommandHeader header = journal.Current.Header;
            hashes.Add((header.Kind, header.OrderHash));
        }

        Assert.That(
            hashes.Where(one => one.Kind == CommandKind.NewOrder).Select(one => one.Hash),
            Is.EqualTo([OrderHashes.Of(in order), default]), "the signed one, then the delegated one");
    }

    [Test]
    public void The_vectors_of_the_wire_document_are_what_is_signed()
    {
        NewOrder order = default;
        order.Account = new AccountId(1042);
        order.Instrument = new InstrumentId(7);
        (order.Side, order.Traits, order.Slot, order.Nonce) = (Side.Sell, OrderTraits.PostOnly, 513, 11042563100175);
        (order.PriceTicks, order.Lots, order.ExpiryNs) = (152075, 25, 1774003600000000000);
        var quote = new MassQuote
        {
            QuoteId = Text40.Create("Q-20260320-1"),
            Account = new AccountId(1042),
            EntryCount = 3,
            Version = 77,
            ExpiryNs = 1774000005000000000,
        };
        QuoteEntry[] entries = [Entry(7, 151950, 10, 152100, 12), Entry(8, 880, 40, 905, 0), Entry(300, 0, 0, 77, 5)];
        Hash256 domain = OrderDomain.Development.Separator();

        Assert.That(domain, Is.EqualTo(Documented("DomainSeparator")));
        Assert.That(OrderHashes.Of(in order), Is.EqualTo(Documented("OrderStructHash")));
        Assert.That(QuoteRoot.Of(entries), Is.EqualTo(Documented("QuoteRoot")));
        Assert.That(QuoteRoot.Of(entries.AsSpan(0, 1)), Is.EqualTo(Documented("QuoteLeaf0")));
        Assert.That(OrderHashes.Of(in quote, entries), Is.EqualTo(Documented("MassQuoteStructHash")));
        byte[] digest = new byte[32];
        OrderHashes.WriteDigest(domain, OrderHashes.Of(in order), digest);
        Assert.That(new Hash256(digest), Is.EqualTo(Documented("OrderDigest")));
        OrderHashes.WriteDigest(domain, OrderHashes.Of(in quote, entries), digest);
        Assert.That(new Hash256(digest), Is.EqualTo(Documented("MassQuoteDigest")));
    }

    [Test]
    public void Whichever_bit_of_a_signed_field_is_another_the_order_is_refused_and_the_engine_never_sees_it()
    {
        long orders = Venue.Pipeline.Statistics.Orders;
        Gen<(int Field, int Bit)> change = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 31]);
        change.Sample(
            pick =>
            {
                NewOrder signed = Mine.Buy(3, 7, ticks: 20_000, lots: 5_000);
                NewOrder sent = Flip(signed, pick.Field, pick.Bit);
                (int, string)[] fields = SignedMessages.Unsigned("S", in sent);
                string signature = Mine.Fields("S", in signed)[^1].Value;
                if (pick.Field == 0)
                {
                    // Another instrument is another symbol.
                    string other = pick.Bit % 2 == 0 ? "BTC-PERP" : "BTC-27MAR26-70000-P";
                    fields = SignedMessages.With(fields, 55, other);
                }

                Client.Raw("D", [.. fields, .. SignedMessages.Signature(signature)]);
                ReceivedMessage refusal = Client.Next("8");
                Assert.That(refusal[150], Is.EqualTo("8"), refusal.ToString());
                Assert.That(
                    refusal[20043] ?? refusal[58],
                    Is.EqualTo("3").Or.EqualTo("8").Or.Contains("Account(1)"), refusal.ToString());
            },
            iter: 300,
            threads: 1);
        Assert.That(Venue.Pipeline.Statistics.Orders, Is.EqualTo(orders));

        // The same bits as they were are still taken: nothing of it has used the slot's nonce.
        NewOrder order = Mine.Buy(3, 7);
        Client.Raw("D", Mine.Fields("S", in order));
        Client.Report("0", "S");
    }

    [Test]
    public void What_was_signed_once_counts_once()
    {
        NewOrder order = Mine.Buy(3, 7);
        Client.Raw("D", Mine.Fields("S1", in order));
        Client.Report("0", "S1");
        Client.Raw("D", Mine.Fields("S2", in order));
        ReceivedMessage refusal = Client.Report("8", "S2");
        Assert.That((refusal[20043], refusal[58]), Is.EqualTo((null as string, RejectText.Of(RejectCode.StaleNonce))));
        Client.Cancel("C1", "S1");
        Client.Report("4", "C1");
        Client.Raw("D", Mine.Fields("S3", in order));
        Assert.That(Client.Report("8", "S3")[58], Is.EqualTo(RejectText.Of(RejectCode.StaleNonce)));
    }

    [Test]
    public void A_higher_nonce_replaces_what_its_slot_holds_and_cancels_need_no_signature()
    {
        NewOrder first = Mine.Buy(3, 7);
        NewOrder second = Mine.Buy(3, 8, ticks: 19_990);
        Client.Raw("D", Mine.Fields("S1", in first));
        Client.Report("0", "S1");
        Client.Raw("D", Mine.Fields("S2", in second));
        Assert.That(Client.Report("4", "S1")[20005], Is.EqualTo("3"));
        Client.Report("0", "S2");
        Client.Cancel("C1", "S2");
        Client.Report("4", "C1");
        Client.Raw("q", (11, "MC"), (530, "7"), (60, "20260320-10:00:00"));
        Client.Next("r");
    }

    [Test]
    public void A_replacement_cannot_be_signed_and_says_what_to_send_instead()
    {
        NewOrder order = Mine.Buy(3, 7);
        Client.Raw("D", Mine.Fields("S1", in order));
        Client.Report("0", "S1");
        Client.Raw(
            "G", (41, "S1"), (11, "S2"), (55, SignedMessages.Call), (54, "1"), (60, "20260320-10:00:00"), (38, "4"),
            (40, "2"), (44, "2000"));
        ReceivedMessage refusal = Refused("7", "S2");
        Assert.That((refusal.MsgType, refusal[434]), Is.EqualTo(("9", "2")));
        Assert.That(refusal[58], Does.Contain("OrderNonce"));
    }

    [Test]
    public void The_key_of_another_session_of_the_same_account_signs_nothing_here()
    {
        NewOrder order = Mine.Buy(3, 7);
        Client.Raw("D", Others.Fields("S1", in order));
        Assert.That(Refused("3", "S1")[103], Is.EqualTo("99"));
    }

    [TestCase("", "1")]
    [TestCase("not base64 !!!", "2")]
    [TestCase("AAAA", "2")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", "3")]
    [TestCase("/////////////////////////////////////////////////////////////////////////////////////w==", "3")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "2")]
    public void A_signature_that_is_none_is_named_as_what_it_is(string signature, string fault)
    {
        NewOrder order = Mine.Buy(3, 7);
        Client.Raw(
            "D",
            [
                .. SignedMessages.Unsigned("S1", in order),
                .. signature.Length == 0 ? [] : SignedMessages.Signature(signature),
            ]);
        Refused(fault, "S1");
    }

    [TestCase(59, "0", "7")]
    [TestCase(59, "6", "7")]
    [TestCase(59, null, "7")]
    [TestCase(44, null, "7")]
    [TestCase(1, null, "8")]
    [TestCase(126, null, "8")]
    [TestCase(20040, null, "8")]
    [TestCase(20040, "1024", "8")]
    [TestCase(20040, "65535", "8")]
    [TestCase(20041, null, "8")]
    [TestCase(20041, "0", "8")]
    public void Terms_that_cannot_be_signed_are_named(int tag, string? value, string fault)
    {
        NewOrder order = Mine.Buy(3, 7);
        (int, string)[] fields = Mine.Fields("S1", in order);
        fields = value is null ? SignedMessages.Without(fields, tag) : SignedMessages.With(fields, tag, value);
        if (tag == 44)
        {
            fields = SignedMessages.With(SignedMessages.With(fields, 40, "1"), 59, "3");
        }

        Client.Raw("D", fields);
        Refused(fault, "S1");
    }

    [Test]
    public void A_market_order_signs_its_worst_price_and_never_rests()
    {
        NewOrder order = Mine.Buy(3, 7, lots: 1);
        Client.Raw("D", SignedMessages.With(Mine.Fields("S1", in order), 40, "1"));
        Refused("7", "S1");
        order.TimeInForce = TimeInForce.ImmediateOrCancel;
        Taker.Order("T1", (byte)'2', "2000", "1");
        Taker.Report("0", "T1");
        Client.Raw("D", SignedMessages.With(Mine.Fields("S2", in order), 40, "1"));
        Client.Report("0", "S2");
        Client.Report("F", "S2");
    }

    [Test]
    public void Whoever_delegates_is_told_that_nobody_checks_what_it_signs()
    {
        NewOrder order = Mine.Buy(3, 7);
        Taker.Raw("D", SignedMessages.Without(Mine.Fields("T1", in order), 1));
        ReceivedMessage refusal = Taker.Next("8");
        Assert.That((refusal[150], refusal[20043]), Is.EqualTo(("8", "9")));
    }

    private static NewOrder Flip(NewOrder order, int field, int bit)
    {
        switch (field)
        {
            case 1:
                order.Account = new AccountId(order.Account.Value ^ (1u << (bit % 20)));
                break;
            case 2:
                order.Side = Side.Sell;
                break;
            case 3:
                order.TimeInForce = bit % 2 == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.FillOrKill;
                break;
            case 4:
                order.Traits ^= OrderTraits.PostOnly;
                break;
            case 5:
                order.Slot ^= (ushort)(1 << (bit % 10));
                break;
            case 6:
                order.Nonce ^= 1UL << bit;
                break;
            case 7:
                order.PriceTicks ^= 1L << bit;
                break;
            case 8:
                order.Lots ^= 1L << bit;
                break;
            case 9:
                order.ExpiryNs ^= 1L << bit;
                break;
            default:
                break;
        }

        return order;
    }

    private static QuoteEntry Entry(uint instrument, long bidTicks, long bidLots, long askTicks, long askLots) => new()
    {
        Instrument = new InstrumentId(instrument),
        BidTicks = bidTicks,
        BidLots = bidLots,
        AskTicks = askTicks,
        AskLots = askLots,
    };

    private static Hash256 Documented(string name) => new(HybridGpu.Domain.Tests.Wire.WireDocument.Hex(name));
}
