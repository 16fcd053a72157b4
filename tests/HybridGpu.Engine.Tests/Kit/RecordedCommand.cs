using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>A command as it was applied, with what came along.</summary>
internal sealed class RecordedCommand(Command command, byte[] payload, RiskArrays? arrays)
{
    public readonly Command Command = command;

    public byte[] Payload { get; } = payload;

    public RiskArrays? Arrays { get; } = arrays;
}
