// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ErrorSample
/// @notice Refuses in every way a contract can, and emits on demand, for the tests of the Python side. Never deployed with a deal.
contract ErrorSample {
    /// @notice A pair of values inside an error or event.
    struct Pair {
        address owner;
        uint256[] amounts;
    }

    event ErrorSample_Stored(address indexed by, uint256 indexed number, Pair pair, string note);

    event ErrorSample_Noted(address indexed deal, uint32 indexed period, bytes32 digest);
    event ErrorSample_Named(string indexed name, uint256[] indexed numbers);

    error ErrorSample_Refused(uint256 expected, uint256 given);
    error ErrorSample_Pair(Pair pair, bytes32 tag);

    address public immutable MAKER;
    uint256 public number;

    constructor(uint256 first) {
        if (first == 0) revert ErrorSample_Refused(1, first);
        MAKER = msg.sender;
        number = first;
    }

    /// @notice Keep a number and say so.
    function store(uint256 next, string calldata note) external {
        number = next;
        uint256[] memory amounts = new uint256[](2);
        (amounts[0], amounts[1]) = (next, next + 1);
        emit ErrorSample_Stored(msg.sender, next, Pair(MAKER, amounts), note);
    }

    /// @notice A custom error with two numbers.
    function refuse(uint256 expected, uint256 given) external {
        number = given;
        revert ErrorSample_Refused(expected, given);
    }

    /// @notice A custom error with a struct.
    function refusePair(bytes32 tag) external {
        number = 0;
        uint256[] memory amounts = new uint256[](2);
        (amounts[0], amounts[1]) = (7, 8);
        revert ErrorSample_Pair(Pair(MAKER, amounts), tag);
    }

    /// @notice Error(string).
    function refuseWithText() external {
        number = 0;
        require(number != 0, "not today");
    }

    /// @notice Panic(0x11).
    function overflow() external {
        number = type(uint256).max;
        number += 1;
    }

    /// @notice Nothing at all.
    function refuseSilently() external {
        number = 0;
        revert(); // solhint-disable-line reason-string
    }

    /// @notice A selector of nobody.
    function refuseUnknown() external {
        number = 0;
        assembly ("memory-safe") {
            mstore(0, shl(224, 0xdeadbeef))
            mstore(4, 42)
            revert(0, 36)
        }
    }

    /// @notice An event of nobody.
    function emitUnknown() external {
        number = 0;
        assembly ("memory-safe") {
            log1(0, 0, 0xdeadbeef)
        }
    }
}
