// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {TestBase} from "./TestBase.sol";

/// The vectors of docs/wire.md, read from the document itself.
abstract contract WireDocument is TestBase {
    string private _text;

    function setUp() public virtual {
        _text = vm.readFile("../docs/wire.md");
    }

    /// @dev The bytes of a block ```hex NAME.
    function bytesOf(string memory name) internal view returns (bytes memory) {
        string[] memory parts = vm.split(_text, string.concat("```hex ", name, "\n"));
        vm.assertEq(parts.length, 2, name);
        string memory lines = vm.split(parts[1], "```")[0];
        return vm.parseBytes(string.concat("0x", vm.replace(lines, "\n", "")));
    }

    function wordOf(string memory name) internal view returns (bytes32 word) {
        bytes memory content = bytesOf(name);
        vm.assertEq(content.length, 32, name);
        word = bytes32(content);
    }

    function numberOf(string memory name) internal view returns (uint256) {
        return uint256(wordOf(name));
    }
}
