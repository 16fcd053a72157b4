using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk;

namespace HybridGpu.Venue;

/// <content>The directory as bytes, for a snapshot.</content>
public sealed partial class VenueDirectory
{
    internal void WriteImage(IBufferWriter<byte> into)
    {
        var instruments = new List<uint>(_instruments.Keys);
        instruments.Sort();
        ImageBytes.Write(into, instruments.Count);
        foreach (uint id in instruments)
        {
            ImageBytes.Write(into, _instruments[id]);
            ImageBytes.Write(into, _settled.ContainsKey(id) ? 1 : 0);
            ReadOnlySpan<ComboLeg> legs = LegsOf(new InstrumentId(id));
            ImageBytes.Write(into, legs.Length);
            foreach (ComboLeg leg in legs)
            {
                ImageBytes.Write(into, leg);
            }
        }

        // By number: what is written is the same bytes for the same state.
        var sessions = new List<KeyValuePair<Text40, SessionEntry>>(_sessions);
        sessions.Sort((left, right) => left.Value.Session.Value.CompareTo(right.Value.Session.Value));
        ImageBytes.Write(into, sessions.Count);
        foreach ((Text40 compId, SessionEntry session) in sessions)
        {
            ImageBytes.Write(into, compId);
            ImageBytes.Write(into, session);
        }

        var accounts = new List<uint>(_accounts.Keys);
        accounts.Sort();
        ImageBytes.Write(into, accounts.Count);
        foreach (uint account in accounts)
        {
            ImageBytes.Write(into, account);
            ImageBytes.Write(into, _accounts[account] ? 1 : 0);
        }

        for (byte underlying = 0; underlying < UnderlyingId.Capacity; underlying++)
        {
            ImageBytes.Write(into, FirstIndexNs(new UnderlyingId(underlying)));
        }
    }

    /// <summary>Takes over what was written, and lists the instruments in a catalogue.</summary>
    internal void ReadImage(ref ReadOnlySpan<byte> image, InstrumentCatalog catalog)
    {
        for (int left = ImageBytes.Read<int>(ref image); left > 0; left--)
        {
            InstrumentSpec spec = ImageBytes.Read<InstrumentSpec>(ref image);
            List(in spec);
            catalog.TryAdd(in spec);
            bool isSettled = ImageBytes.Read<int>(ref image) != 0;
            if (isSettled)
            {
                _settled[spec.Id.Value] = true;
            }

            ReadLegs(ref image, spec.Id, isSettled);
        }

        for (int left = ImageBytes.Read<int>(ref image); left > 0; left--)
        {
            Text40 compId = ImageBytes.Read<Text40>(ref image);
            _sessions[compId] = ImageBytes.Read<SessionEntry>(ref image);
        }

        for (int left = ImageBytes.Read<int>(ref image); left > 0; left--)
        {
            uint account = ImageBytes.Read<uint>(ref image);
            _accounts[account] = ImageBytes.Read<int>(ref image) != 0;
        }

        for (byte underlying = 0; underlying < UnderlyingId.Capacity; underlying++)
        {
            long firstNs = ImageBytes.Read<long>(ref image);
            if (firstNs != long.MaxValue)
            {
                _firstIndexNs[underlying] = firstNs;
            }
        }
    }

    private void ReadLegs(ref ReadOnlySpan<byte> image, InstrumentId combo, bool isSettled)
    {
        int count = ImageBytes.Read<int>(ref image);
        if (count is < 0 or > ComboLeg.LegsMax)
        {
            throw new InvalidDataException($"The directory's image gives instrument {combo} {count} legs.");
        }

        if (count == 0)
        {
            return;
        }

        var legs = new ComboLeg[count];
        for (int i = 0; i < count; i++)
        {
            legs[i] = ImageBytes.Read<ComboLeg>(ref image);
        }

        _legs[combo.Value] = legs;
        _liveCombos += isSettled ? 0 : 1;
    }
}
