// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IInvestorRegistry
/// @notice Which wallets belong to eligible investors, and until when. One registry serves many deals. No personal data.
interface IInvestorRegistry {
    /// @notice A wallet was admitted, or its eligibility renewed. `country` is ISO 3166-1 numeric.
    event InvestorAdmitted(address indexed wallet, uint16 country, uint8 class, uint64 validUntil, address indexed agent);
    /// @notice A wallet's eligibility was withdrawn.
    event InvestorRemoved(address indexed wallet, address indexed agent);

    error InvestorRegistry_AlreadyExpired(uint256 validUntil, uint256 timestamp);
    error InvestorRegistry_NotAdmitted(address wallet);
    error InvestorRegistry_UnknownClass(uint256 largest, uint256 given);
    error InvestorRegistry_ZeroAddress();

    /// @notice Admit a wallet, or change what is known of it. Only an agent.
    /// @param country ISO 3166-1 numeric.
    /// @param class 1 retail, 2 professional, 3 institutional, 4 originator.
    /// @param validUntil Last second of eligibility.
    function admit(address wallet, uint16 country, uint8 class, uint64 validUntil) external;

    /// @notice Withdraw a wallet's eligibility. It keeps what it holds and has earned. Only an agent.
    function remove(address wallet) external;

    /// @notice Whether the wallet is eligible at this moment (the name ERC-3643 tools look for).
    function isVerified(address wallet) external view returns (bool);

    /// @notice What is known of a wallet; zeros when nothing is.
    function investorAt(address wallet) external view returns (uint16 country, uint8 class, uint64 validUntil);
}
