using System;
using System.Buffers;
using System.IO;
using HybridGpu.Domain;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine;

/// <content>The whole state as bytes, for a snapshot, and back.</content>
public sealed partial class VenueEngine
{
    private const uint ImageVersion = 3;

    /// <summary>Writes the state. Call between two commands; the engine stays as it is.</summary>
    /// <param name="into">Where to.</param>
    /// <remarks>Cost: O(state). The same state and history of list orders give the same bytes.</remarks>
    public void WriteImage(IBufferWriter<byte> into)
    {
        var image = new Image(into);
        Pass(ref image);
        image.Value(StateHash);
    }

    /// <summary>Takes a state over that <see cref="WriteImage"/> wrote, into an engine that has applied nothing, with
    /// the same options. From here on it gives the events and hashes that the other would have given.</summary>
    /// <param name="bytes">What was written.</param>
    /// <param name="arrays">The risk arrays that were current; null before the first epoch.</param>
    /// <exception cref="InvalidDataException">The image is of another version, cut short, or doesn't come to the state
    /// hash in it; the engine must not be used then.</exception>
    /// <exception cref="InvalidOperationException">The engine has applied commands.</exception>
    public void ReadImage(ReadOnlySpan<byte> bytes, RiskArrays? arrays)
    {
        if (Sequence != 0)
        {
            throw new InvalidOperationException($"The engine has applied {Sequence} commands.");
        }

        var image = new Image(bytes);
        if (arrays is not null)
        {
            _gate.Adopt(arrays);
        }

        Pass(ref image);
        StateHash written = image.Value(default(StateHash));
        _ledger.Hash.Set(RecomputeItems());
        if (written != StateHash || !image.IsAtEnd)
        {
            throw new InvalidDataException(
                $"The engine's image comes to state hash {StateHash} instead of the {written} in it.");
        }
    }

    private void Pass(ref Image image)
    {
        uint version = image.Value(ImageVersion);
        if (version != ImageVersion)
        {
            throw new InvalidDataException(
                $"The engine's image has version {version}, this engine reads version {ImageVersion}.");
        }

        ulong epoch = image.Value(Arrays?.Epoch ?? 0);
        if (epoch != (Arrays?.Epoch ?? 0))
        {
            throw new InvalidDataException($"The engine's image needs the risk arrays of epoch {epoch}.");
        }

        PassOptions(ref image, _ledger.Options);
        Sequence = image.Value(Sequence);
        _lastBatch = image.Value(_lastBatch);
        _events.Ordinal = image.Value(_events.Ordinal);
        _ledger.NowNs = image.Value(_ledger.NowNs);
        _ledger.MarketNs = image.Value(_ledger.MarketNs);
        _orders.OrderCount = image.Value(_orders.OrderCount);
        _orders.TradeCount = image.Value(_orders.TradeCount);
        _ledger.Accounts.Pass(ref image);
        _ledger.Sessions.Pass(ref image);
        _ledger.Kills.Pass(ref image);
        _rules.Pass(ref image);
        _ledger.Instruments.Pass(ref image, _ledger.Orders);
        _lifecycle.Index.Pass(ref image);
        _lifecycle.Funding.Pass(ref image);
        _ledger.Positions.Pass(ref image, _ledger.Accounts, _ledger.Instruments);
        OrdersImage.Pass(ref image, _ledger, _open);
        _requests.Pass(ref image);
        _chain.Pass(ref image);
        _hashes.Pass(ref image);
    }

    /// <summary>The options decide what commands come to: under others the image is another machine's.</summary>
    private static void PassOptions(ref Image image, EngineOptions options)
    {
        ReadOnlySpan<(string Name, long Value)> all =
        [
            (nameof(options.OpenOrdersMax), options.OpenOrdersMax),
            (nameof(options.PositionsMax), options.PositionsMax),
            (nameof(options.InstrumentsMax), options.InstrumentsMax),
            (nameof(options.CombosMax), options.CombosMax),
            (nameof(options.AccountGroupsMax), options.AccountGroupsMax),
            (nameof(options.AccountLotsMax), options.AccountLotsMax),
            (nameof(options.Fees.OptionTakerNano), options.Fees.OptionTakerNano),
            (nameof(options.Fees.OptionMakerNano), options.Fees.OptionMakerNano),
            (nameof(options.Fees.LinearTakerNano), options.Fees.LinearTakerNano),
            (nameof(options.Fees.LinearMakerNano), options.Fees.LinearMakerNano),
        ];
        foreach ((string name, long value) in all)
        {
            long written = image.Value(value);
            if (written != value)
            {
                throw new InvalidDataException(
                    $"The engine's image was written with {name} = {written}, this engine has {value}.");
            }
        }
    }
}
