using System.Diagnostics;
using System.Globalization;
using HybridGpu.Gateway;
using HybridGpu.Host.Settlement;
using HybridGpu.Risk.Tick;
using HybridGpu.Simulation.Markets;
using HybridGpu.Venue;

namespace HybridGpu.Host.Running;

/// <summary>The one live line of a run: rates, tick, headroom, journal lag.</summary>
/// <remarks>On a terminal it is rewritten in place five times a second; elsewhere a line is printed every ten
/// seconds.</remarks>
internal sealed class StatusLine
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    private readonly VenuePipeline _venue;
    private readonly FixGateway _gateway;
    private readonly IMarket _market;
    private readonly SettlementRun? _settlement;
    private readonly MarketDriver _driver;
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private long _lastShown = Stopwatch.GetTimestamp();
    private long _lastPrinted;
    private long _lastOrders;
    private double _ordersPerSecond;

    public StatusLine(
        VenuePipeline venue, FixGateway gateway, IMarket market, MarketDriver driver, SettlementRun? settlement)
    {
        _venue = venue;
        _gateway = gateway;
        _market = market;
        _driver = driver;
        _settlement = settlement;
        _lastOrders = Orders();
    }

    /// <summary>Shows the line as things stand.</summary>
    public void Show()
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(_lastShown, now).TotalSeconds;
        long orders = Orders();
        // Smoothed over about a second, so that the number can be read.
        _ordersPerSecond += 0.2 * (((orders - _lastOrders) / seconds) - _ordersPerSecond);
        _lastOrders = orders;
        _lastShown = now;
        if (_isTerminal)
        {
            string line = Text();
            int width = Math.Max(20, Console.WindowWidth - 1);
            Console.Write("\r" + (line.Length > width ? line[..width] : line.PadRight(width)));
        }
        else if (_lastPrinted == 0 || Stopwatch.GetElapsedTime(_lastPrinted, now) >= PlainInterval)
        {
            _lastPrinted = now;
            Console.WriteLine(Text());
        }
    }

    /// <summary>Leaves the line.</summary>
    public void End()
    {
        if (_isTerminal)
        {
            Console.WriteLine();
        }
    }

    private long Orders() => _venue.Statistics.Orders + _venue.Statistics.Quotes;

    /// <summary>How many expiries have a surface, and loudly how many of them aren't on a fresh fit.</summary>
    private string SurfaceText()
    {
        if (_driver.Surfaces is not { Refits: > 0 } surfaces)
        {
            return "no surface";
        }

        string alerts = surfaces.Alerts == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" ({surfaces.Alerts} NOT FITTED)");
        return string.Create(CultureInfo.InvariantCulture, $"surface {surfaces.Expiries} expiries{alerts}");
    }

    private string Text()
    {
        RiskSnapshot? risk = _venue.Risk;
        string headroom = "-";
        if (risk is not null)
        {
            long least = long.MaxValue;
            AccountRisk worst = default;
            foreach (AccountRisk account in risk.Accounts)
            {
                if (account.PositionCount > 0 && account.HeadroomMicros < least)
                {
                    least = account.HeadroomMicros;
                    worst = account;
                }
            }

            headroom = least == long.MaxValue
                ? "no positions"
                : string.Create(CultureInfo.InvariantCulture, $"{least / 1e6:N0} USD ({worst.Account})");
        }

        string settlement = _settlement is null ? "" : _settlement.Status + " | ";
        string lost = _venue.BackendFallback is null ? "" : " (DEVICE LOST)";
        double tickMillis = _venue.TickStatistics.PricedTicks.QuantileNs(0.5) / 1e6;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_ordersPerSecond:N0} orders+quotes/s | {_venue.Statistics.Trades:N0} trades | "
            + $"tick {tickMillis:F2} ms {_venue.BackendName}{lost} | {SurfaceText()} | headroom {headroom} | "
            + $"lag {_venue.JournalLag:N0} | "
            + $"{_gateway.LoggedOnCount}/{_gateway.SessionCount} on | "
            + $"{settlement}{_market.Progress}");
    }
}
