// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {TestUsd} from "../../src/dev/TestUsd.sol";
import {TestBase} from "../utils/TestBase.sol";

contract TestUsdTest is TestBase {
    function test_its_deployer_alone_makes_it() public {
        TestUsd usd = new TestUsd();
        usd.mint(address(1), 7);
        vm.assertEq(usd.balanceOf(address(1)), 7, "balance");
        vm.assertEq(usd.decimals(), 6, "decimals");

        vm.expectRevert(
            abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1))
        );
        vm.prank(address(1));
        usd.mint(address(1), 7);
    }

    function test_it_exists_on_development_chains_only() public {
        vm.chainId(1337);
        new TestUsd();
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(TestUsd.NotADevelopmentChain.selector, 1));
        new TestUsd();
    }
}
