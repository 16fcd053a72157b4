using System.Globalization;
using System.Numerics;
using HybridGpu.Contracts;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Chain.Support;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Differential;

/// <summary>The transition function in C# and in Solidity, the latter in a real EVM, on one stream of
/// operations.</summary>
[TestFixture]
public sealed class TransitionDifferentialTests
{
    /// <summary>A longer campaign names more of them in HYBRIDGPU_DIFFERENTIAL_STEPS.</summary>
    private static readonly int Steps = int.Parse(
        Environment.GetEnvironmentVariable("HYBRIDGPU_DIFFERENTIAL_STEPS") ?? "20000", CultureInfo.InvariantCulture);

    private const int StepsACall = 50;

    /// <summary>A state is begun anew now and then, so that its beginnings are met often.</summary>
    private const int StepsAState = 2_000;

    private static readonly AbiContract Harness = AbiContract.Parse(Artifacts.TransitionHarness.AbiJson);

    private sealed record Expected(Operation Operation, TransitionError Error, Hash32[] Before, Hash32[] After);

    [Test]
    public async Task Random_operations_do_the_same_in_the_contract_and_here()
    {
        Random random = Seed.Random();
        await using ADevChain chain = await ADevChain.StartAsync();
        Address harness = await DeployAsync(chain);
        AbiFunction stepMany = Harness.Function("stepMany");
        var witness = new StepWitness(stepMany.Signature.Types[1].Element!);
        var stream = new OperationStream(random, badShare: 0.2);
        var state = new SettlementState(OperationStream.Parameters);
        var seen = new SortedDictionary<(OperationKind Kind, TransitionError Error), int>();

        for (int done = 0; done < Steps; done += StepsACall)
        {
            if (done % StepsAState == 0)
            {
                state = new SettlementState(OperationStream.Parameters);
            }

            var operations = new List<object>(StepsACall);
            var witnesses = new List<object>(StepsACall);
            var expected = new List<Expected>(StepsACall);
            for (int i = 0; i < StepsACall; i++)
            {
                Operation operation = stream.Next(state);
                operations.Add(OperationCodec.Encode(in operation));
                witnesses.Add(witness.Of(state, in operation));
                Expected outcome = Apply(state, in operation);
                expected.Add(outcome);
                seen[(operation.Kind, outcome.Error)] = seen.GetValueOrDefault((operation.Kind, outcome.Error)) + 1;
            }

            var call = new CallRequest { To = harness, Data = stepMany.EncodeCall(operations, witnesses) };
            byte[] answer = await chain.Client.CallAsync(call, BlockTag.Latest);
            Compare(stepMany.DecodeOutputs(answer), expected, done);
        }

        TestContext.Out.WriteLine($"{Steps} operations:");
        foreach (((OperationKind kind, TransitionError error), int count) in seen)
        {
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,6} {kind} {error}"));
        }

        Assert.That(
            seen.Keys.Where(key => key.Error == TransitionError.None).Select(key => key.Kind).Distinct(),
            Is.EquivalentTo(Enum.GetValues<OperationKind>().Where(kind => kind != 0)),
            "each kind was applied");
        Assert.That(
            seen.Keys.Select(key => key.Error).Distinct().Count(),
            Is.GreaterThanOrEqualTo(16),
            "most refusals were met");
    }

    [Test]
    public async Task Bytes_that_are_no_operation_are_refused_by_both()
    {
        Random random = Seed.Random();
        await using ADevChain chain = await ADevChain.StartAsync();
        Address harness = await DeployAsync(chain);
        AbiFunction step = Harness.Function("step");
        var witness = new StepWitness(step.Signature.Types[1]);
        var state = new SettlementState(OperationStream.Parameters);

        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(0, 140)];
            random.NextBytes(bytes);
            if (OperationCodec.TryDecode(bytes, out _))
            {
                continue;
            }

            object[] nothing = witness.Of(state, new Operation { Kind = OperationKind.Clock });
            var call = new CallRequest { To = harness, Data = step.EncodeCall(bytes, nothing) };
            object[] answer = step.DecodeOutputs(await chain.Client.CallAsync(call, BlockTag.Latest));

            Assert.That(
                (int)(BigInteger)answer[0],
                Is.EqualTo((int)TransitionError.DoesNotDecode),
                () => Convert.ToHexStringLower(bytes));
        }
    }

    private static async Task<Address> DeployAsync(ADevChain chain)
    {
        Address library = await DeployAsync(chain, Artifacts.PoseidonT3.Link(new Dictionary<string, string>()));
        byte[] code = Artifacts.TransitionHarness.Link(
            new Dictionary<string, string> { ["PoseidonT3"] = library.ToString() });
        return await DeployAsync(chain, code);
    }

    private static async Task<Address> DeployAsync(ADevChain chain, byte[] code)
    {
        TransactionReceipt receipt = await chain.Deployer.ExecuteAsync(new TransactionRequest { Data = code });
        return receipt.ContractAddress!.Value;
    }

    private static Expected Apply(SettlementState state, in Operation operation)
    {
        uint[] accounts = StepWitness.AccountsOf(in operation);
        Hash32[] before =
        [
            state.LeafHashOf(SettlementState.SystemAccount), .. accounts.Select(account => state.LeafHashOf(account)),
        ];
        TransitionError error = TransitionFunction.Apply(state, in operation, out WrittenLeaves written);
        Hash32[] after = written.Count switch
        {
            0 => [],
            1 => [written.FirstHash],
            _ => [written.FirstHash, written.SecondHash],
        };
        return new Expected(operation, error, before, after);
    }

    private static void Compare(object[] answer, List<Expected> expected, int done)
    {
        var errors = (IReadOnlyList<object>)answer[0];
        var before = (IReadOnlyList<object>)answer[1];
        var after = (IReadOnlyList<object>)answer[2];
        for (int i = 0; i < expected.Count; i++)
        {
            Expected outcome = expected[i];
            string place = $"operation {done + i}: {outcome.Operation}";
            Assert.That((TransitionError)(int)(BigInteger)errors[i], Is.EqualTo(outcome.Error), place);
            Assert.That(Words(before[i]), Is.EqualTo(outcome.Before), place);
            Assert.That(Words(after[i]), Is.EqualTo(outcome.After), place);
        }
    }

    private static Hash32[] Words(object list) =>
    [
        .. ((IReadOnlyList<object>)list).Select(word =>
        {
            byte[] bytes = new byte[Hash32.Size];
            byte[] digits = ((BigInteger)word).ToByteArray(isUnsigned: true, isBigEndian: true);
            digits.CopyTo(bytes, Hash32.Size - digits.Length);
            return new Hash32(bytes);
        }),
    ];
}
