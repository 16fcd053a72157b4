using HybridGpu.Gateway;

namespace HybridGpu.Host.Running;

/// <summary>Keeps accounts that sign away from a chain that can't know them yet (docs/adr/0019).</summary>
internal static class SignedAccountsGuard
{
    /// <summary>Version 1 of the settled state has no signed orders: it would settle their trades as those of an
    /// account that delegates, which is what the account didn't do.</summary>
    /// <exception cref="InvalidDataException">A session has order keys and the run settles.</exception>
    public static void Check(RunOptions options)
    {
        GatewayClientOptions? signing = options.Sessions.FirstOrDefault(session => session.OrderKeys.Count > 0);
        if (signing is not null && options.Settlement.IsOn)
        {
            throw new InvalidDataException(
                $"Session {signing.CompId} has order keys, so account {signing.Account} signs, and the settled state "
                + "knows accounts that delegate only: run with --settlement off, or take the keys out of the file.");
        }
    }
}
