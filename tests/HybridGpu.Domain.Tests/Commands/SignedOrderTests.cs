using System.Globalization;
using System.Numerics;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Tests.Wire;

namespace HybridGpu.Domain.Tests.Commands;

internal sealed class SignedOrderTests
{
    private static Hash256 DomainSeparator => new(Keccak256.Hash(
    [
        .. SignedOrder.DomainTypeHash, .. Keccak256.Hash("HybridGpu"), .. Keccak256.Hash("1"), .. Word(31337),
        .. new byte[12], .. Enumerable.Repeat((byte)0x11, 20),
    ]));

    [Test]
    public void Type_hashes_are_the_hashes_of_the_documents_type_strings()
    {
        Assert.Multiple(() =>
        {
            Assert.That(SignedOrder.OrderTypeHash.ToArray(), Is.EqualTo(TypeHash("Order")));
            Assert.That(SignedOrder.MassQuoteTypeHash.ToArray(), Is.EqualTo(TypeHash("MassQuote")));
            Assert.That(SignedOrder.DomainTypeHash.ToArray(), Is.EqualTo(TypeHash("EIP712Domain")));
        });
    }

    [Test]
    public void The_orders_vector_has_its_struct_data_hash_and_digest()
    {
        NewOrder order = WireStruct.Build<NewOrder>();
        byte[] data = new byte[SignedOrder.OrderLength];
        Assert.That(SignedOrder.WriteOrder(ref order, data), Is.EqualTo(data.Length));

        AssertVectors("Order", data);
    }

    [Test]
    public void The_mass_quotes_vector_has_its_struct_data_hash_and_digest()
    {
        MassQuote quote = WireStruct.Build<MassQuote>();
        QuoteEntry[] entries =
        [
            WireStruct.Build<QuoteEntry>(),
            new() { Instrument = new(8), BidLots = 40, BidTicks = 880, AskLots = 0, AskTicks = 905 },
            new() { Instrument = new(300), BidLots = 0, BidTicks = 0, AskLots = 5, AskTicks = 77 },
        ];
        Hash256[] leaves = [.. entries.Select((entry, index) => Leaf((uint)index, entry)), default];
        Hash256 root = Node(Node(leaves[0], leaves[1]), Node(leaves[2], leaves[3]));
        Hash256 quoteIdHash = new(Keccak256.Hash(quote.QuoteId.ToString()));

        byte[] data = new byte[SignedOrder.MassQuoteLength];
        int written = SignedOrder.WriteMassQuote(ref quote, quoteIdHash, 77, root, 1774000005000000000, data);

        Assert.That(written, Is.EqualTo(data.Length));
        Assert.That(leaves[0], Is.EqualTo(new Hash256(WireDocument.Hex("QuoteLeaf0"))));
        Assert.That(root, Is.EqualTo(new Hash256(WireDocument.Hex("QuoteRoot"))));
        AssertVectors("MassQuote", data);
    }

    [Test]
    public void Names_of_the_client_change_nothing_that_is_signed()
    {
        NewOrder order = WireStruct.Build<NewOrder>();
        byte[] named = StructData(order);
        order.ClOrdId = Text40.Create("ANOTHER-NAME");
        Assert.That(StructData(order), Is.EqualTo(named));

        QuoteEntry entry = WireStruct.Build<QuoteEntry>();
        Hash256 leaf = Leaf(0, entry);
        (entry.SetId, entry.EntryId) = (default, default);
        Assert.That(Leaf(0, entry), Is.EqualTo(leaf));
    }

    [Test]
    public void Every_other_field_of_an_order_changes_exactly_its_own_word()
    {
        byte[] original = StructData(WireStruct.Build<NewOrder>());
        Action<StrongBox>[] changes =
        [
            box => box.Order.Account = new(1), box => box.Order.Instrument = new(1), box => box.Order.Side = Side.Buy,
            box => box.Order.TimeInForce = TimeInForce.ImmediateOrCancel, box => box.Order.Traits = OrderTraits.None,
            box => box.Order.Slot = 1, box => box.Order.Nonce = ulong.MaxValue,
            box => box.Order.PriceTicks = long.MinValue, box => box.Order.Lots = -1,
            box => box.Order.ExpiryNs = long.MaxValue,
        ];
        for (int word = 1; word <= changes.Length; word++)
        {
            StrongBox box = new() { Order = WireStruct.Build<NewOrder>() };
            changes[word - 1](box);
            byte[] changed = StructData(box.Order);
            IEnumerable<int> differing = Enumerable.Range(0, original.Length)
                .Where(i => original[i] != changed[i]).Select(i => i / 32).Distinct();
            Assert.That(differing, Is.EqualTo(new[] { word }));
        }
    }

    [TestCase(0L)]
    [TestCase(1L)]
    [TestCase(-1L)]
    [TestCase(long.MinValue)]
    [TestCase(long.MaxValue)]
    public void Signed_integers_are_256_bit_twos_complement(long price)
    {
        byte[] data = StructData(new NewOrder { PriceTicks = price });
        BigInteger word = new(data.AsSpan(8 * 32, 32), isUnsigned: false, isBigEndian: true);
        Assert.That(word, Is.EqualTo(new BigInteger(price)));
    }

    [Test]
    public void Writing_covers_what_the_destination_held_and_nothing_behind_it()
    {
        NewOrder order = WireStruct.Build<NewOrder>();
        byte[] dirty = new byte[SignedOrder.OrderLength + 1];
        dirty.AsSpan().Fill(0xEE);
        SignedOrder.WriteOrder(ref order, dirty);
        Assert.That(dirty[..^1], Is.EqualTo(StructData(order)));
        Assert.That(dirty[^1], Is.EqualTo(0xEE));
    }

    [Test]
    public void A_short_destination_is_refused_before_anything_is_written()
    {
        NewOrder order = WireStruct.Build<NewOrder>();
        byte[] destination = new byte[SignedOrder.OrderLength - 1];
        Assert.That(() => SignedOrder.WriteOrder(ref order, destination), Throws.ArgumentException);
        Assert.That(destination, Is.All.Zero);
    }

    [Test]
    public void Writing_allocates_nothing()
    {
        NewOrder order = WireStruct.Build<NewOrder>();
        byte[] destination = new byte[SignedOrder.OrderLength];
        SignedOrder.WriteOrder(ref order, destination);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            SignedOrder.WriteOrder(ref order, destination);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void AssertVectors(string name, byte[] data)
    {
        byte[] structHash = Keccak256.Hash(data);
        byte[] digestInput = new byte[SignedOrder.DigestInputLength];
        SignedOrder.WriteDigestInput(DomainSeparator, new Hash256(structHash), digestInput);
        Assert.Multiple(() =>
        {
            Assert.That(data, Is.EqualTo(WireDocument.Hex(name + "StructData")));
            Assert.That(structHash, Is.EqualTo(WireDocument.Hex(name + "StructHash")));
            Assert.That(DomainSeparator, Is.EqualTo(new Hash256(WireDocument.Hex("DomainSeparator"))));
            Assert.That(Keccak256.Hash(digestInput), Is.EqualTo(WireDocument.Hex(name + "Digest")));
        });
    }

    private static byte[] StructData(NewOrder order)
    {
        byte[] data = new byte[SignedOrder.OrderLength];
        SignedOrder.WriteOrder(ref order, data);
        return data;
    }

    private static Hash256 Leaf(uint index, QuoteEntry entry)
    {
        byte[] leaf = new byte[SignedOrder.QuoteLeafLength];
        SignedOrder.WriteQuoteLeaf(index, ref entry, leaf);
        return new Hash256(Keccak256.Hash(leaf));
    }

    private static Hash256 Node(Hash256 left, Hash256 right)
    {
        byte[] node = new byte[SignedOrder.QuoteNodeLength];
        SignedOrder.WriteQuoteNode(left, right, node);
        return new Hash256(Keccak256.Hash(node));
    }

    private static byte[] TypeHash(string name) => Keccak256.Hash(WireDocument.TypeString(name));

    private static byte[] Word(ulong value) =>
        Convert.FromHexString(value.ToString("x64", CultureInfo.InvariantCulture));

    private sealed class StrongBox
    {
        public NewOrder Order;
    }
}
