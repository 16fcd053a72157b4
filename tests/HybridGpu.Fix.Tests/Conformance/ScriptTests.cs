using HybridGpu.Fix.Transport;
using HybridGpu.FixConformance;

namespace HybridGpu.Fix.Tests.Conformance;

/// <summary>The scripts' language, and that a script fails where the acceptor does something else.</summary>
public sealed class ScriptTests
{
    private const string Logon = "# 1 test\nconnect\nsend 35=A|34=1|98=0|108=30\n";

    [TestCase("connect\nexpect 35=A", TestName = "Script_without_a_sentence_is_refused")]
    [TestCase("# 1 test\nconnect\nsend 35=0", TestName = "Script_that_expects_nothing_is_refused")]
    [TestCase("# 1 test\nconnect\nexpct 35=A", TestName = "Unknown_step_is_refused")]
    [TestCase("# 1 test\nconnect\nexpect", TestName = "Expectation_of_nothing_is_refused")]
    [TestCase("# 1 test\nconnect 2\nexpect 35=A", TestName = "Fields_where_none_belong_are_refused")]
    [TestCase("# 1 test\nconnect\nexpect 35:A", TestName = "Field_without_an_equals_sign_is_refused")]
    public void Refused(string text) =>
        Assert.That(() => Script.Parse("x", text), Throws.TypeOf<ScriptException>());

    [TestCase("expect 35=A|34=1|108=31", "108 is '30' instead of '31'")]
    [TestCase("expect 35=A|!108", "108 is '30' instead of 'no such field'")]
    [TestCase("expect 35=A|58=*", "58 is 'absent' instead of '*'")]
    [TestCase("expect 35=A|108={1,2}", "108 is '30' instead of '{1,2}'")]
    [TestCase("expect 35=A|34=2", "34 is '1' instead of '2'")]
    [TestCase("expect-disconnect", "received 8=FIX.4.4")]
    [TestCase("wait-quiet\nexpect 35=A", "received 8=FIX.4.4")]
    [TestCase("expect 35=A\nexpect 35=A", "nothing came")]
    [TestCase("expect 35=A\nexpect-disconnect", "nothing came")]
    [TestCase("expect 35=A\nsend 35=5|34=2\nexpect 35=5\nwait-quiet", "the acceptor closed the connection")]
    [TestCase("expect 35=A\n@2 send 35=0|34=2", "there is no connection")]
    public async Task A_script_fails_where_the_acceptor_does_something_else(string steps, string reason)
    {
        await using var venue = new ConformanceVenue(new AcceptorSettings(), 1);
        var player = new ScriptPlayer(TargetOf(venue) with { Patience = TimeSpan.FromSeconds(1) });

        ScriptResult result = await player.PlayAsync(Script.Parse("x", Logon + steps));

        Assert.That(result.Outcome, Is.EqualTo(ScriptOutcome.Failed));
        Assert.That(result.Reason, Does.Contain(reason));
    }

    [Test]
    public async Task A_script_that_restarts_is_skipped_where_nobody_can_restart()
    {
        await using var venue = new ConformanceVenue(new AcceptorSettings(), 1);

        ScriptResult result = await new ScriptPlayer(TargetOf(venue)).PlayAsync(
            Script.Parse("x", Logon + "expect 35=A\nrestart"));

        Assert.That(result.Outcome, Is.EqualTo(ScriptOutcome.Skipped));
        Assert.That(result.Reason, Is.Not.Empty);
    }

    [TestCase("35=0|34=2", "8=FIX.4.4|9=50|35=0|34=2|")]
    [TestCase("35=0|34=2|9=<len+3>", "8=FIX.4.4|9=53|35=0|34=2|")]
    [TestCase("35=0|8=FIX.4.2|!34", "8=FIX.4.2|9=45|35=0|49=")]
    public void Header_is_filled_in_where_a_script_does_not_give_it(string fields, string beginning)
    {
        var target = new RunnerTarget { Host = "", Port = 1, Sender = "US", Target = "VENUE" };

        byte[] bytes = new MessageBuilder(target, new Numbering()).Build(Script.ParseFields(fields));

        Assert.That(Wire.Show(bytes), Does.StartWith(beginning));
        Assert.That(Wire.Show(bytes), Does.Match(@"\|10=\d\d\d\|$"));
    }

    [Test]
    public void Numbers_of_a_script_count_from_one_wherever_the_session_is()
    {
        var numbering = new Numbering();
        numbering.Begin(lastSent: 100, lastReceived: 7);

        Assert.That(numbering.ToWire(new ScriptField(34, "1")).Value, Is.EqualTo("101"));
        Assert.That(numbering.ToWire(new ScriptField(7, "1")).Value, Is.EqualTo("8"));
        Assert.That(numbering.ToWire(new ScriptField(16, "0")).Value, Is.EqualTo("0"));
        Assert.That(numbering.ToScript(new ScriptField(45, "102")).Value, Is.EqualTo("2"));
        Assert.That(numbering.ToScript(new ScriptField(34, "8")).Value, Is.EqualTo("1"));
    }

    [TestCase("8=FIX.4.4|9=5|35=0|10=163|", true)]
    [TestCase("8=FIX.4.4|9=6|35=0|10=164|", false)]
    [TestCase("8=FIX.4.4|9=5|35=0|10=164|", false)]
    [TestCase("35=0|8=FIX.4.4|9=5|10=163|", false)]
    public void Malformed_messages_of_the_acceptor_are_a_fault(string shown, bool isGood)
    {
        byte[] bytes = System.Text.Encoding.Latin1.GetBytes((shown + "8=FIX.4.4|9=5|").Replace('|', '\u0001'));

        if (isGood)
        {
            Assert.That(WireMessage.TryDecode(bytes, out WireMessage message), Is.EqualTo(shown.Length));
            Assert.That(message.MsgType, Is.EqualTo("0"));
        }
        else
        {
            Assert.That(() => WireMessage.TryDecode(bytes, out _), Throws.TypeOf<ConformanceException>());
        }
    }

    private static RunnerTarget TargetOf(ConformanceVenue venue) => new()
    {
        Host = "127.0.0.1",
        Port = venue.Port,
        Sender = "MAKER1",
        Target = "VENUE",
    };
}
