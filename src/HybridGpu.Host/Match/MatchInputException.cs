namespace HybridGpu.Host.Match;

/// <summary>An input as a whole can't be used.</summary>
internal sealed class MatchInputException(InputFault fault) : Exception(fault.ToString())
{
    /// <summary>What is wrong with which file.</summary>
    public InputFault Fault => fault;
}
