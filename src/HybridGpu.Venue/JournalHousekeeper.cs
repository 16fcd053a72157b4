using System;
using System.Threading;
using HybridGpu.Persistence;

namespace HybridGpu.Venue;

/// <summary>The journal's slow work, off its hot path: next segments made ahead, async writes synced while idle, and
/// the durable watermark recorded.</summary>
/// <remarks>Thread: its own. Without it a segment's zeroing would hold up a commit, and with async durability the last
/// batch before a pause would stay unsynced until the next one.</remarks>
internal sealed class JournalHousekeeper : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SyncInterval = TimeSpan.FromMilliseconds(10);

    private readonly JournalWriter _journal;
    private readonly DurabilityGate _durable;
    private readonly bool _syncs;
    private readonly Action<Exception> _onFault;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopping = new(false);

    public JournalHousekeeper(
        JournalWriter journal, DurabilityGate durable, Durability durability, Action<Exception> onFault)
    {
        _journal = journal;
        _durable = durable;
        _syncs = durability == Durability.Async;
        _onFault = onFault;
        _thread = new Thread(Run) { IsBackground = true, Name = "journal-housekeeper" };
    }

    public void Start() => _thread.Start();

    /// <summary>Ends the thread after the work in hand.</summary>
    public void Stop()
    {
        _stopping.Set();
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private void Run()
    {
        try
        {
            while (!_stopping.Wait(_syncs ? SyncInterval : Interval))
            {
                // Disk full isn't a fault here: the writer's status says so and the gateway refuses new orders.
                _journal.PrepareSpare();
                if (_syncs && _journal.DurableSequence < _journal.WrittenSequence)
                {
                    _journal.Flush();
                    _durable.Open(_journal.DurableSequence);
                }

                _journal.RecordWatermark();
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _onFault(fault);
        }
    }
}
