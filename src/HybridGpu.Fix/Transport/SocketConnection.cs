using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;

namespace HybridGpu.Fix.Transport;

/// <summary>One TCP (or TLS) connection: a receive loop, and a pump that writes what sessions queue.</summary>
/// <remarks>
/// Senders copy into one buffer while the other is being written, so that many messages leave in one write and nobody
/// waits for the socket. What is sent from within a callback of the receive loop is written by that loop when it has
/// delivered all it received: no other thread has to wake up for an answer. The store is flushed between the swap and
/// the write. Bounded: beyond the session's limit <see cref="TrySend"/> refuses.
/// Cost: no allocation per message or write in steady state; the pump is its own work item.
/// Thread: <see cref="TrySend"/> under the session's outbound lock; the receive loop on its own
/// (<see cref="RunAsync"/>), the pump on that or on the thread pool.
/// </remarks>
internal sealed partial class SocketConnection : ITransport, IThreadPoolWorkItem, IDisposable
{
    // Beyond it answers are written while the rest of what was received is still being delivered.
    private const int AnswerBytesMax = 64 * 1024;

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(1);

    private readonly Lock _sendLock = new();
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly Action _resume;
    private readonly long _openedTicks;
    private byte[] _filling = new byte[16 * 1024];
    private byte[] _writing = new byte[16 * 1024];
    private int _fillLength;
    private int _inFlightLength;
    private bool _pumpActive;
    private bool _writeStarted;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _write;
    private int _sendQueueBytes = 64 * 1024;
    private volatile bool _closing;
    private volatile bool _disposed;
    private long _closingTicks;
    private string _closeReason = "connection lost";

    /// <summary>Wraps a connected socket.</summary>
    /// <param name="socket">The socket, owned from here.</param>
    /// <param name="stream">The stream over it: plain or TLS, owned from here.</param>
    /// <param name="maxMessageBytes">Hard maximum of a received message.</param>
    /// <param name="time">The clock.</param>
    public SocketConnection(Socket socket, Stream stream, int maxMessageBytes, TimeProvider time)
    {
        _socket = socket;
        _stream = stream;
        _time = time;
        _frames = new Codec.FrameReader(maxMessageBytes);
        _resume = () => Pump(int.MaxValue);
        _openedTicks = time.GetTimestamp();
        RemoteAddress = (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? string.Empty;
    }

    /// <inheritdoc/>
    public string RemoteAddress { get; }

    /// <inheritdoc/>
    public int PendingByteCount => Volatile.Read(ref _fillLength) + Volatile.Read(ref _inFlightLength);

    /// <summary>Whether the connection is over and disposed of.</summary>
    public bool IsDisposed => _disposed;

    /// <summary>Why it was closed.</summary>
    public string CloseReason => _closeReason;

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        lock (_sendLock)
        {
            if (_closing)
            {
                // The messages are stored; the peer asks for them when it is back.
                return true;
            }

            int needed = _fillLength + bytes.Length;
            if (needed + _inFlightLength > _sendQueueBytes)
            {
                return false;
            }

            if (needed > _filling.Length)
            {
                Array.Resize(ref _filling, Math.Min(_sendQueueBytes, Math.Max(needed, 2 * _filling.Length)));
            }

            bytes.CopyTo(_filling.AsSpan(_fillLength));
            Volatile.Write(ref _fillLength, needed);
            bool isAnswer = Environment.CurrentManagedThreadId == _deliveringThread && needed < AnswerBytesMax;
            if (_pumpActive || isAnswer)
            {
                // The receive loop writes the answers to all it has received at once, when it has delivered it.
                return true;
            }

            _pumpActive = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <inheritdoc/>
    public void Close(string reason)
    {
        bool starts;
        lock (_sendLock)
        {
            if (_closing)
            {
                return;
            }

            _closing = true;
            _closeReason = reason;
            _closingTicks = _time.GetTimestamp();
            if (_pumpActive)
            {
                return;
            }

            starts = _fillLength > 0;
            if (starts && Environment.CurrentManagedThreadId == _deliveringThread)
            {
                // The last words leave with the other answers, however busy the thread pool is.
                return;
            }

            _pumpActive = starts;
        }

        if (starts)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        ShutdownSend();
    }

    /// <summary>Enforces deadlines: a close that the peer does not complete, a connection that never logs on.</summary>
    /// <param name="logonTimeout">How long a connection may have no session.</param>
    public void Tick(TimeSpan logonTimeout)
    {
        if (_closing)
        {
            if (_time.GetElapsedTime(_closingTicks) >= ClosePatience)
            {
                Dispose();
            }
        }
        else if (TryStartPump())
        {
            // The receiving thread waits within a callback: its earlier answers need not wait with it.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        if (!_closing && _session is null && _time.GetElapsedTime(_openedTicks) >= logonTimeout)
        {
            Close("no Logon in time");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _closing = true;

            // The socket first: it ends a write that the peer blocks, which the stream's own end could wait for.
            _socket.Dispose();
            _stream.Dispose();
        }
    }

    void IThreadPoolWorkItem.Execute() => Pump(int.MaxValue);

    private bool TryStartPump()
    {
        lock (_sendLock)
        {
            bool starts = _fillLength > 0 && !_pumpActive;
            _pumpActive |= starts;
            return starts;
        }
    }

    /// <summary>Writes until nothing is queued. Runs once at a time: <see cref="_pumpActive"/> says whether.</summary>
    /// <param name="writesMax">After so many writes the rest is left to the thread pool.</param>
    [SuppressMessage("Reliability", "CA2012", Justification = "One awaiter a write, read once when it completes.")]
    [SuppressMessage("Design", "CA1031", Justification = "On a thread of the pool it would end the process.")]
    private void Pump(int writesMax)
    {
        try
        {
            while (true)
            {
                if (_writeStarted)
                {
                    _writeStarted = false;
                    _write.GetResult();
                    Volatile.Write(ref _inFlightLength, 0);
                    _session?.OnWritable();
                }

                if (Volatile.Read(ref _fillLength) > 0 && writesMax-- <= 0)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                }

                if (!TrySwap())
                {
                    return;
                }

                if (_session is { } session && !session.FlushStore())
                {
                    Dispose();
                    return;
                }

                _write = _stream.WriteAsync(_writing.AsMemory(0, _inFlightLength)).ConfigureAwait(false).GetAwaiter();
                _writeStarted = true;
                if (!_write.IsCompleted)
                {
                    _write.UnsafeOnCompleted(_resume);
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            // Mostly a socket that is gone: the receive loop notices and tells the session. Whatever else it is ends
            // this connection and nothing else, as at the edge of that loop.
            NoteFailure(exception.Message);
            Dispose();
        }
    }

    private bool TrySwap()
    {
        lock (_sendLock)
        {
            if (_fillLength > 0)
            {
                (_filling, _writing) = (_writing, _filling);
                Volatile.Write(ref _inFlightLength, _fillLength);
                Volatile.Write(ref _fillLength, 0);
                return true;
            }

            _pumpActive = false;
            if (!_closing)
            {
                return false;
            }
        }

        ShutdownSend();
        return false;
    }

    /// <summary>
    /// Ends our direction only: closing at once would reset the connection and lose what is on its way.
    /// </summary>
    private void ShutdownSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Dispose();
        }
    }

    private void NoteFailure(string reason)
    {
        if (!_closing)
        {
            _closeReason = "connection lost: " + reason;
        }
    }
}
