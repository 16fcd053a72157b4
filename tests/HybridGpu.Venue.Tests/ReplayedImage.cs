using System.Buffers;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine;
using HybridGpu.Persistence;
using HybridGpu.Risk;
using HybridGpu.Risk.Arrays;

namespace HybridGpu.Venue.Tests;

/// <summary>An engine's image that holds the commands which made it: slow, and true by construction.</summary>
internal static class ReplayedImage
{
    public static EngineImage Of(VenueOptions options) => new(
        (engine, into) => Write(options, engine, into),
        (engine, image, arrays) => Read(options, engine, image, arrays));

    private static void Write(VenueOptions options, VenueEngine engine, IBufferWriter<byte> into)
    {
        using JournalReader reader = JournalReader.Open(options.JournalDirectory);
        while (reader.TryRead() && reader.Current.Header.Sequence <= engine.Sequence)
        {
            into.Write(Command.Bytes(in reader.Current));
            into.Write(reader.Payload);
        }
    }

    private static void Read(
        VenueOptions options, VenueEngine engine, ReadOnlySpan<byte> image, RiskArrays? current)
    {
        var catalog = new InstrumentCatalog(options.RiskLimits);
        using EpochReplay epochs = EpochReplay.Create(options.RiskLimits, catalog, options.Backend, out _)!;
        while (!image.IsEmpty)
        {
            Command command = MemoryMarshal.Read<Command>(image);
            ReadOnlySpan<byte> payload = image.Slice(Command.WireSize, (int)command.Header.PayloadLength);
            image = image[(Command.WireSize + payload.Length)..];
            if (command.Header.Kind == CommandKind.ListInstrument)
            {
                Assert.That(catalog.TryAdd(in command.Instrument));
            }

            RiskArrays? arrays = null;
            if (command.Header.Kind == CommandKind.RiskEpoch)
            {
                arrays = command.RiskEpoch.Epoch == current!.Epoch
                    ? current
                    : new RiskArrays(options.RiskLimits.ContractCapacity, options.RiskLimits.InstrumentCapacity);
                Assert.That(
                    epochs.Recompute(in command.RiskEpoch, payload, arrays), Is.EqualTo(ReplayFault.None));
            }

            engine.Apply(in command, payload, arrays);
        }
    }
}
