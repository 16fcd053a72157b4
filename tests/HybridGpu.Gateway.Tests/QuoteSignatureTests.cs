using CsCheck;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Gateway.Tests;

/// <summary>Mass quotes of an account that signs: one signature over the root of all entries.</summary>
public sealed class QuoteSignatureTests : SigningFixture
{
    private static readonly (long, long, long)[] Spread = [(19_900, 20_100, 5)];

    [Test]
    public void A_signed_quote_trades_and_a_higher_version_takes_its_place()
    {
        Client.Raw("i", Mine.Quote("Q1", 1, Spread));
        Assert.That(Client.Next("b")[297], Is.EqualTo("0"));
        Taker.Order("T1", (byte)'1', "2010", "2");
        Client.Report("F", "Q1");
        Client.Raw("i", Mine.Quote("Q2", 5, Spread));
        Assert.That(Client.Next("b")[297], Is.EqualTo("0"));
        foreach (ulong dead in new ulong[] { 1, 4, 5 })
        {
            Client.Raw("i", Mine.Quote("Q3", dead, Spread));
            ReceivedMessage refusal = Client.Next("b");
            Assert.That((refusal[297], refusal[58]), Is.EqualTo(("5", RejectText.Of(RejectCode.StaleNonce))));
        }
    }

    [Test]
    public void A_quote_ends_at_its_ValidUntilTime()
    {
        Client.Raw("i", Mine.Quote("Q1", 1, Spread));
        Client.Next("b");
        Venue.Clock.AdvanceWall(TimeSpan.FromHours(1));
        Venue.Tick();
        Assert.That(Client.Next("AI")[20005], Is.EqualTo("4"));
        Assert.That(Client.Next("AI")[20005], Is.EqualTo("4"));
        Client.Raw("i", Mine.Quote("Q2", 2, Spread));
        Assert.That(Client.Next("b")[58], Is.EqualTo(RejectText.Of(RejectCode.OrderExpired)));
    }

    [Test]
    public void An_entry_that_was_changed_under_the_root_refuses_the_message_whole()
    {
        (long, long, long)[] entries = [.. Enumerable.Range(0, 37).Select(i => (19_900L - i, 20_100L + i, 5L))];
        (int Tag, string Value)[] fields = Mine.Quote("Q1", 1, entries);
        int[] changeable = [.. Enumerable.Range(0, fields.Length)
            .Where(i => fields[i].Tag is 132 or 133 or 134 or 135 or 117 or 20042 or 62)];
        Gen.Int[0, changeable.Length - 1].Sample(
            pick =>
            {
                (int Tag, string Value)[] sent = [.. fields];
                (int tag, string value) = sent[changeable[pick]];
                sent[changeable[pick]] = (tag, tag switch
                {
                    117 => "Q2",
                    62 => SignedMessages.Time(SignedMessages.ExpiryNs + 1),
                    132 or 133 => value + (value.Contains('.', StringComparison.Ordinal) ? "" : ".1"),
                    _ => value + "1",
                });
                Client.Raw("i", sent[changeable[pick]] == fields[changeable[pick]]
                    ? SignedMessages.With(sent, 117, "Q3")
                    : sent);
                ReceivedMessage refusal = Refused("3");
                Assert.That((refusal.MsgType, refusal[297]), Is.EqualTo(("b", "5")));
            },
            iter: 100,
            threads: 1);
        Assert.That(Venue.Pipeline.Statistics.Quotes, Is.Zero);
        Client.Raw("i", fields);
        Assert.That(Client.Next("b")[20043], Is.Null);
    }

    [Test]
    public void Entries_that_change_places_are_another_message()
    {
        (int Tag, string Value)[] signed = Mine.Quote("Q1", 1, (19_900, 20_100, 5), (19_800, 20_200, 6));
        (int Tag, string Value)[] swapped = Mine.Quote("Q1", 1, (19_800, 20_200, 6), (19_900, 20_100, 5));
        Client.Raw("i", [.. swapped[..^2], .. signed[^2..]]);
        Refused("3");
    }

    [TestCase(20042, null)]
    [TestCase(20042, "0")]
    [TestCase(62, null)]
    [TestCase(1, null)]
    public void What_a_signed_quote_lacks_is_named(int tag, string? value)
    {
        (int, string)[] fields = Mine.Quote("Q1", 1, Spread);
        Client.Raw("i", value is null ? SignedMessages.Without(fields, tag) : SignedMessages.With(fields, tag, value));
        Refused("8");
    }

    [Test]
    public void An_unsigned_quote_is_refused_and_a_quote_cancel_is_not()
    {
        Client.Raw("i", SignedMessages.Without(Mine.Quote("Q1", 1, Spread), 93, 89));
        Refused("1");
        Client.Raw("i", SignedMessages.With(Mine.Quote("Q1", 1, Spread), 55, "NOWHERE"));
        Refused("7");
        Client.Raw("i", Mine.Quote("Q2", 1, Spread));
        Client.Next("b");
        Client.Raw("Z", (117, "C1"), (298, "1"), (295, "1"), (55, SignedMessages.Call));
        Assert.That(Client.Next("b")[297], Is.EqualTo("1"));
        Client.Raw("i", Mine.Quote("Q3", 2, Spread));
        Client.Next("b");
        Client.Raw("Z", (117, "C2"), (298, "4"));
        Assert.That(Client.Next("b")[533], Is.EqualTo("2"));
    }

    [Test]
    public void The_root_that_is_made_on_the_way_is_that_of_the_whole_tree()
    {
        for (int count = 1; count <= 130; count++)
        {
            var entries = new QuoteEntry[count];
            for (int i = 0; i < count; i++)
            {
                entries[i].BidTicks = (count * 1_000) + i;
            }

            Assert.That(QuoteRoot.Of(entries), Is.EqualTo(Naive(entries)), $"{count} entries");
        }

        var most = new QuoteEntry[MassQuote.EntryCountMax];
        Assert.That(QuoteRoot.Of(most), Is.EqualTo(Naive(most)));
        Assert.That(
            () => QuoteRoot.Of(new QuoteEntry[MassQuote.EntryCountMax + 1]),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => QuoteRoot.Of([]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static Hash256 Naive(QuoteEntry[] entries)
    {
        var level = new List<Hash256>();
        for (int i = 0; i < entries.Length; i++)
        {
            byte[] leaf = new byte[SignedOrder.QuoteLeafLength];
            SignedOrder.WriteQuoteLeaf((uint)i, in entries[i], leaf);
            level.Add(Hash(leaf));
        }

        while ((level.Count & (level.Count - 1)) != 0)
        {
            level.Add(default);
        }

        while (level.Count > 1)
        {
            level = [.. level.Chunk(2).Select(pair =>
            {
                byte[] node = new byte[SignedOrder.QuoteNodeLength];
                SignedOrder.WriteQuoteNode(pair[0], pair[1], node);
                return Hash(node);
            })];
        }

        return level[0];
    }

    private static Hash256 Hash(byte[] message)
    {
        byte[] hash = new byte[Hash256.Length];
        Keccak256.Hash(message, hash);
        return new Hash256(hash);
    }
}
