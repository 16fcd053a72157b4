using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Contracts;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Chain;

/// <summary>Puts a venue's contracts on a chain, and checks that they are there.</summary>
/// <remarks>Errors: <see cref="ChainException"/> for a chain that isn't as recorded, and the node client's.</remarks>
public static class ChainDeployer
{
    /// <summary>Deploys the library, the contract of batches, a test token unless one is named, and the vault.
    /// </summary>
    /// <param name="client">The node.</param>
    /// <param name="deployer">Who pays, and whose the test token is. With a log the same contracts come back at the
    /// same addresses on a development chain that went back.</param>
    /// <param name="operatorAccount">Who posts batches.</param>
    /// <param name="plan">With what.</param>
    /// <param name="cancellation">Ends the call; what is deployed by then stays, unused.</param>
    /// <returns>The record.</returns>
    public static async Task<ChainDeployment> DeployAsync(
        EthereumClient client,
        ChainAccount deployer,
        ChainAccount operatorAccount,
        DeploymentPlan plan,
        CancellationToken cancellation = default)
    {
        ulong chainId = await client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        if (plan.Token is null)
        {
            DevChains.Require(chainId, "The test token");
        }

        Hash32 genesis = new SettlementState(plan.Parameters).StateRoot;
        TransactionReceipt rollup = await DeployAsync(
            deployer,
            RollupContract.Abi.EncodeDeployment(
                Artifacts.Rollup.Link(new Dictionary<string, string>()),
                operatorAccount.Address,
                new System.Numerics.BigInteger(genesis.ToArray(), isUnsigned: true, isBigEndian: true),
                plan.WindowSeconds,
                plan.WindowBlocks),
            cancellation).ConfigureAwait(false);
        Address token = plan.Token ?? (await DeployAsync(
            deployer, Artifacts.TestUsd.Link(new Dictionary<string, string>()), cancellation)
            .ConfigureAwait(false)).ContractAddress!.Value;
        TransactionReceipt library = await DeployAsync(
            deployer, Artifacts.PoseidonT3.Link(new Dictionary<string, string>()), cancellation)
            .ConfigureAwait(false);
        TransactionReceipt vault = await DeployAsync(
            deployer,
            VaultContract.Abi.EncodeDeployment(
                Artifacts.Vault.Link(new Dictionary<string, string>
                {
                    ["PoseidonT3"] = library.ContractAddress!.Value.ToString(),
                }),
                rollup.ContractAddress!.Value,
                token),
            cancellation).ConfigureAwait(false);

        var deployment = new ChainDeployment
        {
            ChainId = chainId,
            Rollup = rollup.ContractAddress.Value,
            Vault = vault.ContractAddress!.Value,
            Token = token,
            Operator = operatorAccount.Address,
            GenesisRoot = genesis,
            Parameters = plan.Parameters,
            Block = rollup.BlockNumber,
            WindowSeconds = plan.WindowSeconds,
            WindowBlocks = plan.WindowBlocks,
        };
        await VerifyAsync(client, deployment, operatorAccount, cancellation).ConfigureAwait(false);
        return deployment;
    }

    /// <summary>Checks that a node has the contracts of a record; names the vault again if the chain lost that.
    /// </summary>
    /// <param name="client">The node.</param>
    /// <param name="deployment">The record.</param>
    /// <param name="operatorAccount">Who may name the vault; null only checks.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ChainException">Another chain, no contracts there, or others.</exception>
    public static async Task VerifyAsync(
        EthereumClient client,
        ChainDeployment deployment,
        ChainAccount? operatorAccount = null,
        CancellationToken cancellation = default)
    {
        ulong chainId = await client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        if (chainId != deployment.ChainId)
        {
            throw new ChainException(FormattableString.Invariant(
                $"the node is on chain {chainId}, and the venue's contracts are on chain {deployment.ChainId}"));
        }

        await RequireCodeAsync(client, deployment.Rollup, "batches", cancellation).ConfigureAwait(false);
        await RequireCodeAsync(client, deployment.Vault, "collateral", cancellation).ConfigureAwait(false);
        await RequireCodeAsync(client, deployment.Token, "the token", cancellation).ConfigureAwait(false);

        var rollup = new RollupContract(client, deployment.Rollup);
        RollupConstants constants = await rollup.ConstantsAsync(cancellation).ConfigureAwait(false);
        if (constants.Vault == Address.Zero && operatorAccount is not null)
        {
            await operatorAccount.ExecuteAsync(rollup.SetVault(deployment.Vault), cancellation)
                .ConfigureAwait(false);
            constants = constants with { Vault = deployment.Vault };
        }

        var recorded = new RollupConstants(
            deployment.Operator,
            deployment.Vault,
            deployment.GenesisRoot,
            deployment.WindowSeconds,
            deployment.WindowBlocks);
        if (constants != recorded)
        {
            throw new ChainException(
                $"the contract at {deployment.Rollup} isn't the venue's: it says {constants}, the record {recorded}");
        }

        if (new SettlementState(deployment.Parameters).StateRoot != deployment.GenesisRoot)
        {
            throw new ChainException("the recorded fee rates aren't those that the genesis root commits to");
        }
    }

    private static async Task<TransactionReceipt> DeployAsync(
        ChainAccount deployer, byte[] creation, CancellationToken cancellation)
    {
        TransactionReceipt receipt = await deployer
            .ExecuteAsync(new TransactionRequest { Data = creation }, cancellation).ConfigureAwait(false);
        return receipt.ContractAddress is null
            ? throw new ChainException($"the transaction {receipt.TransactionHash} deployed nothing")
            : receipt;
    }

    private static async Task RequireCodeAsync(
        EthereumClient client, Address address, string what, CancellationToken cancellation)
    {
        byte[] code = await client.GetCodeAsync(address, BlockTag.Latest, cancellation).ConfigureAwait(false);
        if (code.Length == 0)
        {
            throw new ChainException(
                $"the chain has no contract for {what} at {address}: it is another chain than the venue's, or an empty "
                + "one; use the chain that the venue was started with, or start a new venue");
        }
    }
}
