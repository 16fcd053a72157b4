using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine;

/// <summary>The engine's own recent state hashes, against which recorded ones are checked.</summary>
internal sealed class StateHashHistory
{
    private const int Capacity = 64;

    private readonly StateHashMark[] _marks = new StateHashMark[Capacity];

    public void Add(in StateHashMark mark) => Slot(mark.AtSequence) = mark;

    /// <summary>None when the recorded hash is the engine's own; otherwise how it isn't.</summary>
    public RejectCode Check(in StateHashMark recorded)
    {
        StateHashMark own = Slot(recorded.AtSequence);
        if (own.AtSequence != recorded.AtSequence || recorded.AtSequence == 0)
        {
            return RejectCode.OutOfSequence;
        }

        return own.Hash == recorded.Hash ? RejectCode.None : RejectCode.StateHashMismatch;
    }

    private ref StateHashMark Slot(ulong sequence) => ref _marks[(int)(sequence / StateHashMark.Interval % Capacity)];

    /// <summary>All hashes that are remembered.</summary>
    public void Pass(ref Image image)
    {
        foreach (ref StateHashMark mark in _marks.AsSpan())
        {
            image.Value(ref mark);
        }
    }
}
