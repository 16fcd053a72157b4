using System.Collections.Generic;
using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Engine.Accounts;

/// <summary>How many entries each account has in each group of 16 instruments, and so in how many groups it
/// is.</summary>
/// <remarks>A group's quantities share a page of the state tree, and an account has 256 pages. Cost: one look-up for an
/// entry that comes or goes; no allocation in steady state.</remarks>
internal sealed class GroupCounts
{
    private readonly Dictionary<AccountKey, int> _entries = [];
    private readonly int _groupsMax;

    public GroupCounts(int groupsMax)
    {
        _groupsMax = groupsMax;
    }

    /// <summary>Counts an entry that comes; false, and nothing counted, when its group would be one too many.</summary>
    public bool TryAdd(Account account, InstrumentId instrument)
    {
        AccountKey key = new(account.Id, instrument.Group);
        ref int entries = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out bool isThere);
        if (!isThere && account.GroupCount == _groupsMax)
        {
            _entries.Remove(key);
            return false;
        }

        account.GroupCount += isThere ? 0 : 1;
        entries++;
        return true;
    }

    /// <summary>Counts an entry that goes.</summary>
    public void Remove(Account account, InstrumentId instrument)
    {
        AccountKey key = new(account.Id, instrument.Group);
        ref int entries = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, key);
        if (--entries == 0)
        {
            _entries.Remove(key);
            account.GroupCount--;
        }
    }
}
