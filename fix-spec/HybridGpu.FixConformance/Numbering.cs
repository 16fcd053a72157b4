using System;
using System.Globalization;

namespace HybridGpu.FixConformance;

/// <summary>
/// Where a script's numbers lie in the session's: scripts count from 1, sessions may have gone on for years.
/// </summary>
/// <remarks>
/// Of a script's numbers those of our messages and those of the acceptor's have each their own beginning. A Logon with
/// 141=Y has number 1 on the wire as well, and moves our beginning to 0; the acceptor's when it agrees.
/// </remarks>
internal sealed class Numbering
{
    private long _ours;
    private long _theirs;

    /// <summary>The highest number that the acceptor may have been told of.</summary>
    public long HighestSent { get; private set; }

    /// <summary>The number that the acceptor's next message has on the wire.</summary>
    public long NextReceived { get; private set; } = 1;

    /// <summary>Begins a script.</summary>
    /// <param name="lastSent">The last number of ours that the acceptor has consumed.</param>
    /// <param name="lastReceived">The last number of the acceptor's.</param>
    public void Begin(long lastSent, long lastReceived)
    {
        _ours = lastSent;
        _theirs = lastReceived;
        NextReceived = lastReceived + 1;
        Note(lastSent);
    }

    /// <summary>Our Logon asks for a reset with number 1: what follows it counts from there.</summary>
    public void ResetOurs() => _ours = 0;

    /// <summary>Notes a number that was sent.</summary>
    /// <param name="number">The number on the wire.</param>
    public void Note(long number) => HighestSent = Math.Max(HighestSent, number);

    /// <summary>A field of a script as it goes to the wire.</summary>
    /// <param name="field">The field.</param>
    public ScriptField ToWire(ScriptField field)
    {
        switch (field.Tag)
        {
            case 34 or 36:
                ScriptField moved = Moved(field, _ours);
                Note(Parse(moved.Value));
                return moved;
            case 7 or 16 or 45 or 369 or 789:
                return Moved(field, _theirs);
            default:
                return field;
        }
    }

    /// <summary>A received field as a script counts.</summary>
    /// <param name="field">The field.</param>
    public ScriptField ToScript(ScriptField field) => field.Tag switch
    {
        34 or 36 => Moved(field, -_theirs),
        7 or 16 or 45 or 369 or 789 => Moved(field, -_ours),
        _ => field,
    };

    /// <summary>
    /// Takes note of a received message. Its number must be the next, unless it says that it is sent again.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <exception cref="ConformanceException">Another number.</exception>
    public void Receive(WireMessage message)
    {
        long number = message.Number(34);
        bool isLogon = message.MsgType == "A";
        if (isLogon && message[141] == "Y")
        {
            (_ours, _theirs, NextReceived) = (0, 0, 1);
        }

        if (message[43] == "Y")
        {
            Check(number >= 1 && number < NextReceived, message, "sent again, and never before");
            return;
        }

        // What left while we were away may not have reached us: a Logon may be ahead.
        Check(number == NextReceived || (isLogon && number > NextReceived), message, $"{NextReceived} is next");
        NextReceived = number + 1;
        if (message.MsgType == "4" && message[123] != "Y")
        {
            NextReceived = message.Number(36);
        }
    }

    private static void Check(bool holds, WireMessage message, string text)
    {
        if (!holds)
        {
            throw new ConformanceException($"received MsgSeqNum {message[34]}, but {text}: {message}");
        }
    }

    /// <summary>0 stands for no number (16=0), and what is none stays as it is.</summary>
    private static ScriptField Moved(ScriptField field, long by) => Parse(field.Value) is > 0 and long number
        ? field with { Value = (number + by).ToString(CultureInfo.InvariantCulture) }
        : field;

    private static long Parse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
