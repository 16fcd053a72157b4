using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Tests;

/// <summary>Keeps what a session sends.</summary>
internal sealed class RecordingTransport : ITransport
{
    private readonly Queue<string> _sent = new();

    public int PendingByteCount { get; set; }

    public int Capacity { get; set; } = int.MaxValue;

    public bool IsQuiet { get; set; }

    public long ByteCount { get; private set; }

    public string? CloseReason { get; private set; }

    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        if (PendingByteCount + bytes.Length > Capacity)
        {
            return false;
        }

        ByteCount += bytes.Length;
        if (!IsQuiet)
        {
            _sent.Enqueue(Wire.Show(bytes));
        }

        return true;
    }

    public void Close(string reason) => CloseReason ??= reason;

    /// <summary>The next message sent, or a failure.</summary>
    public string Next()
    {
        Assert.That(_sent, Is.Not.Empty, "nothing was sent");
        return _sent.Dequeue();
    }

    public string[] Drain()
    {
        string[] all = [.. _sent];
        _sent.Clear();
        return all;
    }
}
