using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.State;

/// <summary>One step of an account's change in the tree: a page as it is now.</summary>
/// <param name="Page">The page, 0 to 255.</param>
/// <param name="PagesElement">Element of the account's pages with this and the steps before it applied.</param>
public readonly record struct PageChange(byte Page, Hash32 PagesElement);
