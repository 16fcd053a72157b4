using HybridGpu.Fix.Codec;

namespace HybridGpu.Fix.Tests;

public sealed class FrameReaderTests
{
    private static readonly byte[] First = Wire.Frame("35=0|34=1|49=A|56=B");
    private static readonly byte[] Second = Wire.Frame("35=1|34=2|49=A|56=B|112=8=FIX.4.4");

    [Test]
    public void Stream_split_at_any_two_points_gives_the_same_messages()
    {
        byte[] stream = [.. First, .. Second, .. First];
        for (int one = 0; one <= stream.Length; one++)
        {
            for (int two = one; two <= stream.Length; two += 3)
            {
                var reader = new FrameReader();
                List<string> read = [];
                Feed(reader, stream.AsSpan(0, one), read);
                Feed(reader, stream.AsSpan(one, two - one), read);
                Feed(reader, stream.AsSpan(two), read);

                Assert.That(
                    read, Is.EqualTo(new[] { Wire.Show(First), Wire.Show(Second), Wire.Show(First) }), $"{one} {two}");
                Assert.That(reader.GarbledCount, Is.Zero);
            }
        }
    }

    [TestCase("garbage")]
    [TestCase("8=")]
    [TestCase("8=FIX")]
    [TestCase("8=FIX.4.4\u0001")]
    [TestCase("8=FIX.4.4\u00019=\u0001")]
    [TestCase("8=FIX.4.4\u00019=x\u0001")]
    [TestCase("8=FIX.4.4\u00019=-5\u0001")]
    [TestCase("8=FIX.4.4\u000135=0\u0001")]
    [TestCase("8=8=8=8=FIX8=FIX")]
    [TestCase("8=FIX.4.4\u00019=5\u000135=0\u000110=000\u0001")]
    [TestCase("8=FIX.4.4\u00019=3\u000135=0\u000110=161\u0001")]
    public void Garbage_before_a_message_is_skipped_and_counted(string garbage)
    {
        var reader = new FrameReader();
        List<string> read = [];

        Feed(reader, [.. System.Text.Encoding.Latin1.GetBytes(garbage), .. First, .. Second], read);

        Assert.That(read, Is.EqualTo(new[] { Wire.Show(First), Wire.Show(Second) }));
        Assert.That(reader.GarbledCount, Is.GreaterThan(0));
    }

    [Test]
    public void Start_that_ends_a_longer_tag_is_skipped_wherever_the_stream_is_cut()
    {
        byte[] stream = [.. "garbage\u00015"u8, .. First, .. Second];
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            var reader = new FrameReader();
            List<string> read = [];

            Feed(reader, stream.AsSpan(0, cut), read);
            Feed(reader, stream.AsSpan(cut), read);

            Assert.That(read, Is.EqualTo(new[] { Wire.Show(Second) }), $"{cut}");
        }
    }

    [Test]
    public void Wrong_checksum_skips_the_whole_frame_even_if_a_message_hides_inside()
    {
        byte[] hidden = Wire.Frame($"35=B|95={First.Length}|96={Wire.Show(First)}");
        hidden[^2] = hidden[^2] == '0' ? (byte)'1' : (byte)'0';
        var reader = new FrameReader();
        List<string> read = [];

        Feed(reader, [.. hidden, .. Second], read);

        Assert.That(read, Is.EqualTo(new[] { Wire.Show(Second) }));
    }

    [TestCase(1)]
    [TestCase(-1)]
    [TestCase(100)]
    public void Wrong_body_length_costs_that_message_only(int error)
    {
        string text = Wire.Show(First);
        string length = Wire.Field(text, 9)!;
        int wrong = int.Parse(length, global::System.Globalization.CultureInfo.InvariantCulture) + error;
        byte[] bad = System.Text.Encoding.Latin1.GetBytes(
            text.Replace($"|9={length}|", $"|9={wrong}|", StringComparison.Ordinal).Replace('|', '\u0001'));
        var reader = new FrameReader();
        List<string> read = [];

        Feed(reader, [.. bad, .. Second, .. Second, .. Second, .. Second], read);

        Assert.That(read, Has.Count.EqualTo(4));
    }

    [Test]
    public void Announced_length_beyond_the_maximum_is_too_large()
    {
        var reader = new FrameReader(1024);
        "8=FIX.4.4\u00019=1001\u0001"u8.CopyTo(reader.GetMemory().Span);
        reader.Advance(17);

        Assert.That(reader.TryRead(out _, out _), Is.EqualTo(FrameOutcome.TooLarge));
    }

    [Test]
    public void Message_of_the_maximum_passes_and_memory_stays_bounded()
    {
        var reader = new FrameReader(4096);
        byte[] message = Wire.Frame("35=B|58=" + new string('x', 4096 - 33));
        Assert.That(message, Has.Length.EqualTo(4096));
        List<string> read = [];

        for (int repeat = 0; repeat < 20; repeat++)
        {
            Feed(reader, message, read);
        }

        Assert.That(read, Has.Count.EqualTo(20));
        Assert.That(reader.Buffer, Has.Length.LessThanOrEqualTo(8192));
    }

    internal static void Feed(FrameReader reader, ReadOnlySpan<byte> bytes, List<string> read)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> room = reader.GetMemory().Span;
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            reader.Advance(count);
            bytes = bytes[count..];
            FrameOutcome outcome;
            while ((outcome = reader.TryRead(out int offset, out int length)) != FrameOutcome.NeedMore)
            {
                Assert.That(outcome, Is.Not.EqualTo(FrameOutcome.TooLarge));
                if (outcome == FrameOutcome.Message)
                {
                    read.Add(Wire.Show(reader.Buffer.AsSpan(offset, length)));
                }
            }
        }
    }
}
