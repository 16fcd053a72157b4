using System;

namespace HybridGpu.FixFuzz;

/// <summary>Makes the mutated message of an index. Thread: one.</summary>
/// <param name="spec">The dictionary.</param>
/// <param name="random">What it draws from; set to the index before each message.</param>
internal sealed class MessageSource(Spec spec, FuzzRandom random)
{
    // "8=FIX.4.4|9=": what random bytes leave alone when the message is framed after they have struck.
    private const int HeaderFieldCount = 5;

    private readonly DraftMaker _maker = new(spec, random);
    private readonly DraftMutator _structure = new(spec, random);
    private readonly ByteMutator _bytes = new(random);
    private readonly Draft _draft = new();
    private readonly Draft _other = new();
    private readonly ByteBuffer _otherBytes = new();
    private readonly ByteBuffer _body = new();

    /// <summary>Makes a message and damages it.</summary>
    /// <param name="header">What a peer would put into the header.</param>
    /// <param name="output">Receives it; cleared.</param>
    public void Make(in DraftHeader header, ByteBuffer output)
    {
        output.Clear();
        _maker.Make(_draft, Choose(), header);
        switch (random.Below(8))
        {
            case 0 or 1:
                _draft.Frame(output);
                _bytes.Mutate(output, 0, Other(header));
                break;
            case 2 or 3:
                MutateBody(header, output);
                break;
            case 4:
                _structure.Mutate(_draft);
                _draft.Frame(output);
                Misframe(output);
                break;
            default:
                _structure.Mutate(_draft);
                _draft.Frame(output);
                break;
        }
    }

    /// <summary>Makes a message that is valid.</summary>
    /// <param name="message">Its type.</param>
    /// <param name="header">What a peer would put into the header.</param>
    /// <param name="output">Receives it; cleared.</param>
    public void MakeValid(SpecMessage message, in DraftHeader header, ByteBuffer output)
    {
        output.Clear();
        _maker.Make(_draft, message, header);
        _draft.Frame(output);
    }

    /// <summary>Any type; those that end or begin a session come more rarely, or it would do nothing else.</summary>
    private SpecMessage Choose()
    {
        SpecMessage message = random.Pick<SpecMessage>(spec.Messages);
        return message.Type is "5" or "A" && !random.OneIn(4) ? random.Pick<SpecMessage>(spec.Messages) : message;
    }

    private Span<byte> Other(in DraftHeader header)
    {
        MakeOther(header);
        return _otherBytes.Span;
    }

    private void MakeOther(in DraftHeader header)
    {
        _otherBytes.Clear();
        _maker.Make(_other, Choose(), header);
        _other.Frame(_otherBytes);
    }

    /// <summary>Random bytes within a frame whose length and checksum are right.</summary>
    private void MutateBody(in DraftHeader header, ByteBuffer output)
    {
        _body.Clear();
        int from = 0;
        for (int index = 0; index < _draft.Fields.Count; index++)
        {
            from = index == HeaderFieldCount ? _body.Length : from;
            _body.Add(_draft.Tag(index));
            _body.Add((byte)'=');
            _body.Add(_draft.Value(index));
            _body.Add((byte)1);
        }

        _bytes.Mutate(_body, from, Other(header));
        if (_body.Length == 0 || _body.Span[^1] != 1)
        {
            _body.Add((byte)1);
        }

        output.Add("8=FIX.4.4\u00019="u8);
        output.Add((long)_body.Length);
        output.Add((byte)1);
        output.Add(_body.Span);
        Draft.AddChecksum(output, 0);
    }

    /// <summary>A length or a checksum that is wrong, each also with the other one right.</summary>
    private void Misframe(ByteBuffer output)
    {
        int lengthStart = "8=FIX.4.4|9=".Length;
        switch (random.Below(4))
        {
            case 0:
                output.Span[^(2 + random.Below(3))] = random.Pick("0123456789x"u8);
                return;
            case 1:
                output.Span[lengthStart] = random.Pick("0123456789-"u8);
                break;
            case 2:
                output.Insert(lengthStart, 1 + random.Below(14)).Fill((byte)'0');
                break;
            default:
                output.Span[2 + random.Below(7)] = random.Pick("FIXT.1245="u8);
                break;
        }

        output.Remove(output.Length - 7, 7);
        Draft.AddChecksum(output, 0);
    }
}
