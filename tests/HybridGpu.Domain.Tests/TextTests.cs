using System.Text;

namespace HybridGpu.Domain.Tests;

internal sealed class TextTests
{
    private static readonly byte[] Printable = [.. Enumerable.Range(0x20, 0x5F).Select(code => (byte)code)];

    [TestCase(8)]
    [TestCase(16)]
    [TestCase(40)]
    public void Every_length_up_to_the_capacity_comes_back_and_one_more_is_refused(int capacity)
    {
        for (int length = 0; length <= capacity; length++)
        {
            byte[] ascii = Printable[1..(length + 1)];
            Assert.That(RoundTrip(capacity, ascii), Is.EqualTo(Encoding.ASCII.GetString(ascii)));
        }

        Assert.That(RoundTrip(capacity, Printable[..(capacity + 1)]), Is.Null);
    }

    [TestCase(8)]
    [TestCase(16)]
    [TestCase(40)]
    public void Exactly_printable_ascii_is_accepted_at_every_place(int capacity)
    {
        for (int place = 0; place < 4; place++)
        {
            for (int code = 0; code < 256; code++)
            {
                byte[] ascii = "ABCD"u8.ToArray();
                ascii[place] = (byte)code;
                bool printable = code is >= 0x20 and <= 0x7E;
                Assert.That(RoundTrip(capacity, ascii) is not null, Is.EqualTo(printable), $"0x{code:x2} at {place}");
            }
        }
    }

    [Test]
    public void Texts_are_equal_when_all_their_characters_are()
    {
        byte[] ascii = Printable[1..41];
        for (int place = 0; place < 40; place++)
        {
            byte[] other = [.. ascii];
            other[place] = (byte)'!';
            if (ascii[place] == other[place])
            {
                continue;
            }

            Assert.That(Of40(ascii), Is.Not.EqualTo(Of40(other)), $"place {place}");
            Assert.That(Of40(ascii).Digest(), Is.Not.EqualTo(Of40(other).Digest()), $"place {place}");
            if (place < 16)
            {
                Assert.That(Of16(ascii[..16]), Is.Not.EqualTo(Of16(other[..16])));
            }

            if (place < 8)
            {
                Assert.That(Of8(ascii[..8]), Is.Not.EqualTo(Of8(other[..8])));
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(Of40(ascii), Is.EqualTo(Of40([.. ascii])));
            Assert.That(Of40(ascii).GetHashCode(), Is.EqualTo(Of40([.. ascii]).GetHashCode()));
            Assert.That(Of40("AB"u8.ToArray()) == Of40("AB "u8.ToArray()), Is.False, "a trailing blank counts");
        });
    }

    [Test]
    public void A_refused_text_leaves_the_empty_one()
    {
        Assert.That(Text40.TryCreate("\n"u8, out Text40 text), Is.False);
        Assert.That(text.IsEmpty, Is.True);
        Assert.That(text.ToString(), Is.Empty);
        Assert.That(Of8("A"u8.ToArray()).IsEmpty, Is.False);
    }

    [TestCase("caf\u00e9", TestName = "Create_refuses_a_letter_outside_ASCII_instead_of_writing_a_question_mark")]
    [TestCase("tab\there", TestName = "Create_refuses_control_characters")]
    [TestCase("12345678901234567890123456789012345678901", TestName = "Create_refuses_41_characters")]
    public void Create_refuses(string text)
    {
        Assert.That(() => Text40.Create(text), Throws.ArgumentException);
    }

    [Test]
    public void Copying_needs_the_whole_capacity_and_reports_the_characters()
    {
        byte[] destination = new byte[40];
        Assert.That(Text40.Create("MAKER").CopyTo(destination), Is.EqualTo(5));
        Assert.That(destination[..6], Is.EqualTo("MAKER\0"u8.ToArray()));
        Assert.That(() => Text40.Create("MAKER").CopyTo(new byte[39]), Throws.InstanceOf<ArgumentException>());
    }

    private static string? RoundTrip(int capacity, byte[] ascii) => capacity switch
    {
        8 => Text8.TryCreate(ascii, out Text8 text) ? text.ToString() : null,
        16 => Text16.TryCreate(ascii, out Text16 text) ? text.ToString() : null,
        _ => Text40.TryCreate(ascii, out Text40 text) ? text.ToString() : null,
    };

    private static Text40 Of40(byte[] ascii) => Text40.TryCreate(ascii, out Text40 text) ? text : default;

    private static Text16 Of16(byte[] ascii) => Text16.TryCreate(ascii, out Text16 text) ? text : default;

    private static Text8 Of8(byte[] ascii) => Text8.TryCreate(ascii, out Text8 text) ? text : default;
}
