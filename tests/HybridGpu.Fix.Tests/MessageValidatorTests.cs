using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Tests;

public sealed class MessageValidatorTests
{
    private const string Header = "35=D|34=2|49=A|52=20260302-09:30:00|56=B";
    private const string Order = "11=X|55=BTC|54=1|60=20260302-09:30:00.123456789|38=1.5|40=2|44=100";
    private const string QuoteHeader = "35=i|34=2|49=A|52=20260302-09:30:00|56=B|117=Q";
    private const string Entries = "295=2|299=1|55=X|132=1|299=2|133=2";

    [TestCase(Header + "|" + Order, -1, -1)]
    [TestCase(Header + "|" + Order + "|18=6|59=6|126=20260302-09:30:00", -1, -1)]
    [TestCase(Header + "|" + Order + "|18=6 E", -1, -1)]
    [TestCase(Header + "|" + Order + "|18=6 Z", 5, 18)]
    [TestCase(Header + "|" + Order + "|93=4|89=a=\u0001b", -1, -1)]
    [TestCase(Header + "|" + Order + "|9999=X", -1, -1)]
    [TestCase(Header + "|" + Order + "|999=X", 0, 999)]
    [TestCase(Header + "|" + Order + "|-1=X", 0, 0)]
    [TestCase(Header + "|" + Order + "|0=X", 0, 0)]
    [TestCase(Header + "|" + Order + "|262=X", 2, 262)]
    [TestCase(Header + "|" + Order + "|58=", 4, 58)]
    [TestCase(Header + "|" + Order + "|11=Y", 13, 11)]
    [TestCase(Header + "|" + Order + "|50=S", 14, 50)]
    [TestCase(Header + "|93=1|89=x|" + Order, 14, 11)]
    [TestCase(Header + "|11=X|55=BTC|54=1|60=20260302-09:30:00|38=1.5", 1, 40)]
    [TestCase(Header + "|11=X|55=BTC|54=7|60=20260302-09:30:00|38=1|40=2", 5, 54)]
    [TestCase(Header + "|11=X|55=BTC|54=12|60=20260302-09:30:00|38=1|40=2", 6, 54)]
    [TestCase(Header + "|11=X|55=BTC|54=1|60=20260302-09:30|38=1|40=2", 6, 60)]
    [TestCase(Header + "|11=X|55=BTC|54=1|60=20260302-09:30:00|38=1e5|40=2", 6, 38)]
    [TestCase("35=D|34=2|49=A|56=B|" + Order, 1, 52)]
    [TestCase(QuoteHeader + "|296=1|302=S|304=2|" + Entries, -1, -1)]
    [TestCase(QuoteHeader + "|296=2|302=S|304=2|" + Entries + "|302=T|304=2|" + Entries, -1, -1)]
    [TestCase(QuoteHeader + "|296=2|302=S|304=2|" + Entries, 16, 296)]
    [TestCase(QuoteHeader + "|296=1|302=S|304=2|295=3|299=1|299=2", 16, 295)]
    [TestCase(QuoteHeader + "|296=1|304=2|302=S|" + Entries, 15, 304)]
    [TestCase(QuoteHeader + "|296=1|302=S|304=2|295=1|299=1|132=1|55=X", 15, 55)]
    [TestCase(QuoteHeader + "|296=1|302=S|304=2|295=1|299=1|132=1|132=2", 13, 132)]
    [TestCase(QuoteHeader + "|296=1|302=S|" + Entries, 1, 304)]
    [TestCase(QuoteHeader + "|296=1|302=S|304=2|295=1|299=1|132=x", 6, 132)]
    public void Fault_is_named_by_reason_and_tag(string fields, int reason, int tag)
    {
        var validator = new MessageValidator(DataDictionary.HybridGpu);

        Assert.That(validator.Validate(Wire.Parse(fields)), Is.EqualTo(new ValidationResult(reason, tag)));
    }

    [Test]
    public void Unknown_user_tag_is_rejected_by_that_policy()
    {
        var validator = new MessageValidator(DataDictionary.HybridGpu, UnknownTagPolicy.Reject);

        ValidationResult result = validator.Validate(Wire.Parse(Header + "|" + Order + "|9999=X"));

        Assert.That(result, Is.EqualTo(new ValidationResult(SessionRejectReason.InvalidTagNumber, 9999)));
    }

    [Test]
    public void Message_type_outside_the_dictionary_is_invalid()
    {
        FixMessage message = Wire.Parse("35=AS|34=2|49=A|52=20260302-09:30:00|56=B");

        Assert.That(new MessageValidator(DataDictionary.HybridGpu).Validate(message).Reason, Is.EqualTo(11));
    }
}
