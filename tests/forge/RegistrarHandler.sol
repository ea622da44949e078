// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInvestorRegistry} from "../../contracts/interfaces/IInvestorRegistry.sol";
import {ISupervisor} from "../../contracts/interfaces/ISupervisor.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";

/// @title RegistrarHandler
/// @notice Who may hold, and whom the supervisor halts.
contract RegistrarHandler is Handler {
    constructor(Ledger ledger_) Handler(ledger_) {}

    function admit(uint256 who, uint256 days_, uint256 class) external {
        uint48 until = uint48(block.timestamp + (days_ % 8 == 0 ? 5 days : 3_000 days));
        uint8 class_ = uint8(class % 16 == 0 ? class % 256 : class % 4 + 1);
        address wallet = w.signer(who);
        _registrar(abi.encodeCall(IInvestorRegistry.admit, (wallet, who % 2 == 0 ? 840 : 156, class_, until)));
    }

    function remove(uint256 who) external {
        // not all at once, or nobody is left to trade
        _registrar(abi.encodeCall(IInvestorRegistry.remove, (w.signer(who % 2 == 0 ? 5 : who >> 1))));
    }

    function addWallet(uint256 who, uint256 sibling) external {
        _registrar(abi.encodeCall(IInvestorRegistry.addWallet, (w.holder(who), w.signer(sibling))));
    }

    function closeWallet(uint256 who) external {
        // one that has another of the same investor beside it, or one that the rest can do without
        _registrar(abi.encodeCall(IInvestorRegistry.closeWallet, (w.signer(who % 4 == 0 ? 0 : 5))));
    }

    function haltDeal(uint256 days_) external {
        uint48 until = _until(days_);
        _supervisor(abi.encodeCall(ISupervisor.haltDeal, (w.deal(), until, "order", "evidence", "inquiry")));
    }

    function haltTranche(uint256 tranche, uint256 days_) external {
        address token = w.token(_tranche(tranche));
        _supervisor(abi.encodeCall(ISupervisor.haltTranche, (token, _until(days_), "order", "evidence", "inquiry")));
    }

    function haltHolder(uint256 who, uint256 days_) external {
        bytes memory data =
            abi.encodeCall(ISupervisor.haltHolder, (w.deal(), w.signer(who), _until(days_), "order", "evidence", "inquiry"));
        _supervisor(data);
    }

    function resumeDeal() external {
        _chief(abi.encodeCall(ISupervisor.resumeDeal, (w.deal(), "order", "evidence")));
    }

    function resumeTranche(uint256 tranche) external {
        _chief(abi.encodeCall(ISupervisor.resumeTranche, (w.token(_tranche(tranche)), "order", "evidence")));
    }

    function resumeHolder(uint256 who) external {
        _chief(abi.encodeCall(ISupervisor.resumeHolder, (w.deal(), w.signer(who), "order", "evidence")));
    }

    function _until(uint256 days_) private view returns (uint48) {
        // short, so that histories go on
        return uint48(block.timestamp + (days_ % 8 == 0 ? days_ % 400 days : days_ % 2 days));
    }

    function _registrar(bytes memory data) private {
        _act(w.actor("registrar"), w.registry(), data);
    }

    function _supervisor(bytes memory data) private {
        _act(w.actor("supervisor"), w.supervisor(), data);
    }

    function _chief(bytes memory data) private {
        _act(w.actor("chief_supervisor"), w.supervisor(), data);
    }
}
