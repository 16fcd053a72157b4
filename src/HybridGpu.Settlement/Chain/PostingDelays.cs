using System;
using System.Collections.Generic;

namespace HybridGpu.Settlement.Chain;

/// <summary>How long a batch waits from when it is there until a block has it, and until it is final.</summary>
/// <remarks>What still waits counts as long as it has waited: a chain that stands still shows at once. Thread: one.
/// Memory: a moment for each batch that waits, at most <see cref="WaitingMax"/>; later ones aren't measured then, while
/// the oldest still is.</remarks>
internal sealed class PostingDelays(TimeProvider time)
{
    /// <summary>Moments kept.</summary>
    public const int WaitingMax = 1_024;

    private readonly Queue<(ulong Number, long Since)> _waiting = [];
    private ulong _available;
    private ulong _last;
    private (ulong Number, ulong Seconds) _firstBlock;

    /// <summary>Wait of the last batch that a block took, or of the oldest that waits if that is longer.</summary>
    public TimeSpan Post =>
        _waiting.TryPeek(out (ulong Number, long Since) oldest) && time.GetElapsedTime(oldest.Since) is var age
        && age > LastPost
            ? age
            : LastPost;

    /// <summary>Time from a seal's block to the block that made it final: the last one's, and never below the window.
    /// </summary>
    public TimeSpan Settle { get; private set; }

    /// <summary>Mean time between blocks since the first look; zero before there was a second block.</summary>
    public TimeSpan Block { get; private set; }

    private TimeSpan LastPost { get; set; }

    /// <summary>So many batches are there.</summary>
    public void Available(ulong count)
    {
        if (count > _available && _waiting.Count < WaitingMax)
        {
            _waiting.Enqueue((count, time.GetTimestamp()));
        }

        _available = Math.Max(_available, count);
    }

    /// <summary>A block has a batch, and so all before it. One that is posted again is not measured again.</summary>
    public void Posted(ulong number)
    {
        if (number <= _last)
        {
            return;
        }

        _last = number;
        while (_waiting.TryPeek(out (ulong Number, long Since) passed) && passed.Number < number)
        {
            _waiting.Dequeue();
        }

        // A moment stands for all batches up to its number that weren't there before.
        if (_waiting.TryPeek(out (ulong Number, long Since) its))
        {
            LastPost = time.GetElapsedTime(its.Since);
            if (its.Number == number)
            {
                _waiting.Dequeue();
            }
        }
    }

    /// <summary>A batch was made final.</summary>
    public void Final(TimeSpan afterSeal, TimeSpan window) => Settle = afterSeal > window ? afterSeal : window;

    /// <summary>The contract's window is known: nothing is final before.</summary>
    public void Window(TimeSpan window) => Settle = Settle > window ? Settle : window;

    /// <summary>The chain's newest block.</summary>
    public void Head(ulong number, ulong seconds)
    {
        if (_firstBlock.Number == 0 || number < _firstBlock.Number)
        {
            _firstBlock = (number, seconds);
        }
        else if (number > _firstBlock.Number && seconds >= _firstBlock.Seconds)
        {
            Block = TimeSpan.FromSeconds((seconds - _firstBlock.Seconds) / (double)(number - _firstBlock.Number));
        }
    }
}
