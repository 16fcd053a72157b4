using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Chains;

namespace HybridGpu.Simulation.Markets;

/// <summary>Takes one currency of a recorded chain onto the board.</summary>
internal sealed class ChainBoarding(MarketBoard board, MarketUnderlying underlying, ChainCurrency chain, long takenNs)
{
    /// <summary>Lists what the chain holds and replaces every volatility and quote by the chain's.</summary>
    public void Apply(int optionLots, int perpetualLots, double perpetualHalfSpread)
    {
        ForgetQuotes();
        ListPerpetual(perpetualLots, perpetualHalfSpread);
        foreach (ChainExpiry expiry in chain.Expiries)
        {
            foreach (ChainRow row in expiry.Rows)
            {
                Take(expiry, row, optionLots);
            }
        }

        foreach (ListedExpiry listed in board.Expiries)
        {
            if (listed.Underlying == underlying.Id)
            {
                double? forward = chain.FindExpiry(listed.ExpiryNs)?.ForwardUsd;
                listed.ForwardRatio = forward / chain.IndexUsd ?? listed.ForwardRatio;
                BorrowVols(listed);
            }
        }
    }

    private void ForgetQuotes()
    {
        foreach (ListedExpiry listed in board.Expiries)
        {
            foreach (ListedContract contract in listed.Contracts)
            {
                if (listed.Underlying == underlying.Id)
                {
                    contract.BidOffsetUsd = contract.AskOffsetUsd = double.NaN;
                }
            }
        }
    }

    private void ListPerpetual(int lots, double halfSpread)
    {
        if (board.List(ListingRules.Perpetual(underlying, chain.IndexUsd)) is { } perpetual)
        {
            perpetual.SizeLots = lots;
            perpetual.AskOffsetUsd = halfSpread * chain.IndexUsd;
            perpetual.BidOffsetUsd = -perpetual.AskOffsetUsd;
        }
    }

    private void Take(ChainExpiry expiry, ChainRow row, int lots)
    {
        InstrumentSpec terms = ListingRules.Option(
            underlying, row.Instrument, row.ExpiryNs, row.StrikeMicros, row.Kind, chain.IndexUsd);
        if (board.List(terms) is not { } contract)
        {
            return;
        }

        // A recorded volatility of nothing prices nothing: such a row keeps what the contract had.
        if (row.MarkVol > 0)
        {
            board.SetVol(contract, row.MarkVol);
        }

        double fair = contract.FairUsd(expiry.ForwardUsd, MarketTime.YearsBetween(takenNs, row.ExpiryNs));
        double mark = row.MarkCoin is { } coin ? expiry.ToUsd(coin) : fair;
        contract.BidOffsetUsd = row.BidCoin is { } bid ? expiry.ToUsd(bid) - mark : double.NaN;
        contract.AskOffsetUsd = row.AskCoin is { } ask ? expiry.ToUsd(ask) - mark : double.NaN;
        contract.SizeLots = lots;
    }

    private void BorrowVols(ListedExpiry listed)
    {
        foreach (ListedContract contract in listed.Contracts)
        {
            if (contract.IsOption && double.IsNaN(contract.Vol) && listed.NearestPriced(contract.StrikeUsd) is { } near)
            {
                board.SetVol(contract, near.Vol);
            }
        }
    }
}
