namespace HybridGpu.Fix.Dictionary;

/// <summary>A field's data type, as far as reading and checking differ.</summary>
public enum FixFieldType
{
    /// <summary>Any text.</summary>
    String = 0,

    /// <summary>A signed integer.</summary>
    Int = 1,

    /// <summary>A length: an integer that is not negative.</summary>
    Length = 2,

    /// <summary>A sequence number: a positive integer.</summary>
    SeqNum = 3,

    /// <summary>How many entries a repeating group has.</summary>
    NumInGroup = 4,

    /// <summary>One byte.</summary>
    Char = 5,

    /// <summary>Y or N.</summary>
    Boolean = 6,

    /// <summary>Values separated by spaces.</summary>
    MultipleValueString = 7,

    /// <summary>Price, Qty, Amt, PriceOffset, Percentage, Float: a decimal.</summary>
    Decimal = 8,

    /// <summary>YYYYMMDD-HH:MM:SS with up to nine decimals.</summary>
    UtcTimestamp = 9,

    /// <summary>YYYYMMDD.</summary>
    UtcDateOnly = 10,

    /// <summary>HH:MM:SS with up to nine decimals.</summary>
    UtcTimeOnly = 11,

    /// <summary>Bytes that may contain the separator; the length stands in the field before.</summary>
    Data = 12,
}
