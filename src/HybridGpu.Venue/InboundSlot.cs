using System;
using System.Buffers;
using System.Threading;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Venue;

/// <summary>A place on the inbound ring: a command, what follows it, and the arrays that travel beside it.</summary>
/// <remarks>Journal and engine read it side by side; whoever is last gives the payload back to its pool.</remarks>
public struct InboundSlot
{
    /// <summary>Consumers that hold the payload: journal and engine.</summary>
    private const int Readers = 2;

    /// <summary>The command.</summary>
    public Command Command;

    private byte[]? _payload;
    private int _holders;

    /// <summary>For a risk epoch: its arrays, held by the engine once applied.</summary>
    public RiskArrays? Arrays { get; private set; }

    /// <summary>What follows the command in the journal.</summary>
    public readonly ReadOnlySpan<byte> Payload => _payload.AsSpan(0, (int)Command.Header.PayloadLength);

    /// <summary>Fills the slot. The payload is copied.</summary>
    public void Fill(in Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays)
    {
        Command = command;
        Command.Header.PayloadLength = (uint)payload.Length;
        Arrays = arrays;
        _payload = null;
        _holders = Readers;
        if (!payload.IsEmpty)
        {
            _payload = ArrayPool<byte>.Shared.Rent(payload.Length);
            payload.CopyTo(_payload);
        }
    }

    /// <summary>A reader is done with the slot.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0 && _payload is { } payload)
        {
            _payload = null;
            ArrayPool<byte>.Shared.Return(payload);
        }
    }
}
