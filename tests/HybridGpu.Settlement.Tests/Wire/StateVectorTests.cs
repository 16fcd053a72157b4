using HybridGpu.Domain;
using HybridGpu.Domain.Risk;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.Risk;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;
using static HybridGpu.Settlement.Tests.Support.WireDocument;

namespace HybridGpu.Settlement.Tests.Wire;

/// <summary>Sections 11 and 12 of docs/wire.md. The document's bytes were made by another program, so these tests
/// compare two implementations.</summary>
[TestFixture]
internal sealed class StateVectorTests
{
    private static readonly string[] Operations =
        [.. Enum.GetNames<OperationKind>().Where(name => name != nameof(OperationKind.None))];

    [Test]
    public void Nothing_looks_as_the_document_says() => Assert.Multiple(() =>
    {
        Assert.That(EmptyState.PagesRoot.ToArray(), Is.EqualTo(Hex("EmptyPagesRoot")));
        Assert.That(Bytes(EmptyState.PagesElement), Is.EqualTo(Hex("EmptyPagesElement")));
        Assert.That(EmptyState.SlotsRoot.ToArray(), Is.EqualTo(Hex("EmptySlotsRoot")));
        Assert.That(EmptyState.AccountLeafHash.ToArray(), Is.EqualTo(Hex("EmptyAccountLeafHash")));
        Assert.That(Bytes(EmptyState.AccountElement), Is.EqualTo(Hex("EmptyAccountElement")));
        Assert.That(EmptyState.InstrumentsRoot.ToArray(), Is.EqualTo(Hex("EmptyInstrumentsRoot")));
        Assert.That(new SettlementState(Parameters()).StateRoot.ToArray(), Is.EqualTo(Hex("GenesisRoot")));
    });

    [Test]
    public void A_page_and_the_trees_over_it_are_as_written()
    {
        var page = new Page();
        var account = new AccountState(16);
        foreach ((uint instrument, long lots) in new WireFields("Page").Numbered("lots"))
        {
            page.Set(instrument, lots);
            account.SetLots(3, instrument, lots);
        }

        account.CommitPages();

        Assert.Multiple(() =>
        {
            Assert.That(page.Words.ToArray(), Is.EqualTo(Hex("Page")));
            Assert.That(page.Hash().ToArray(), Is.EqualTo(Hex("PageHash")));
            Assert.That(Bytes(page.Element()), Is.EqualTo(Hex("PageElement")));
            Assert.That(account.Leaf.PagesRoot.ToArray(), Is.EqualTo(Hex("PagesRoot")));
            Assert.That(Bytes(account.PagesElement), Is.EqualTo(Hex("PagesElement")));
            Assert.That(Page.TryRead(Hex("Page"), out Page read), Is.True);
            Assert.That(read.Words.ToArray(), Is.EqualTo(Hex("Page")));
        });
    }

    [Test]
    public void An_account_leaf_is_as_written_and_reads_back()
    {
        AccountLeaf leaf = Leaf();
        byte[] bytes = new byte[AccountLeaf.Size];
        leaf.Encode(bytes);

        Assert.That(bytes, Is.EqualTo(Hex("AccountLeaf")));
        Assert.That(leaf.Hash().ToArray(), Is.EqualTo(Hex("AccountLeafHash")));
        Assert.That(Bytes(leaf.Element(FieldElement.Read(Hex("PagesElement")))), Is.EqualTo(Hex("AccountElement")));
        Assert.That(AccountLeaf.TryDecode(bytes, out AccountLeaf read), Is.True);
        Assert.That(read, Is.EqualTo(leaf));
    }

    [Test]
    public void A_system_leaf_is_as_written_and_reads_back()
    {
        WireFields fields = new("SystemLeaf");
        var leaf = new SystemLeaf
        {
            SequencedNs = fields.Number("sequencedNs"),
            MarketNs = fields.Number("marketNs"),
            RiskEpoch = fields.Number("riskEpoch"),
            QueueCursor = fields.Number("queueCursor"),
            RiskRoot = fields.Word("riskRoot"),
            InstrumentsRoot = fields.Word("instrumentsRoot"),
            FundingRoot = fields.Word("fundingRoot"),
            ChainsRoot = fields.Word("chainsRoot"),
            ParametersHash = fields.Word("parametersHash"),
        };
        byte[] bytes = new byte[SystemLeaf.Size];
        leaf.Encode(bytes);

        Assert.That(bytes, Is.EqualTo(Hex("SystemLeaf")));
        Assert.That(leaf.Hash().ToArray(), Is.EqualTo(Hex("SystemLeafHash")));
        Assert.That(Bytes(leaf.Element()), Is.EqualTo(Hex("SystemElement")));
        Assert.That(SystemLeaf.TryDecode(bytes, out SystemLeaf read), Is.True);
        Assert.That(read, Is.EqualTo(leaf));
    }

    [Test]
    public void The_state_root_is_the_tree_over_system_and_accounts()
    {
        var tree = new PoseidonTree(EmptyState.StateElements);
        tree.Set(0, new SettlementState(Parameters()).System.Leaf.Element());
        tree.Set(16, Leaf().Element(FieldElement.Read(Hex("PagesElement"))));

        Assert.That(Bytes(tree.Root), Is.EqualTo(Hex("StateRoot")));
    }

    [Test]
    public void An_instrument_and_its_tree_are_as_written()
    {
        InstrumentTerms terms = new WireFields("InstrumentLeaf").Terms();
        byte[] bytes = new byte[InstrumentTerms.Size];
        terms.Encode(bytes);
        var tree = new InstrumentsTree();
        tree.Set(in terms);

        Assert.That(bytes, Is.EqualTo(Hex("InstrumentLeaf")));
        Assert.That(terms.Hash().ToArray(), Is.EqualTo(Hex("InstrumentHash")));
        Assert.That(tree.Root.ToArray(), Is.EqualTo(Hex("InstrumentsRoot")));
        Assert.That(InstrumentTerms.TryDecode(bytes, out InstrumentTerms read), Is.True);
        Assert.That(read, Is.EqualTo(terms));
    }

    [Test]
    public void Risk_arrays_are_committed_to_as_written()
    {
        (uint Instrument, long Mark)[] rows = [.. new WireFields("RiskItem").Numbered("mark")];
        int[] cells = [.. Enumerable.Range(0, rows.Length * ScenarioColumns.Count).Select(i => (1000 * i) - 20_000)];

        var commitment = RiskCommitment.Of(
            [.. rows.Select(row => new InstrumentId(row.Instrument))], [.. rows.Select(row => row.Mark)], cells);

        Assert.That(commitment.Items, Has.Count.EqualTo(2));
        Assert.That(commitment.Items[0], Is.EqualTo(Hex("RiskItem")));
        Assert.That(commitment.Root.ToArray(), Is.EqualTo(Hex("RiskRoot")));
        Assert.That(RiskCommitment.Of([], [], []).Root.IsZero, Is.True);
    }

    [Test]
    public void Fundings_are_committed_to_as_written()
    {
        WireFields fields = new("FundingRoot");
        var first = new FundingFixing(1, 7, 2_500_000_000, default);
        var second = new FundingFixing(
            fields.Number("epoch"), (uint)fields.Number("instrument"), fields.Signed("fundingAmount"), first.Root);

        Assert.That(first.Root, Is.EqualTo(fields.Word("previousRoot")));
        Assert.That(second.Root.ToArray(), Is.EqualTo(Hex("FundingRoot")));
        Assert.That(default(FundingFixing).Root.IsZero, Is.True);
    }

    [Test]
    public void Parameters_are_as_written()
    {
        byte[] bytes = new byte[SettlementParameters.Size];
        Parameters().Encode(bytes);

        Assert.That(bytes, Is.EqualTo(Hex("Parameters")));
        Assert.That(Parameters().Hash.ToArray(), Is.EqualTo(Hex("ParametersHash")));
    }

    [TestCaseSource(nameof(Operations))]
    public void An_operation_is_as_written_and_reads_back(string name)
    {
        byte[] expected = Hex("Operation" + name);
        Operation operation = OperationOf(name);

        Assert.That(OperationCodec.Encode(in operation), Is.EqualTo(expected));
        Assert.That(OperationCodec.TryDecode(expected, out Operation read), Is.True);
        Assert.That(read, Is.EqualTo(operation));
        Assert.That(OperationCodec.TryDecode([.. expected, 0], out _), Is.False, "longer");
        Assert.That(OperationCodec.TryDecode(expected.AsSpan(0, expected.Length - 1), out _), Is.False, "shorter");
    }

    [Test]
    public void Error_codes_are_the_documents() => Assert.That(
        Enumeration("### TransitionError values of section 12"),
        Is.EquivalentTo(Enum.GetValues<TransitionError>()
            .ToDictionary(error => (long)error, error => error.ToString())));

    [Test]
    public void Kinds_are_the_documents() => Assert.That(
        Enumeration("## 12. Operations"),
        Is.EquivalentTo(Enum.GetValues<OperationKind>().Where(kind => kind != OperationKind.None)
            .ToDictionary(kind => (long)kind, kind => kind.ToString())));

    internal static Operation OperationOf(string name)
    {
        WireFields fields = new("Operation" + name);
        bool isListing = name == nameof(OperationKind.ListInstrument);
        return new Operation
        {
            Kind = (OperationKind)(fields.Has("kind") ? fields.Number("kind") : 0),
            Account = (uint)fields.Number("account"),
            Owner = fields.Owner(),
            Amount = fields.Number("amount"),
            QueueIndex = fields.Number("queueIndex"),
            Instrument = isListing ? 0 : (uint)fields.Number("instrument"),
            TakerSide = (byte)fields.Number("takerSide"),
            PriceTicks = fields.Number("priceTicks"),
            Lots = fields.Number("lots"),
            Maker = (uint)fields.Number("maker"),
            Taker = (uint)fields.Number("taker"),
            MakerPage = (byte)fields.Number("makerPage"),
            TakerPage = (byte)fields.Number("takerPage"),
            MakerOrder = (ushort)fields.Number("makerOrder"),
            TakerOrder = (ushort)fields.Number("takerOrder"),
            Page = (byte)fields.Number("page"),
            SequencedNs = fields.Number("sequencedNs"),
            MarketNs = fields.Number("marketNs"),
            Epoch = fields.Number("epoch"),
            InputsMarketNs = fields.Number("inputsMarketNs"),
            KernelHash = fields.Word("kernelHash"),
            InputsHash = fields.Word("inputsHash"),
            RiskRoot = fields.Word("riskRoot"),
            Terms = isListing ? fields.Terms() : default,
            Settlement = fields.Number("settlement"),
            FundingAmount = fields.Has("fundingAmount") ? fields.Signed("fundingAmount") : 0,
            PreviousRoot = fields.Word("previousRoot"),
        };
    }

    private static SettlementParameters Parameters()
    {
        WireFields fields = new("Parameters");
        return new SettlementParameters(
            fields.Number("optionTaker"), fields.Number("optionMaker"), fields.Number("linearTaker"),
            fields.Number("linearMaker"));
    }

    private static AccountLeaf Leaf()
    {
        WireFields fields = new("AccountLeaf");
        return new AccountLeaf
        {
            Owner = fields.Owner(),
            Nonce = fields.Number("nonce"),
            FundingEpoch = (uint)fields.Number("fundingEpoch"),
            Cash = fields.Signed("cash"),
            FeesAccrued = fields.Signed("feesAccrued"),
            Withdrawn = fields.Signed("withdrawn"),
            PagesRoot = fields.Word("pagesRoot"),
            SlotsRoot = fields.Word("slotsRoot"),
        };
    }

    private static byte[] Bytes(FieldElement element) => element.ToHash32().ToArray();
}
