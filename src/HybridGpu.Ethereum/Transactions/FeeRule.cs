using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;

namespace HybridGpu.Ethereum.Transactions;

/// <summary>What to pay for gas: at first, and to replace a transaction that is stuck.</summary>
internal static class FeeRule
{
    /// <summary>Tip and cap for a new transaction: room for the base fee to double.</summary>
    public static async Task<(BigInteger Tip, BigInteger Fee)> SuggestAsync(
        EthereumClient client, TransactionSenderSettings settings, CancellationToken cancellation)
    {
        BlockHeader? block = await client.GetBlockAsync(BlockTag.Latest, cancellation).ConfigureAwait(false);
        BigInteger baseFee = block?.BaseFeePerGas
            ?? throw new JsonRpcTransportException("eth_getBlockByNumber: the chain has no base fee (EIP-1559)");
        BigInteger tip = await TipAsync(client, cancellation).ConfigureAwait(false);
        tip = BigInteger.Max(tip, settings.PriorityFeePerGasMin);
        BigInteger fee = BigInteger.Min((2 * baseFee) + tip, settings.MaxFeePerGasCap);
        return (BigInteger.Min(tip, fee), fee);
    }

    /// <summary>
    /// Fees that replace others: both raised by at least an eighth, as nodes ask (geth's default "price bump" is
    /// 10 %, others' 12.5 %), rounded up, or what is usual now if that is more. Null above the cap.
    /// </summary>
    public static (BigInteger Tip, BigInteger Fee)? Replacement(
        BigInteger oldTip, BigInteger oldFee, (BigInteger Tip, BigInteger Fee) usual, BigInteger cap)
    {
        BigInteger tip = BigInteger.Max(Raised(oldTip), usual.Tip);
        BigInteger fee = BigInteger.Max(BigInteger.Max(Raised(oldFee), usual.Fee), tip);
        if (fee <= cap)
        {
            return (tip, fee);
        }

        // What is usual may be above the cap while the smallest raise isn't.
        (tip, fee) = (Raised(oldTip), BigInteger.Max(Raised(oldFee), Raised(oldTip)));
        return fee <= cap ? (tip, fee) : null;
    }

    private static BigInteger Raised(BigInteger fee) => ((fee * 9) + 7) / 8;

    private static async Task<BigInteger> TipAsync(EthereumClient client, CancellationToken cancellation)
    {
        try
        {
            return await client.GetMaxPriorityFeePerGasAsync(cancellation).ConfigureAwait(false);
        }
        catch (JsonRpcException)
        {
            // Not every node has the method; the smallest tip and later replacements do.
            return BigInteger.Zero;
        }
    }
}
