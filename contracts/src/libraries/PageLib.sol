// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

/// @title Pages: the lots of 16 instruments in four words
/// @notice docs/wire.md, section 11.1.
library PageLib {
    uint256 private constant _LOTS_MASK = type(uint48).max;
    uint256 private constant _TAG_SHIFT = 192;

    /// @notice Hash of a page.
    function hash(uint256[4] memory words) internal pure returns (bytes32) {
        return keccak256(abi.encode(words));
    }

    /// @notice Number of the group that holds an instrument.
    function groupOf(uint32 instrument) internal pure returns (uint32) {
        return instrument / 16;
    }

    /// @notice The group's number plus one; zero in a free page.
    function tag(uint256[4] memory words) internal pure returns (uint32) {
        return uint32(words[0] >> _TAG_SHIFT);
    }

    /// @notice Whether the page holds nothing and belongs to no group.
    function isFree(uint256[4] memory words) internal pure returns (bool) {
        return words[0] | words[1] | words[2] | words[3] == 0;
    }

    /// @notice Lots of the instrument, negative when short.
    function lotsOf(uint256[4] memory words, uint32 instrument) internal pure returns (int48) {
        uint256 place = instrument % 16;
        return int48(uint48(words[place / 4] >> (48 * (place % 4))));
    }

    /// @notice A copy of the page with other lots of one instrument: a free page takes the tag of
    /// the instrument's group, and a page without lots becomes free.
    function withLots(uint256[4] memory words, uint32 instrument, int48 lots)
        internal
        pure
        returns (uint256[4] memory changed)
    {
        for (uint256 word = 0; word < 4; ++word) {
            changed[word] = words[word];
        }
        // Without the tag the page is all zero exactly when all its lots are.
        changed[0] &= (1 << _TAG_SHIFT) - 1;

        uint256 place = instrument % 16;
        uint256 shift = 48 * (place % 4);
        uint256 others = changed[place / 4] & ~(_LOTS_MASK << shift);
        changed[place / 4] = others | (uint256(uint48(lots)) << shift);

        if (!isFree(changed)) {
            changed[0] |= uint256(groupOf(instrument) + 1) << _TAG_SHIFT;
        }
    }
}
