namespace HybridGpu.Fix.Tests;

/// <summary>A stream that is read in given pieces and then has ended; it says what was written and when it was
/// closed.</summary>
internal sealed class ChunkStream(params byte[][] chunks) : Stream
{
    private readonly Queue<ReadOnlyMemory<byte>> _chunks =
        new(chunks.Where(chunk => chunk.Length > 0).Select(chunk => new ReadOnlyMemory<byte>(chunk)));

    public Action OnClose { get; init; } = () => { };

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_chunks.TryDequeue(out ReadOnlyMemory<byte> chunk))
        {
            return ValueTask.FromResult(0);
        }

        chunk.CopyTo(buffer);
        return ValueTask.FromResult(chunk.Length);
    }

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        OnClose();
        base.Dispose(disposing);
    }
}
