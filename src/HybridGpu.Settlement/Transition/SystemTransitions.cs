using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Transition;

/// <summary>The system operations: each begins with the clocks and writes the system leaf only.</summary>
internal static class SystemTransitions
{
    public static TransitionError Apply(SettlementState state, in Operation operation)
    {
        SystemLeaf leaf = state.System.Leaf;
        if (operation.SequencedNs < leaf.SequencedNs || operation.MarketNs < leaf.MarketNs)
        {
            return operation.Kind > OperationKind.FundingFixing
                ? TransitionError.DoesNotDecode
                : TransitionError.TimeRunsBack;
        }

        leaf = leaf with { SequencedNs = operation.SequencedNs, MarketNs = operation.MarketNs };
        TransitionError error = operation.Kind switch
        {
            OperationKind.Clock => TransitionError.None,
            OperationKind.RiskEpoch => RiskEpoch(in operation, ref leaf),
            OperationKind.ListInstrument => ListInstrument(state, in operation, ref leaf),
            OperationKind.ExpiryFixing => ExpiryFixing(state, in operation, ref leaf),
            OperationKind.QueueAdvance => QueueAdvance(in operation, ref leaf),
            OperationKind.FundingFixing => FundingTransition.Fix(state, in operation, ref leaf),
            _ => TransitionError.DoesNotDecode,
        };
        if (error == TransitionError.None)
        {
            state.Write(in leaf);
        }

        return error;
    }

    private static TransitionError RiskEpoch(in Operation operation, ref SystemLeaf leaf)
    {
        if (operation.Epoch <= leaf.RiskEpoch)
        {
            return TransitionError.EpochNotAhead;
        }

        leaf = leaf with { RiskEpoch = operation.Epoch, RiskRoot = operation.RiskRoot };
        return TransitionError.None;
    }

    private static TransitionError ListInstrument(
        SettlementState state, in Operation operation, ref SystemLeaf leaf)
    {
        InstrumentTerms terms = operation.Terms with { IsSettled = false, Settlement = 0 };
        if (!terms.AreValid)
        {
            return TransitionError.BadTerms;
        }

        if (state.System.Instruments.TryGet(terms.Instrument, out _))
        {
            return TransitionError.AlreadyListed;
        }

        state.System.Instruments.Set(in terms);
        leaf = leaf with { InstrumentsRoot = state.System.Instruments.Root };
        return TransitionError.None;
    }

    private static TransitionError ExpiryFixing(
        SettlementState state, in Operation operation, ref SystemLeaf leaf)
    {
        if (!state.System.Instruments.TryGet(operation.Instrument, out InstrumentTerms terms))
        {
            return TransitionError.UnknownInstrument;
        }

        if (terms.IsSettled)
        {
            return TransitionError.AlreadySettled;
        }

        if (operation.MarketNs < terms.ExpiryNs)
        {
            return TransitionError.NotExpired;
        }

        if (operation.Settlement > long.MaxValue)
        {
            return TransitionError.BadPrice;
        }

        state.System.Instruments.Set(terms with { IsSettled = true, Settlement = operation.Settlement });
        leaf = leaf with { InstrumentsRoot = state.System.Instruments.Root };
        return TransitionError.None;
    }

    private static TransitionError QueueAdvance(in Operation operation, ref SystemLeaf leaf)
    {
        if (operation.QueueIndex != leaf.QueueCursor)
        {
            return TransitionError.QueueOutOfOrder;
        }

        leaf = leaf with { QueueCursor = leaf.QueueCursor + 1 };
        return TransitionError.None;
    }
}
