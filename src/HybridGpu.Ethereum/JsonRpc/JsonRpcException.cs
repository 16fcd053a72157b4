using System;
using System.Collections.Generic;
using HybridGpu.Ethereum.Abi;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>The node understood the request and refused it, or the EVM reverted. It isn't tried again.</summary>
/// <remarks>Source: JSON-RPC 2.0, section 5.1; EIP-1474, "Error codes"; code 3 is what nodes use for a
/// revert.</remarks>
public sealed class JsonRpcException : Exception
{
    private const int RevertCode = 3;
    private readonly byte[] _revertData;

    /// <summary>Takes the members of the error object.</summary>
    /// <param name="method">What was asked.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="nodeMessage">The error's message.</param>
    /// <param name="revertData">What the EVM returned, if it was a revert and the node says so.</param>
    public JsonRpcException(string method, int code, string nodeMessage, ReadOnlySpan<byte> revertData = default)
        : base($"{method}: {nodeMessage} (code {code})"
            + (revertData.IsEmpty ? "" : ": " + RevertReason.Decode(revertData).Text))
    {
        Method = method;
        Code = code;
        NodeMessage = nodeMessage;
        _revertData = revertData.ToArray();
    }

    /// <summary>What was asked.</summary>
    public string Method { get; }

    /// <summary>The error's code.</summary>
    public int Code { get; }

    /// <summary>The node's own words.</summary>
    public string NodeMessage { get; }

    /// <summary>What the EVM returned; empty if nothing, or if it was no revert.</summary>
    public ReadOnlyMemory<byte> RevertData => _revertData;

    /// <summary>Whether the EVM reverted, as opposed to the node refusing.</summary>
    public bool IsRevert => Code == RevertCode || _revertData.Length > 0
        || NodeMessage.Contains("execution reverted", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the sender can't pay for the transaction.</summary>
    public bool IsInsufficientFunds => Says("insufficient funds", "insufficient balance", "not enough funds");

    /// <summary>Whether the node has this very transaction already.</summary>
    public bool IsAlreadyKnown =>
        Says("already known", "already imported", "known transaction", "already in mempool");

    /// <summary>Whether the account has used the transaction's nonce already.</summary>
    public bool IsNonceUsed => Says("nonce too low", "nonce is too low", "invalid nonce", "OldNonce");

    /// <summary>Why the EVM reverted.</summary>
    /// <param name="customErrors">The errors of the contracts that may have.</param>
    /// <returns>The reason.</returns>
    public RevertReason Reason(IEnumerable<AbiSignature>? customErrors = null) =>
        RevertReason.Decode(_revertData, customErrors);

    /// <summary>Whether the node's words contain any of these, whatever their case.</summary>
    internal bool Says(params ReadOnlySpan<string> phrases)
    {
        foreach (string phrase in phrases)
        {
            if (NodeMessage.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
