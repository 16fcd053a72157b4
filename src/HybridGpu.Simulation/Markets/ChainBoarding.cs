using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Chains;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Simulation.Markets;

/// <summary>Takes one currency of a recorded chain onto the board.</summary>
internal sealed class ChainBoarding(MarketBoard board, MarketUnderlying underlying, ChainCurrency chain, long takenNs)
{
    /// <summary>Lists what the chain holds and replaces every quote by the chain's; one that the chain doesn't have any
    /// more is taken back.</summary>
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
                    if (contract.IsOption)
                    {
                        board.SetQuote(contract, OptionQuote.None(takenNs));
                    }
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

        board.SetQuote(contract, OptionQuote.OfPrices(
            ToUsd(expiry, row.BidCoin), ToUsd(expiry, row.AskCoin), row.MarkVol, expiry.ForwardUsd, takenNs));
        double fair = contract.FairUsd(expiry.ForwardUsd, MarketTime.YearsBetween(takenNs, row.ExpiryNs));
        double mark = row.MarkCoin is { } coin ? expiry.ToUsd(coin) : fair;
        contract.BidOffsetUsd = ToUsd(expiry, row.BidCoin) - mark;
        contract.AskOffsetUsd = ToUsd(expiry, row.AskCoin) - mark;
        contract.SizeLots = lots;
    }

    private static double ToUsd(ChainExpiry expiry, double? coin) =>
        coin is { } price ? expiry.ToUsd(price) : double.NaN;

    /// <summary>What nobody has quoted yet is shown at its neighbour's volatility; it isn't a quote to fit.</summary>
    private static void BorrowVols(ListedExpiry listed)
    {
        foreach (ListedContract contract in listed.Contracts)
        {
            if (contract.IsOption && double.IsNaN(contract.Vol) && listed.NearestPriced(contract.StrikeUsd) is { } near)
            {
                contract.Vol = near.Vol;
            }
        }
    }
}
