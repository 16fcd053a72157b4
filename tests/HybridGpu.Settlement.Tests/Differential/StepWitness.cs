using System.Numerics;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Differential;

/// <summary>What the contract must be shown of a state to apply one operation to it: leaves and openings.</summary>
internal sealed class StepWitness(AbiType type)
{
    private readonly AbiType _system = Member(type, "system");
    private readonly AbiType _account = Member(type, "accounts").Element!;
    private readonly AbiType _instrument = Member(Member(type, "instrument"), "leaf");

    /// <summary>The accounts that an operation writes, without the system, in its order.</summary>
    public static uint[] AccountsOf(in Operation operation) => operation.Kind switch
    {
        OperationKind.Trade when operation.Maker != operation.Taker => [operation.Maker, operation.Taker],
        OperationKind.Trade => [operation.Maker],
        OperationKind.SettleExpiry or OperationKind.Sweep or OperationKind.SettleFunding =>
            [operation.Account, SettlementState.FeeAccount],
        _ => operation.IsSystem ? [] : [operation.Account],
    };

    /// <summary>The witness of an operation on a state, as the contract's struct.</summary>
    public object[] Of(SettlementState state, in Operation operation)
    {
        Operation step = operation;
        byte[] system = new byte[SystemLeaf.Size];
        state.System.Leaf.Encode(system);
        SettlementParameters rates = state.System.Parameters;
        return
        [
            PackedStruct.Unpack(_system, system.AsSpan(1)),
            AccountsOf(in step).Select(account => (object)Leaf(state, account)).ToArray(),
            Pages(state, step),
            Instrument(state, step),
            new object[] { rates.OptionTaker, rates.OptionMaker, rates.LinearTaker, rates.LinearMaker },
            new object[]
            {
                state.System.Funding.Epoch, state.System.Funding.Instrument, state.System.Funding.AmountPerLot,
                state.System.Funding.Previous,
            },
        ];
    }

    private object[] Leaf(SettlementState state, uint account)
    {
        byte[] leaf = new byte[AccountLeaf.Size];
        (state.Find(account)?.Leaf ?? EmptyState.Account).Encode(leaf);
        return PackedStruct.Unpack(_account, leaf.AsSpan(1));
    }

    private static object[] Pages(SettlementState state, Operation operation) => operation.Kind switch
    {
        OperationKind.Trade when operation.Maker != operation.Taker =>
            [Page(state, operation.Maker, operation.MakerPage), Page(state, operation.Taker, operation.TakerPage)],
        OperationKind.SettleExpiry or OperationKind.SettleFunding => [Page(state, operation.Account, operation.Page)],
        _ => [],
    };

    private static object[] Page(SettlementState state, uint account, byte page)
    {
        AccountState opened = state.Find(account) ?? new AccountState(account);
        object[] words = [.. opened.PageWords(page).Chunk(32).Select(word => (object)Integer(word))];
        return [words, opened.ProvePage(page).Select(sibling => (object)sibling).ToArray()];
    }

    private object[] Instrument(SettlementState state, Operation operation)
    {
        uint number = operation.Kind == OperationKind.ListInstrument
            ? operation.Terms.Instrument
            : operation.Instrument;
        bool isListed = state.System.Instruments.TryGet(number, out InstrumentTerms terms);
        byte[] leaf = new byte[InstrumentTerms.Size];
        if (isListed)
        {
            terms.Encode(leaf);
        }

        object[] siblings = [.. state.System.Instruments.Prove(number).Select(sibling => (object)sibling)];
        return [isListed, PackedStruct.Unpack(_instrument, leaf.AsSpan(1)), siblings];
    }

    private static AbiType Member(AbiType tuple, string name) =>
        tuple.Components.Single(member => member.Name == name).Type;

    private static BigInteger Integer(byte[] word) => new(word, isUnsigned: true, isBigEndian: true);
}
