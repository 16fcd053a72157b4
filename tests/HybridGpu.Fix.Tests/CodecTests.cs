using System.Text;
using CsCheck;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Fix.Tests;

public sealed class CodecTests
{
    [Test]
    public void Decimal_survives_a_round_trip() =>
        Gen.Select(Gen.Long[-long.MaxValue, long.MaxValue], Gen.Int[0, FixDecimal.MaxScale]).Sample((mantissa, scale) =>
        {
            var value = new FixDecimal(mantissa, scale);
            Span<byte> text = stackalloc byte[FixDecimal.MaxFormattedLength];
            return value.TryFormat(text, out int length) && FixDecimal.TryParse(text[..length], out FixDecimal read)
                && read == value;
        });

    [TestCase("0", 0, 0)]
    [TestCase("-0.50", -50, 2)]
    [TestCase(".5", 5, 1)]
    [TestCase("5.", 5, 0)]
    [TestCase("00042.10", 4210, 2)]
    [TestCase("9223372036854775807", long.MaxValue, 0)]
    public void Decimal_is_read_as_its_digits(string text, long mantissa, int scale)
    {
        Assert.That(FixDecimal.TryParse(Encoding.ASCII.GetBytes(text), out FixDecimal value), Is.True);
        Assert.That(value, Is.EqualTo(new FixDecimal(mantissa, scale)));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("1.2.3")]
    [TestCase("1e5")]
    [TestCase("+1")]
    [TestCase(" 1")]
    [TestCase("9223372036854775808")]
    [TestCase("99999999999999999999999")]
    [TestCase("0.0000000000000000001")]
    public void Text_that_is_no_decimal_is_refused(string text) =>
        Assert.That(FixDecimal.TryParse(Encoding.ASCII.GetBytes(text), out _), Is.False);

    [Test]
    public void Rescaling_is_exact_or_refused()
    {
        Assert.That(new FixDecimal(1250, 2).TryRescale(1, out long fewer), Is.True);
        Assert.That(fewer, Is.EqualTo(125));
        Assert.That(new FixDecimal(1255, 2).TryRescale(1, out _), Is.False);
        Assert.That(new FixDecimal(long.MaxValue, 0).TryRescale(1, out _), Is.False);
        Assert.That(new FixDecimal(15, 1) == new FixDecimal(150, 2), Is.False);
        Assert.That(new FixDecimal(15, 1).CompareTo(new FixDecimal(150, 2)), Is.Zero);
        Assert.That(new FixDecimal(-1, 18) < new FixDecimal(long.MaxValue, 0), Is.True);
    }

    [Test]
    public void Timestamp_survives_a_round_trip_in_nanoseconds() =>
        Gen.Long[0, 9_000_000_000_000_000_000].Sample(unixNs =>
        {
            Span<byte> text = stackalloc byte[UtcTimestamp.MaxLength];
            int length = UtcTimestamp.Format(unixNs, TimestampPrecision.Nanoseconds, text);
            return UtcTimestamp.TryParse(text[..length], out long read) && read == unixNs;
        });

    [TestCase("19700101-00:00:00", 0)]
    [TestCase("20240229-12:00:00.5", 1_709_208_000_500_000_000)]
    [TestCase("20260302-09:30:00.123", 1_772_443_800_123_000_000)]
    [TestCase("20260302-09:30:00.123456", 1_772_443_800_123_456_000)]
    [TestCase("20260302-09:30:00.123456789", 1_772_443_800_123_456_789)]
    [TestCase("20161231-23:59:60", 1_483_228_800_000_000_000)]
    public void Timestamp_is_read_to_the_nanosecond(string text, long unixNs)
    {
        Assert.That(UtcTimestamp.TryParse(Encoding.ASCII.GetBytes(text), out long read), Is.True);
        Assert.That(read, Is.EqualTo(unixNs));
    }

    [TestCase("20230229-00:00:00")]
    [TestCase("20260302-24:00:00")]
    [TestCase("20260302-09:60:00")]
    [TestCase("20261302-09:30:00")]
    [TestCase("20260302-09:30:00.")]
    [TestCase("20260302-09:30:00.1234567890")]
    [TestCase("20260302 09:30:00")]
    [TestCase("2026-03-02")]
    public void Text_that_is_no_timestamp_is_refused(string text) =>
        Assert.That(UtcTimestamp.TryParse(Encoding.ASCII.GetBytes(text), out _), Is.False);

    [TestCase("000074", 74)]
    [TestCase("-7", -7)]
    [TestCase("999999999999999999", 999_999_999_999_999_999)]
    public void Integer_may_have_leading_zeros(string text, long expected)
    {
        Assert.That(FixInteger.TryParse(Encoding.ASCII.GetBytes(text), out long value), Is.True);
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase("1.0")]
    [TestCase("1000000000000000000")]
    public void Text_that_is_no_integer_is_refused(string text) =>
        Assert.That(FixInteger.TryParse(Encoding.ASCII.GetBytes(text), out _), Is.False);

    [Test]
    public void Checksum_is_the_sum_of_bytes() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Checksum.Compute(bytes) == (byte)bytes.Sum(value => value));

    [Test]
    public void Written_order_reads_back_and_its_frame_is_valid() =>
        Gen.Select(
                Gen.Char['0', 'z'].Array[1, 20],
                Gen.Long[-1_000_000, 1_000_000],
                Gen.Int[0, 8],
                Gen.Byte.Array[1, 90])
            .Sample((id, mantissa, scale, signature) =>
            {
                byte[] clOrdId = Encoding.ASCII.GetBytes(id);
                var writer = new FixMessageWriter();
                new NewOrderSingleWriter(writer).ClOrdID(clOrdId).Symbol("BTC"u8).Side(SideValues.Sell)
                    .TransactTime(1_772_443_800_123_000_000).OrderQty(new FixDecimal(7, 0)).OrdType(OrdTypeValues.Limit)
                    .Price(new FixDecimal(mantissa, scale)).Signature(signature);
                FixMessage message = Finished(writer, 12_345);

                var order = new NewOrderSingleReader(message);
                Assert.That(order.ClOrdID.SequenceEqual(clOrdId), Is.True);
                Assert.That(order.Side, Is.EqualTo(SideValues.Sell));
                Assert.That(order.TransactTimeNs, Is.EqualTo(1_772_443_800_123_000_000));
                Assert.That(order.Price, Is.EqualTo(new FixDecimal(mantissa, scale)));
                Assert.That(order.HasAccount, Is.False);
                Assert.That(order.Signature.SequenceEqual(signature), Is.True, Convert.ToHexString(signature));
                Assert.That(message.TryGetInteger(Tags.MsgSeqNum, out long number) && number == 12_345, Is.True);
            });

    [Test]
    public void Ignored_tag_between_a_counter_and_its_entries_hides_no_entry()
    {
        FixMessage message = Wire.Parse(
            "35=i|34=1|49=A|52=20260302-09:30:00|56=B|117=Q|296=1|29999=x|302=S|304=2|295=2|29998=y|299=1|55=X|299=2");

        List<string> read = [];
        foreach (MassQuoteReader.NoQuoteSetsEntry set in new MassQuoteReader(message).NoQuoteSets)
        {
            foreach (MassQuoteReader.NoQuoteSetsEntry.NoQuoteEntriesEntry entry in set.NoQuoteEntries)
            {
                read.Add($"{Wire.Show(set.QuoteSetID)} {Wire.Show(entry.QuoteEntryID)} {Wire.Show(entry.Symbol)}");
            }
        }

        Assert.That(new Dictionary.MessageValidator(Dictionary.DataDictionary.HybridGpu).Validate(message).IsValid);
        Assert.That(read, Is.EqualTo(new[] { "S 1 X", "S 2 " }));
    }

    [Test]
    public void Written_quotes_read_back_group_by_group() =>
        Gen.Int[0, 12].Array[0, 8].Sample(sets =>
        {
            var writer = new FixMessageWriter();
            MassQuoteWriter quote = new MassQuoteWriter(writer).QuoteID(77).NoQuoteSets(sets.Length);
            for (int set = 0; set < sets.Length; set++)
            {
                quote.QuoteSetID(set).TotNoQuoteEntries(sets[set]).NoQuoteEntries(sets[set]);
                for (int entry = 0; entry < sets[set]; entry++)
                {
                    quote.QuoteEntryID(entry).Symbol((set * 100) + entry).BidPx(new FixDecimal(entry, 1));
                }
            }

            int setCount = 0;
            foreach (MassQuoteReader.NoQuoteSetsEntry set in new MassQuoteReader(Finished(writer, 1)).NoQuoteSets)
            {
                int entryCount = 0;
                Assert.That(set.NoQuoteEntries.Count, Is.EqualTo(sets[setCount]));
                foreach (MassQuoteReader.NoQuoteSetsEntry.NoQuoteEntriesEntry entry in set.NoQuoteEntries)
                {
                    Assert.That(FixInteger.TryParse(entry.Symbol, out long symbol), Is.True);
                    Assert.That(symbol, Is.EqualTo((setCount * 100) + entryCount));
                    Assert.That(entry.BidPx, Is.EqualTo(new FixDecimal(entryCount, 1)));
                    Assert.That(entry.HasOfferPx, Is.False);
                    entryCount++;
                }

                Assert.That(entryCount, Is.EqualTo(sets[setCount]));
                setCount++;
            }

            Assert.That(setCount, Is.EqualTo(sets.Length));
        });

    private static FixMessage Finished(FixMessageWriter writer, long msgSeqNum)
    {
        var header = new HeaderTemplate("FIX.4.4", "A", "B", TimestampPrecision.Milliseconds);
        ReadOnlyMemory<byte> bytes = writer.Finish(header, msgSeqNum, 1_772_443_800_000_000_000, -1, out _);
        var frames = new FrameReader();
        bytes.CopyTo(frames.GetMemory());
        frames.Advance(bytes.Length);
        Assert.That(frames.TryRead(out int offset, out int length), Is.EqualTo(FrameOutcome.Message));
        Assert.That(length, Is.EqualTo(bytes.Length));
        return Wire.Parse(frames.Buffer[offset..(offset + length)]);
    }
}
