using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Contracts;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>The collateral's token: any of ERC-20 with 6 decimals, and the development chain's own.</summary>
/// <remarks>Amounts in micro-USD. Errors and threads as <see cref="RollupContract"/>.</remarks>
public sealed class TokenContract
{
    /// <summary>The development token's interface, which includes ERC-20's.</summary>
    public static readonly AbiContract Abi = AbiContract.Parse(Artifacts.TestUsd.AbiJson);

    private readonly ContractView _view;

    /// <summary>Names it; nothing is asked of the node yet.</summary>
    /// <param name="client">The node.</param>
    /// <param name="address">Where it is.</param>
    public TokenContract(EthereumClient client, Address address)
    {
        Address = address;
        _view = new ContractView(client, address, Abi);
    }

    /// <summary>Where it is.</summary>
    public Address Address { get; }

    /// <summary>What somebody has.</summary>
    public async Task<BigInteger> BalanceOfAsync(Address holder, CancellationToken cancellation = default) =>
        (BigInteger)(await _view.CallAsync("balanceOf", cancellation, holder).ConfigureAwait(false))[0];

    /// <summary>Lets somebody take an amount from the sender.</summary>
    public TransactionRequest Approve(Address spender, BigInteger amount) =>
        new() { To = Address, Data = _view.Encode("approve", spender, amount) };

    /// <summary>Makes an amount of the development token. Its deployer.</summary>
    public TransactionRequest Mint(Address holder, BigInteger amount) =>
        new() { To = Address, Data = _view.Encode("mint", holder, amount) };
}
