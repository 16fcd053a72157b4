using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Chain.Support;

namespace HybridGpu.Settlement.Tests.Chain;

[TestFixture]
[Category("Anvil")]
public sealed class ChainDeploymentTests
{
    [Test]
    public async Task Contracts_are_found_again_and_others_or_none_are_refused()
    {
        await using ADevChain chain = await ADevChain.StartAsync();
        ChainDeployment deployment = chain.Deployment;

        await ChainDeployer.VerifyAsync(chain.Client, deployment);

        Assert.That(await RefusalAsync(chain, deployment with { ChainId = 1 }), Does.Contain("chain 31337"));
        Assert.That(
            await RefusalAsync(chain, deployment with { Vault = chain.Operator.Address }),
            Does.Contain("no contract for collateral").And.Contain("start a new venue"));
        Assert.That(
            await RefusalAsync(chain, deployment with { WindowSeconds = 9 }), Does.Contain("isn't the venue's"));
        Assert.That(
            await RefusalAsync(chain, deployment with { Parameters = new SettlementParameters(1, 2, 3, 4) }),
            Does.Contain("fee rates"));
    }

    [Test]
    public async Task A_call_that_reverts_names_the_error_of_the_contract()
    {
        await using ADevChain chain = await ADevChain.StartAsync();

        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(
            () => chain.Deployer.ExecuteAsync(chain.Rollup.RegisterAccount(16, chain.Operator.Address)));

        Assert.That(refusal!.Message, Does.Contain($"NotOperator({chain.Deployer.Address})"));
    }

    [Test]
    public async Task A_reader_with_other_fee_rates_is_refused_and_a_contract_elsewhere_is_named()
    {
        await using ADevChain chain = await ADevChain.StartAsync();
        var reader = new ChainReader(chain.Client, chain.Deployment.Rollup);
        var nowhere = new ChainReader(chain.Client, Address.Parse("0x00000000000000000000000000000000000000aa"));

        ChainException? rates = await Assert.ThrowsAsync<ChainException>(
            () => reader.ReplayAsync(new SettlementParameters(1, 2, 3, 4)));
        ChainException? place = await Assert.ThrowsAsync<ChainException>(
            () => nowhere.ReplayAsync(ABatch.Parameters));

        Assert.That(rates!.Message, Does.Contain("genesis root"));
        Assert.That(place!.Message, Does.Contain("no contract"));
        Assert.That((await reader.ReplayAsync(ABatch.Parameters)).NextBatch, Is.EqualTo(1));
    }

    private static async Task<string> RefusalAsync(ADevChain chain, ChainDeployment deployment) =>
        (await Assert.ThrowsAsync<ChainException>(() => ChainDeployer.VerifyAsync(chain.Client, deployment)))!.Message;
}
