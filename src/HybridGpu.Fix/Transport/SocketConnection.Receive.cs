using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Transport;

/// <content>The receive loop: bytes to frames to messages to the session.</content>
internal sealed partial class SocketConnection
{
    private readonly FrameReader _frames;
    private readonly FixMessage _message = new();
    private volatile Session? _session;

    // Only compared with one's own number, so what other threads see of it does not matter.
    private int _deliveringThread;

    /// <summary>Chooses the session of an accepted connection by its first message; null refuses.</summary>
    public Func<SocketConnection, FixMessage, Session?>? SessionSelector { get; init; }

    /// <summary>The session, once known.</summary>
    public Session? Session => _session;

    /// <summary>Names the session before anything is received or sent, and takes its bounds.</summary>
    /// <param name="session">The session.</param>
    public void Bind(Session session)
    {
        _sendQueueBytes = session.Settings.SendQueueBytes;
        _frames.Allow(session.Settings.MaxMessageBytes);
        _session = session;
    }

    /// <summary>Receives until the connection ends, for whatever reason, then tells the session.</summary>
    /// <remarks>
    /// A plain connection has a thread of its own, which waits in the kernel: an answer costs one wake-up, where the
    /// thread pool's needs two and a search for work (docs/adr/0022), and a callback that waits holds up nobody else. A
    /// TLS connection, whose stream can't be polled, runs on the thread pool; so does a plain one for which the system
    /// gives no thread.
    /// </remarks>
    /// <returns>A task that never fails on what a peer or the network does.</returns>
    public Task RunAsync()
    {
        if (_stream is not NetworkStream)
        {
            return RunOnPoolAsync();
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => RunOnThread(ended)) { IsBackground = true, Name = "fix-receive" };
        try
        {
            thread.Start();
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            return RunOnPoolAsync();
        }

        return ended.Task;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Handed to whoever awaits the run.")]
    private void RunOnThread(TaskCompletionSource ended)
    {
        try
        {
            Run();
            ended.SetResult();
        }
        catch (Exception exception)
        {
            ended.SetException(exception);
        }
    }

    private void Run()
    {
        try
        {
            _socket.Blocking = false;
            do
            {
                _socket.Poll(Timeout.Infinite, SelectMode.SelectRead);
            }
            while (TakeReceived());
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            NoteFailure(exception.Message);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Takes what the kernel has, if it has; false when the peer sends no more.</summary>
    private bool TakeReceived()
    {
        int received = _socket.Receive(_frames.GetMemory().Span, SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success => OnReceived(received),
            SocketError.WouldBlock => true,
            _ => throw new SocketException((int)error),
        };
    }

    private async Task RunOnPoolAsync()
    {
        try
        {
            while (OnReceived(await _stream.ReadAsync(_frames.GetMemory())))
            {
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            NoteFailure(exception.Message);
        }
        finally
        {
            End();
        }
    }

    private static bool IsEnd(Exception exception) => exception
        is IOException or SocketException or ObjectDisposedException or InvalidOperationException;

    /// <summary>Hot path: delivers what was received and writes the answers; false when the peer sends no more.
    /// </summary>
    private bool OnReceived(int received)
    {
        if (received == 0)
        {
            NoteFailure("peer closed it");
            return false;
        }

        _frames.Advance(received);
        _deliveringThread = Environment.CurrentManagedThreadId;
        bool goesOn = !_closing && Deliver();
        _deliveringThread = 0;
        if (TryStartPump())
        {
            Pump(writesMax: 1);
        }

        if (!goesOn)
        {
            // What still comes after the end is read and forgotten, so that our last bytes get through.
            _frames.Clear();
        }

        return true;
    }

    // The session first: a peer that sees its connection closed may be back at once, and would be refused as long as
    // the session counted as live.
    private void End()
    {
        try
        {
            _session?.OnDisconnected(this, _closeReason);
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Hot path: hands over every whole message received so far.</summary>
    private bool Deliver()
    {
        while (true)
        {
            switch (_frames.TryRead(out int offset, out int length))
            {
                case FrameOutcome.Message:
                    if (!DeliverOne(offset, length))
                    {
                        return false;
                    }

                    break;
                case FrameOutcome.TooLarge:
                    _session?.OnTooLarge(this);
                    Close("message too large");
                    return false;
                case FrameOutcome.NeedMore:
                    return true;
                default:
                    if (_session is null && _frames.SkippedByteCount > FrameReader.DefaultMaxMessageBytes)
                    {
                        Close("nothing but garbage before a Logon");
                        return false;
                    }

                    break;
            }
        }
    }

    private bool DeliverOne(int offset, int length)
    {
        if (!_message.Parse(_frames.Buffer, offset, length))
        {
            _session?.OnTooLarge(this);
            Close("message has too many fields");
            return false;
        }

        Session? session = _session;
        if (session is null)
        {
            session = SessionSelector?.Invoke(this, _message);
            if (session is null)
            {
                return false;
            }
        }

        return DeliverTo(session);
    }

    /// <summary>
    /// The loop's edge: whatever an application's callback throws ends this session's connection and nothing else.
    /// </summary>
    [SuppressMessage(
        "Design", "CA1031", Justification = "An application's fault must not take other sessions down.")]
    private bool DeliverTo(Session session)
    {
        try
        {
            return session.OnMessage(this, _message);
        }
        catch (Exception exception)
        {
            session.Abort("application failed: " + exception.Message);
            return false;
        }
    }
}
