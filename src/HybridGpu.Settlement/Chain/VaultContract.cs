using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Contracts;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Chain;

/// <summary>The contract that holds the collateral.</summary>
/// <remarks>Amounts in micro-USD, the token's own unit. Errors and threads as <see cref="RollupContract"/>.</remarks>
public sealed class VaultContract
{
    /// <summary>Its interface.</summary>
    public static readonly AbiContract Abi = AbiContract.Parse(Artifacts.Vault.AbiJson);

    private readonly ContractView _view;

    /// <summary>Names it; nothing is asked of the node yet.</summary>
    /// <param name="client">The node.</param>
    /// <param name="address">Where it is.</param>
    public VaultContract(EthereumClient client, Address address)
    {
        Address = address;
        _view = new ContractView(client, address, Abi);
    }

    /// <summary>Where it is.</summary>
    public Address Address { get; }

    /// <summary>The token that it takes.</summary>
    public async Task<Address> TokenAsync(CancellationToken cancellation = default) =>
        (Address)(await _view.CallAsync("token", cancellation).ConfigureAwait(false))[0];

    /// <summary>The contract of batches that it asks.</summary>
    public async Task<Address> RollupAsync(CancellationToken cancellation = default) =>
        (Address)(await _view.CallAsync("rollup", cancellation).ConfigureAwait(false))[0];

    /// <summary>All that was ever deposited for an account.</summary>
    public async Task<ulong> DepositedAsync(uint account, CancellationToken cancellation = default) =>
        (ulong)(BigInteger)(await _view.CallAsync("deposited", cancellation, account).ConfigureAwait(false))[0];

    /// <summary>All that was ever paid to an account's owner.</summary>
    public async Task<ulong> ClaimedAsync(uint account, CancellationToken cancellation = default) =>
        (ulong)(BigInteger)(await _view.CallAsync("claimed", cancellation, account).ConfigureAwait(false))[0];

    /// <summary>Deposits less payments.</summary>
    public async Task<ulong> HeldAsync(CancellationToken cancellation = default) =>
        (ulong)(BigInteger)(await _view.CallAsync("held", cancellation).ConfigureAwait(false))[0];

    /// <summary>Takes an amount that its sender has approved, for a registered account.</summary>
    public TransactionRequest Deposit(uint account, ulong amount) => Call("deposit", account, amount);

    /// <summary>Asks the venue to let an amount out. The account's owner.</summary>
    public TransactionRequest RequestWithdrawal(uint account, ulong amount) =>
        Call("requestWithdrawal", account, amount);

    /// <summary>Pays an account's owner what a final state lets out. Anyone.</summary>
    /// <param name="batch">A final batch.</param>
    /// <param name="proof">The account's leaf after that batch, and the way to the root.</param>
    public TransactionRequest Withdraw(ulong batch, AccountProof proof)
    {
        byte[] packed = new byte[AccountLeaf.Size];
        proof.Leaf.Encode(packed);
        AbiType leafType = Abi.Function("withdraw").Signature.Types[2];
        object[] siblings = [.. proof.Siblings.Select(sibling => (object)Integer(sibling))];

        // The kind byte in front is part of the hash and not of the struct.
        return Call(
            "withdraw",
            batch,
            proof.Account,
            PackedStruct.Unpack(leafType, packed.AsSpan(1)),
            Integer(proof.PagesElement),
            siblings);
    }

    private static BigInteger Integer(Hash32 word) => new(word.ToArray(), isUnsigned: true, isBigEndian: true);

    private TransactionRequest Call(string function, params IReadOnlyList<object> arguments) =>
        new() { To = Address, Data = _view.Encode(function, arguments) };
}
