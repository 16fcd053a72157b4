namespace HybridGpu.Domain.Tests;

internal sealed class RejectTextTests
{
    private static readonly RejectCode[] Reasons =
        [.. Enum.GetValues<RejectCode>().Where(code => code != RejectCode.None)];

    [TestCaseSource(nameof(Reasons))]
    public void Every_code_has_a_text_of_its_own(RejectCode code)
    {
        string text = RejectText.Of(code);
        Assert.Multiple(() =>
        {
            Assert.That(text, Is.Not.Empty);
            Assert.That(text, Is.Not.EqualTo(RejectText.Of((RejectCode)ushort.MaxValue)), "the text of unknown codes");
            Assert.That(text, Has.Length.LessThanOrEqualTo(100), "one line of FIX Text(58)");
            Assert.That(text.All(c => c is >= ' ' and <= '~'), Is.True, "FIX text is ASCII");
        });
    }

    [Test]
    public void No_two_codes_share_a_text()
    {
        Assert.That(Reasons.Select(RejectText.Of), Is.Unique);
        Assert.That(RejectText.Of(RejectCode.None), Is.Empty);
    }
}
