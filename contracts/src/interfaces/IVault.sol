// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {AccountLeaf} from "../types/AccountLeaf.sol";

/// @title The venue's collateral on one chain
/// @notice Amounts are in 1e-6 of a dollar, the token's own unit.
interface IVault {
    /// @notice Collateral has come in and waits in the queue to be credited.
    event Deposited(uint32 indexed account, address indexed from, uint64 amount);

    /// @notice An owner's request waits in the queue.
    event WithdrawalRequested(uint32 indexed account, address indexed owner, uint64 amount);

    /// @notice Collateral has gone to an account's owner.
    event Withdrawn(uint32 indexed account, address indexed owner, uint64 amount);

    /// @notice There is no contract at the token's address.
    error NotAToken(address token);
    /// @notice The token doesn't have 6 decimals.
    error WrongDecimals(uint8 decimals);
    /// @notice The account has no owner.
    error UnknownAccount(uint32 account);
    /// @notice The amount is zero, or 2^60 and more.
    error BadAmount(uint64 amount);
    /// @notice All deposits together would reach 2^60.
    error DepositLimitReached(uint256 total);
    /// @notice The token moved another amount than it was told to.
    error InexactTransfer(uint256 expected, uint256 received);
    /// @notice Only the account's owner may do this.
    error NotOwner(uint32 account, address caller);
    /// @notice The state's owner of the account isn't the registered one.
    error OwnerMismatch(address inState, address registered);
    /// @notice The proof doesn't lead to the batch's state root.
    error WrongProof(uint256 computed, uint256 expected);
    /// @notice All that the state lets out has been paid.
    error NothingToWithdraw(uint32 account);
    /// @notice The state lets out more than the vault has received: it can't be true.
    error InsufficientHoldings(uint64 wanted, uint64 held);

    /// @notice Takes `amount` from the caller, who has approved it, for a registered account.
    function deposit(uint32 account, uint64 amount) external;

    /// @notice Asks the venue, through the queue, to let `amount` out. Owner.
    function requestWithdrawal(uint32 account, uint64 amount) external;

    /// @notice Pays an account's owner what the state after a final batch lets out and hasn't been
    /// paid. Anyone may call; about 550,000 gas.
    /// @param batch A final batch.
    /// @param leaf The account's leaf after it.
    /// @param pagesElement Poseidon root of the account's pages.
    /// @param siblings The account's path in the state tree, from the leaf upwards.
    function withdraw(
        uint64 batch,
        uint32 account,
        AccountLeaf calldata leaf,
        uint256 pagesElement,
        uint256[20] calldata siblings
    ) external;

    /// @notice The contract that keeps the batches.
    function rollup() external view returns (address);

    /// @notice The collateral.
    function token() external view returns (address);

    /// @notice All that was ever deposited for an account.
    function deposited(uint32 account) external view returns (uint64);

    /// @notice All that was ever paid to an account's owner.
    function claimed(uint32 account) external view returns (uint64);

    /// @notice Deposits less payments: what the vault owes its users at most.
    function held() external view returns (uint64);
}
