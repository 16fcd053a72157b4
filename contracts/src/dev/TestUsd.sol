// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A dollar for development chains
/// @notice Anyone who sees it on a real chain would be right to be worried: it can't be deployed
/// there.
contract TestUsd is ERC20, Ownable {
    /// @notice The chain isn't one of the development chains, 31337 and 1337.
    error NotADevelopmentChain(uint256 chainId);

    constructor() ERC20("Test dollar", "TUSD") Ownable(msg.sender) {
        if (block.chainid != 31337 && block.chainid != 1337) {
            revert NotADevelopmentChain(block.chainid);
        }
    }

    /// @notice Makes `amount` (1e-6 dollars) for `to`.
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
