namespace HybridGpu.Contracts.Tests;

[TestFixture]
[NonParallelizable]
public sealed class ChainToolsTests
{
    private const string Variable = "HYBRIDGPU_ANVIL";

    private string? _before;

    [SetUp]
    public void Remember() => _before = Environment.GetEnvironmentVariable(Variable);

    [TearDown]
    public void Restore() => Environment.SetEnvironmentVariable(Variable, _before);

    [Test]
    public void Anvil_and_forge_are_where_the_build_has_put_them()
    {
        Environment.SetEnvironmentVariable(Variable, null);

        Assert.That(ChainTools.AnvilPath, Does.Exist);
        Assert.That(ChainTools.ForgePath, Does.Exist);
    }

    [Test]
    public void The_environment_can_name_another_anvil()
    {
        Environment.SetEnvironmentVariable(Variable, "another/anvil");

        Assert.That(ChainTools.AnvilPath, Is.EqualTo("another/anvil"));
    }
}
