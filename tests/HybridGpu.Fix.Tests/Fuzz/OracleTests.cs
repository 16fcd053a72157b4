using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.FixFuzz;

namespace HybridGpu.Fix.Tests.Fuzz;

/// <summary>The oracle is right on its own, and what the fuzz program calls valid is.</summary>
public sealed class OracleTests
{
    private static readonly byte[] Us = "VENUE"u8.ToArray();
    private static readonly byte[] Peer = "PEER"u8.ToArray();
    private static readonly byte[] Time = "20260302-09:30:00.000"u8.ToArray();

    [Test]
    public void Every_type_of_the_dictionary_is_made_valid_by_engine_and_oracle()
    {
        var random = new FuzzRandom();
        var source = new MessageSource(Spec.HybridGpu, random);
        var buffer = new ByteBuffer();
        var validator = new MessageValidator(DataDictionary.HybridGpu, Sessions.UnknownTagPolicy.Reject);
        int index = 0;
        foreach (SpecMessage type in Spec.HybridGpu.Messages)
        {
            for (int count = 0; count < 100; count++)
            {
                random.Seek(1, 3, index++);
                source.MakeValid(type, new DraftHeader(5, 5, Peer, Us, Time, count % 4 == 0), buffer);
                FixMessage message = Wire.Parse(buffer.Span.ToArray());

                Assert.That(validator.Validate(message), Is.EqualTo(ValidationResult.Valid), message.ToString());
                Assert.That(Accepts(buffer.Span.ToArray()), Is.True, message.ToString());
            }
        }

        Assert.That(index, Is.GreaterThan(3_000));
    }

    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:00", true)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:60.123456789", true)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260230-09:30:00", false)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE", false)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:00|112=", false)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:00|112=A|112=A", false)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:00|112=A|43=N", false)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:00|11=A", false)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:00|4999=A", false)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:00|29999=A", true)]
    [TestCase("35=0|34=1|49=PEER|56=VENUE|52=20260302-09:30:00|93=3|89=A\u0001B", true)]
    [TestCase("35=Z9|34=1|49=PEER|56=VENUE|52=20260302-09:30:00", false)]
    public void Oracle_judges_as_the_rules_of_engagement_say(string fields, bool isAccepted) =>
        Assert.That(Accepts(Wire.Frame(fields)), Is.EqualTo(isAccepted));

    [TestCase("296=1|302=S|304=1|295=1|299=E|55=BTC", true)]
    [TestCase("296=1|302=S|304=1|295=1|29999=x|299=E|55=BTC", true)]
    [TestCase("296=1|302=S|304=1|295=2|299=E|55=BTC", false)]
    [TestCase("296=1|302=S|304=1|295=1|299=E|55=BTC|299=F", false)]
    [TestCase("296=1|302=S|304=1|295=1|55=BTC|299=E", false)]
    [TestCase("296=1|302=S|304=1|295=1|299=E|132=1|55=BTC", false)]
    [TestCase("296=1|302=S|295=1|299=E|55=BTC", false)]
    [TestCase("296=2|302=S|304=1|295=1|299=E|302=T|304=0|295=0", true)]
    public void Oracle_judges_groups_as_the_rules_of_engagement_say(string groups, bool isAccepted) => Assert.That(
        Accepts(Wire.Frame($"35=i|34=1|49=PEER|56=VENUE|52=20260302-09:30:00|117=Q|{groups}")),
        Is.EqualTo(isAccepted));

    [Test]
    public void Oracle_finds_messages_between_garbage_and_none_within_a_longer_tag()
    {
        byte[] good = Wire.Frame("35=0|34=1|49=A|56=B");
        byte[] bad = Wire.Frame("35=1|34=2|49=A|56=B|112=x");
        bad[^2] ^= 1;
        var framing = new OracleFraming(1_000);
        framing.Receive([.. "x"u8, .. good, .. bad, .. good, .. "?5"u8, .. good, .. good]);

        int found = 0;
        while (framing.TryNext(out ReadOnlySpan<byte> message))
        {
            found++;
            Assert.That(Wire.Show(message), Is.EqualTo(Wire.Show(good)));
        }

        Assert.That(found, Is.EqualTo(3));
        Assert.That(framing.IsTooLarge, Is.False);
    }

    private static bool Accepts(byte[] message)
    {
        List<OracleField> fields = [];
        new OracleFields(Spec.HybridGpu).Split(message, fields);
        return new OracleValidation(Spec.HybridGpu).Accepts(message, fields, rejectsUserDefined: false);
    }
}
