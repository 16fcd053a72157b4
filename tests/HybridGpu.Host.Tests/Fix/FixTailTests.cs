using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Host.Fix;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Fix;

/// <summary>A session's messages for an operator.</summary>
public sealed class FixTailTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task The_last_messages_are_printed_by_name_with_time_and_direction()
    {
        using FileMessageStore store = FileMessageStore.Open(
            _folder["fix"], SessionId.Fix44("HYBRIDGPU", "ACME"), TimeProvider.System);
        for (int number = 1; number <= 3; number++)
        {
            string text = $"8=FIX.4.4|9=0|35=1|49=A|56=B|34={number}|52=x|112=T{number}|10=000|";
            store.AppendInbound(
                number, 1_770_278_400_123_000_000, System.Text.Encoding.ASCII.GetBytes(text.Replace('|', '\u0001')));
        }

        store.Flush();
        using var output = new StringWriter();

        int status = await FixTail.RunAsync(_folder[""], "ACME", 2, false, output, CancellationToken.None);

        Assert.That(status, Is.Zero);
        Assert.That(output.ToString().Split('\n')[..2], Is.EqualTo(new[]
        {
            "2026-02-05 08:00:00.123 <-      2 TestRequest(1) TestReqID(112)=T2",
            "2026-02-05 08:00:00.123 <-      3 TestRequest(1) TestReqID(112)=T3",
        }));
    }

    [Test]
    public async Task Older_segments_that_are_gone_are_said_and_the_rest_is_followed_into_the_next()
    {
        FileMessageStore store = FileMessageStore.Open(
            _folder["fix"],
            SessionId.Fix44("HYBRIDGPU", "ACME"),
            TimeProvider.System,
            new StoreLimits { SegmentBytes = 400, MaxBytes = 1_600 });
        for (int number = 1; number <= 60; number++)
        {
            store.AppendInbound(number, 0, System.Text.Encoding.ASCII.GetBytes($"message {number}"));
            store.Flush();
        }

        store.Dispose();
        Assert.That(Directory.GetFiles(_folder["fix"], "*.log"), Is.Empty, "the first is gone");
        using var output = new StringWriter();
        int status = await FixTail.RunAsync(_folder[""], "ACME", 1_000, false, output, CancellationToken.None);

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(status, Is.Zero);
        Assert.That(lines[0], Is.EqualTo("-- what was before is not kept; the next number sent is 1"));
        Assert.That(lines, Has.Length.InRange(15, 31));
        Assert.That(lines[^1], Does.Contain("<-     60 "));
    }

    [Test]
    public async Task A_session_that_has_no_log_is_said_with_those_that_have()
    {
        FileMessageStore.Open(_folder["fix"], SessionId.Fix44("HYBRIDGPU", "ACME"), TimeProvider.System).Dispose();

        int status = await FixTail.RunAsync(
            _folder[""], "NOBODY", 2, false, TextWriter.Null, CancellationToken.None);

        Assert.That(status, Is.EqualTo(1));
    }
}
