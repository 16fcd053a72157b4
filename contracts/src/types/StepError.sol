// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// Why an operation changes nothing, numbered as in docs/wire.md, section 12.
enum StepError {
    None,
    DoesNotDecode,
    BadAccount,
    AlreadyOpen,
    BadAmount,
    QueueOutOfOrder,
    UnknownInstrument,
    AlreadySettled,
    Expired,
    NotExpired,
    BadPrice,
    BadQuantity,
    WrongPage,
    SignedOrder,
    NothingToDo,
    TimeRunsBack,
    EpochNotAhead,
    BadTerms,
    AlreadyListed,
    Overflow,
    FundingMismatch,
    FundingSettled
}
