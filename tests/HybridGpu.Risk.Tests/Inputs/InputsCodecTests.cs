using HybridGpu.Domain;
using HybridGpu.Risk.Inputs;

namespace HybridGpu.Risk.Tests.Inputs;

public sealed class InputsCodecTests
{
    [Test]
    public void What_was_encoded_decodes_to_the_same_bytes()
    {
        byte[] bytes = Encoded(out RiskLimits limits);
        var again = new RiskInputs(limits);

        Assert.That(again.Decode(Bench.Now, bytes), Is.EqualTo(InputsFault.None));
        byte[] second = new byte[again.EncodedLength];
        Assert.That(again.Encode(second), Is.EqualTo(bytes.Length));
        Assert.That(second, Is.EqualTo(bytes));
        Assert.That(again.Contracts.Length, Is.EqualTo(116));
    }

    [Test]
    public void The_header_and_first_rows_lie_where_the_wire_format_says()
    {
        byte[] bytes = Encoded(out _);

        Assert.That(BitConverter.ToUInt16(bytes, 0), Is.EqualTo(1));
        Assert.That(BitConverter.ToUInt16(bytes, 2), Is.EqualTo(1));
        Assert.That(BitConverter.ToUInt32(bytes, 4), Is.EqualTo(2));
        Assert.That(BitConverter.ToUInt32(bytes, 8), Is.EqualTo(8));
        Assert.That(BitConverter.ToUInt32(bytes, 12), Is.EqualTo(116));
        Assert.That(BitConverter.ToInt64(bytes, 24), Is.EqualTo(70_000_000_000));
        Assert.That(BitConverter.ToInt64(bytes, 32), Is.EqualTo(160_000_000));
        Assert.That(BitConverter.ToInt64(bytes, 16 + 48), Is.EqualTo(Bench.Now + Bench.Day));
        Assert.That(BitConverter.ToInt64(bytes, 16 + 48 + (3 * 32)), Is.EqualTo(long.MaxValue));
        Assert.That(bytes, Has.Length.EqualTo(16 + (2 * 24) + (8 * 32) + (116 * 16)));
    }

    [TestCase(0, 2, InputsFault.UnknownVersion)]
    [TestCase(2, 2, InputsFault.UnknownVolKind)]
    [TestCase(4, 255, InputsFault.TooMany)]
    [TestCase(12, 115, InputsFault.WrongLength)]
    [TestCase(17, 1, InputsFault.PaddingNotZero)]
    [TestCase(16, 200, InputsFault.UnknownUnderlying)]
    [TestCase(40, 0, InputsFault.NotAscending)]
    [TestCase(31, 255, InputsFault.ValueOutOfRange)]
    [TestCase(64 + 25, 1, InputsFault.PaddingNotZero)]
    [TestCase(64 + 24, 9, InputsFault.UnknownUnderlying)]
    [TestCase(64 + 7, 0, InputsFault.Expired)]
    [TestCase(64 + 15, 128, InputsFault.ValueOutOfRange)]
    [TestCase(16 + 48 + 256 + 4, 99, InputsFault.UnknownExpiryRow)]
    [TestCase(16 + 48 + 256 + 15, 128, InputsFault.ValueOutOfRange)]
    [TestCase(16 + 48 + 256 + 1, 255, InputsFault.NotAscending)]
    public void A_wrong_byte_is_refused_for_its_reason(int at, int value, InputsFault fault)
    {
        byte[] bytes = Encoded(out RiskLimits limits);
        bytes[at] = (byte)value;
        var inputs = new RiskInputs(limits);

        Assert.That(inputs.Decode(Bench.Now, bytes), Is.EqualTo(fault));
        Assert.That(inputs.Contracts.Length, Is.Zero);
    }

    [Test]
    public void Mutated_bytes_are_refused_or_decode_to_exactly_themselves()
    {
        Random random = Seed.NewRandom();
        byte[] good = Encoded(out RiskLimits limits);
        var inputs = new RiskInputs(limits);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = good[..(random.Next(4) == 0 ? random.Next(good.Length + 1) : good.Length)];
            for (int m = random.Next(1, 4); m > 0 && bytes.Length > 0; m--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (inputs.Decode(Bench.Now, bytes) == InputsFault.None)
            {
                byte[] again = new byte[inputs.EncodedLength];
                inputs.Encode(again);
                Assert.That(again, Is.EqualTo(bytes));
            }
        }
    }

    [Test]
    public void Unusable_market_values_are_refused_and_the_last_good_one_stays()
    {
        using Bench bench = new Bench().WithMarket();

        Assert.That(bench.Market.SetIndex(Bench.Btc, double.NaN), Is.False);
        Assert.That(bench.Market.SetIndex(Bench.Btc, -1), Is.False);
        Assert.That(bench.Market.SetForward(Bench.Btc, long.MaxValue, double.PositiveInfinity), Is.False);
        Assert.That(bench.Market.SetForward(Bench.Btc, long.MaxValue, 1, double.NaN), Is.False);
        Assert.That(bench.Market.SetVol(new InstrumentId(1), 0), Is.False);
        Assert.That(bench.Market.SetVol(new InstrumentId(1), 11), Is.False);
        Assert.That(bench.Market.SetScanRange(Bench.Btc, 0.34), Is.False);
        Assert.That(bench.Market.Publish(Bench.Now, bench.Mailbox), Is.EqualTo(116));
    }

    [Test]
    public void Expired_contracts_and_those_without_vol_are_left_out()
    {
        using Bench bench = new Bench().WithMarket();
        bench.List(Bench.Btc, HybridGpu.Domain.Instruments.InstrumentKind.Call, Bench.Now + (30 * Bench.Day), 1, 1_000, 70_000);

        Assert.That(bench.Market.Publish(Bench.Now + Bench.Day, bench.Mailbox), Is.EqualTo(116 - 38));
        Assert.That(bench.Market.LeftOut, Is.EqualTo(1));
    }

    [Test]
    public void The_mailbox_hands_over_only_the_newest()
    {
        using Bench bench = new Bench().WithMarket();
        for (int i = 1; i <= 3; i++)
        {
            bench.Market.Publish(Bench.Now + i, bench.Mailbox);
        }

        Assert.That(bench.Mailbox.TryTake(), Is.True);
        Assert.That(bench.Mailbox.Front.MarketNs, Is.EqualTo(Bench.Now + 3));
        Assert.That(bench.Mailbox.Coalesced, Is.EqualTo(2));
        Assert.That(bench.Mailbox.TryTake(), Is.False);
    }

    private static byte[] Encoded(out RiskLimits limits)
    {
        using Bench bench = new Bench().WithMarket();
        limits = bench.Limits;
        return bench.MustTick().Payload.ToArray();
    }
}
