// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {
    ReentrancyGuardTransient
} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IRollup} from "./interfaces/IRollup.sol";
import {IVault} from "./interfaces/IVault.sol";
import {PoseidonTree} from "./libraries/PoseidonTree.sol";
import {AccountLeaf} from "./types/AccountLeaf.sol";

/// @title The venue's collateral on one chain
/// @notice Collateral leaves against a final state root and a proof, to the account's registered
/// owner only, and never more than came in.
contract Vault is IVault, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint8 private constant _DEPOSIT = 1;
    uint8 private constant _WITHDRAWAL_REQUEST = 2;
    uint8 private constant _DECIMALS = 6;

    /// @dev Amounts of the queue, and all deposits together, are below: an account's cash can't
    /// leave its 64 bits by deposits.
    uint64 private constant _AMOUNT_LIMIT = 1 << 60;

    IRollup private immutable _rollup;
    IERC20 private immutable _token;

    uint64 private _received;
    uint64 private _paid;
    mapping(uint32 account => uint64) private _deposited;
    mapping(uint32 account => uint64) private _claimed;

    /// @param rollup_ The contract that keeps the batches.
    /// @param token_ The collateral, with 6 decimals.
    constructor(IRollup rollup_, IERC20Metadata token_) {
        if (address(token_).code.length == 0) revert NotAToken(address(token_));
        uint8 decimals = token_.decimals();
        if (decimals != _DECIMALS) revert WrongDecimals(decimals);
        _rollup = rollup_;
        _token = token_;
    }

    /// @inheritdoc IVault
    function deposit(uint32 account, uint64 amount) external nonReentrant {
        if (_rollup.ownerOf(account) == address(0)) revert UnknownAccount(account);
        if (amount == 0) revert BadAmount(amount);
        uint256 total = uint256(_received) + amount;
        if (total >= _AMOUNT_LIMIT) revert DepositLimitReached(total);
        _received = uint64(total);
        _deposited[account] += amount;
        emit Deposited(account, msg.sender, amount);

        uint256 balance = _token.balanceOf(address(this));
        _token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 balanceAfter = _token.balanceOf(address(this));
        if (balanceAfter != balance + amount) {
            revert InexactTransfer(balance + amount, balanceAfter);
        }
        _rollup.enqueue(_DEPOSIT, account, amount);
    }

    /// @inheritdoc IVault
    function requestWithdrawal(uint32 account, uint64 amount) external nonReentrant {
        if (msg.sender != _rollup.ownerOf(account)) revert NotOwner(account, msg.sender);
        if (amount == 0 || amount >= _AMOUNT_LIMIT) revert BadAmount(amount);
        emit WithdrawalRequested(account, msg.sender, amount);
        _rollup.enqueue(_WITHDRAWAL_REQUEST, account, amount);
    }

    /// @inheritdoc IVault
    function withdraw(
        uint64 batch,
        uint32 account,
        AccountLeaf calldata leaf,
        uint256 pagesElement,
        uint256[20] calldata siblings
    ) external nonReentrant {
        address owner = _rollup.ownerOf(account);
        if (owner == address(0)) revert UnknownAccount(account);
        if (leaf.owner != owner) revert OwnerMismatch(leaf.owner, owner);
        uint256 expected = _rollup.finalisedRoot(batch);
        uint256 element = PoseidonTree.elementOf(leaf, pagesElement);
        uint256 computed = PoseidonTree.root(element, account, siblings);
        if (computed != expected) revert WrongProof(computed, expected);

        uint64 amount = _claim(account, leaf.withdrawn);
        emit Withdrawn(account, owner, amount);
        _token.safeTransfer(owner, amount);
    }

    /// @inheritdoc IVault
    function rollup() external view returns (address) {
        return address(_rollup);
    }

    /// @inheritdoc IVault
    function token() external view returns (address) {
        return address(_token);
    }

    /// @inheritdoc IVault
    function deposited(uint32 account) external view returns (uint64) {
        return _deposited[account];
    }

    /// @inheritdoc IVault
    function claimed(uint32 account) external view returns (uint64) {
        return _claimed[account];
    }

    /// @inheritdoc IVault
    function held() external view returns (uint64) {
        return _received - _paid;
    }

    /// @dev Books what the state lets out beyond what has been paid.
    function _claim(uint32 account, int64 withdrawn) private returns (uint64 amount) {
        uint64 paidBefore = _claimed[account];
        if (withdrawn <= 0 || uint64(withdrawn) <= paidBefore) revert NothingToWithdraw(account);
        amount = uint64(withdrawn) - paidBefore;
        uint64 holdings = _received - _paid;
        if (amount > holdings) revert InsufficientHoldings(amount, holdings);
        _claimed[account] = uint64(withdrawn);
        _paid += amount;
    }
}
