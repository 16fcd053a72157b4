using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Tests;

/// <summary>Messages damaged at random: nothing escapes, the session stays in a state it knows.</summary>
public sealed class MutationTests
{
    private const int MessageCount = 200_000;

    private static readonly string[] Templates =
    [
        "35=D|{h}|11=A|55=BTC|54=1|60={t}|38=1|40=2|44=100.5|18=6",
        "35=F|{h}|41=A|11=B|55=BTC|54=1|60={t}",
        "35=i|{h}|117=Q|296=1|302=S|304=2|295=2|299=1|55=X|132=1|133=2|134=1|135=1|299=2|55=Y|132=1",
        "35=V|{h}|262=M|263=1|264=5|267=2|269=0|269=1|146=1|55=BTC",
        "35=2|{h}|7=1|16=0",
        "35=4|{h}|123=Y|36={n1}",
        "35=4|{h}|36={n1}",
        "35=1|{h}|112=T",
        "35=0|{h}",
        "35=3|{h}|45=1|373=5|371=11|58=no",
        "35=A|{h}|98=0|108=30",
        "35=A|{h}|98=0|108=30|141=Y",
        "35=5|{h}",
        "35=AE|{h}|571=1",
    ];

    [Test]
    public void Mutated_messages_never_let_an_exception_out()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("HYBRIDGPU_SEED"), out int given)
            ? given
            : Environment.TickCount;
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        var random = new Random(seed);
        using var harness = new SessionHarness();
        harness.Application.IsQuiet = true;
        int logonCount = 0;
        for (int index = 0; index < MessageCount; index++)
        {
            if (harness.Session.State == SessionState.Disconnected)
            {
                harness.Connect();
                harness.Transport.IsQuiet = true;
                harness.Receive("A", harness.Session.NextTargetMsgSeqNum, "98=0|108=30");
                logonCount++;
                harness.Report("E");
            }

            harness.ReceiveRaw(Mutated(random, harness));
            if (random.Next(100) == 0)
            {
                harness.Advance(random.Next(20));
            }
        }

        TestContext.Out.WriteLine($"{logonCount} logons, {harness.Application.AppCount} application messages");
        Assert.That(logonCount, Is.GreaterThan(10));
        Assert.That(harness.Application.AppCount, Is.GreaterThan(1000));
    }

    private static byte[] Mutated(Random random, SessionHarness harness)
    {
        long expected = harness.Session.NextTargetMsgSeqNum;
        long number = random.Next(10) == 0 ? expected + random.Next(-3, 5) : expected;
        string time = harness.Time.Text();
        string header = $"34={number}|49=PEER|52={time}|56=VENUE"
            + (random.Next(8) == 0 ? $"|43=Y|122={time}" : string.Empty);
        string fields = Templates[random.Next(100) < 60 ? random.Next(4) : random.Next(Templates.Length)]
            .Replace("{h}", header, StringComparison.Ordinal)
            .Replace("{t}", time, StringComparison.Ordinal)
            .Replace("{n1}", $"{number + random.Next(-1, 4)}", StringComparison.Ordinal);
        List<string> list = [.. fields.Split('|')];
        for (int mutation = random.Next(3); mutation > 0; mutation--)
        {
            MutateFields(random, list);
        }

        byte[] bytes = Wire.Frame(string.Join('|', list));
        if (random.Next(5) == 0)
        {
            MutateBytes(random, ref bytes);
        }

        return bytes;
    }

    /// <summary>
    /// Damage inside a frame that is itself valid, so that it reaches parser, validation and session.
    /// </summary>
    private static void MutateFields(Random random, List<string> fields)
    {
        int at = random.Next(fields.Count);
        switch (random.Next(7))
        {
            case 0 when fields.Count > 1:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(at, fields[random.Next(fields.Count)]);
                break;
            case 2:
                int other = random.Next(fields.Count);
                (fields[at], fields[other]) = (fields[other], fields[at]);
                break;
            case 3:
                fields[at] = $"{random.Next(1200)}={random.Next()}";
                break;
            case 4:
                fields[at] = fields[at].Split('=')[0] + "=";
                break;
            case 5:
                fields[at] = string.Concat(fields[at].Select(c => random.Next(8) == 0 ? (char)random.Next(2, 255) : c));
                break;
            default:
                string prefix = random.Next(2) == 0 ? "=-" : "=99999999999";
                fields[at] = fields[at].Replace("=", prefix, StringComparison.Ordinal);
                break;
        }
    }

    private static void MutateBytes(Random random, ref byte[] bytes)
    {
        switch (random.Next(3))
        {
            case 0:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                break;
            case 1:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            default:
                int from = random.Next(bytes.Length);
                bytes = [.. bytes[..from], .. bytes[random.Next(bytes.Length)..]];
                break;
        }
    }
}
