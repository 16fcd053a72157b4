using System;
using System.Collections.Generic;
using HybridGpu.Domain;

namespace HybridGpu.Matching.Workloads;

/// <summary>
/// Draws HG-OB-1, the standard workload for any book, as defined in docs/hg-ob-1.md. Cancels pick among the orders
/// that rest, so the source is told of every order that comes to rest and every one that leaves.
/// </summary>
internal sealed class HgOb1Workload
{
    private readonly long[] _mids = new long[HgOb1Script.Instruments];
    private readonly ulong[] _cumulativeWeights = new ulong[HgOb1Script.Instruments];
    private readonly List<Resting> _live = [];
    private readonly Dictionary<int, int> _liveIndexById = [];
    private ulong _state;
    private int _lastId;

    /// <summary>The workload of a seed, before its first draw.</summary>
    public HgOb1Workload(ulong seed)
    {
        _state = seed;
        ulong total = 0;
        for (int i = 0; i < _mids.Length; i++)
        {
            total += 1_000_000_000UL / (ulong)(i + 1);
            _cumulativeWeights[i] = total;
            _mids[i] = 1000 + (37 * i % 500);
        }
    }

    /// <summary>Orders that rest.</summary>
    public int LiveCount => _live.Count;

    /// <summary>One of the commands that fill the books before the measured part.</summary>
    public HgOb1Command NextUntimed() => Add();

    /// <summary>One of the measured commands.</summary>
    public HgOb1Command NextTimed()
    {
        ulong k = Draw(200);
        if (k < 90 || _live.Count == 0)
        {
            return Add();
        }

        if (k < 180)
        {
            Resting target = _live[(int)Draw((ulong)_live.Count)];
            return k < 135
                ? new HgOb1Command(HgOb1Kind.Cancel, target.Side, target.Instrument, target.Id, 0, 0, 0, 0)
                : Priced(HgOb1Kind.Replace, target.Instrument, target.Side, target.Id);
        }

        ushort instrument = DrawInstrument();
        Side side = DrawSide();
        long price = _mids[instrument] + (5 * side.Sign());
        long lots = 1 + (long)Draw(25);
        return new HgOb1Command(
            HgOb1Kind.ImmediateOrCancel, side, instrument, 0, ++_lastId, (uint)Draw(64), price, lots);
    }

    /// <summary>The command's new order rests.</summary>
    public void OnRested(in HgOb1Command command)
    {
        _liveIndexById[command.NewId] = _live.Count;
        _live.Add(new Resting(command.NewId, command.Instrument, command.Side));
    }

    /// <summary>An order rests no more.</summary>
    public void OnGone(int id)
    {
        _liveIndexById.Remove(id, out int index);
        Resting last = _live[^1];
        _live.RemoveAt(_live.Count - 1);
        if (index < _live.Count)
        {
            _live[index] = last;
            _liveIndexById[last.Id] = index;
        }
    }

    private HgOb1Command Add()
    {
        ushort instrument = DrawInstrument();
        if (Draw(64) == 0)
        {
            _mids[instrument] = Math.Max(100, _mids[instrument] + (Draw(2) == 1 ? 1 : -1));
        }

        return Priced(HgOb1Kind.Add, instrument, DrawSide(), 0);
    }

    private HgOb1Command Priced(HgOb1Kind kind, ushort instrument, Side side, int targetId)
    {
        long distance = 1 + (long)Math.Min(Draw(10), Draw(10));
        long lots = 1 + (long)Draw(10);
        long price = _mids[instrument] - (distance * side.Sign());
        return new HgOb1Command(kind, side, instrument, targetId, ++_lastId, (uint)Draw(64), price, lots);
    }

    private ushort DrawInstrument()
    {
        ulong point = Draw(_cumulativeWeights[^1]);
        int found = Array.BinarySearch(_cumulativeWeights, point);
        return (ushort)(found >= 0 ? found + 1 : ~found);
    }

    private Side DrawSide() => Draw(2) == 0 ? Side.Buy : Side.Sell;

    /// <summary>SplitMix64, scaled to 0..n-1 by the high half of the product.</summary>
    private ulong Draw(ulong n)
    {
        _state += 0x9E3779B97F4A7C15;
        return Math.BigMul(Mix.Finalize(_state), n, out _);
    }

    private readonly record struct Resting(int Id, ushort Instrument, Side Side);
}
