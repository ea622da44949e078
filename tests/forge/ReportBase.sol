// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../../contracts/interfaces/IDeal.sol";
import {IRoyaltyOracle} from "../../contracts/interfaces/IRoyaltyOracle.sol";
import {RoyaltyReport} from "../../contracts/types/RoyaltyReport.sol";
import {FuzzBase} from "./FuzzBase.sol";
import {vm} from "./Vm.sol";

/// @title ReportBase
/// @notice The live deal, and true reports on it.
abstract contract ReportBase is FuzzBase {
    function _report(uint256 received) internal view returns (RoyaltyReport memory r) {
        (r.deal, r.period, r.received) = (w.deal(), uint32(IDeal(w.deal()).nextPeriod()), received);
        (r.epoch,,,,,,,) = IRoyaltyOracle(w.oracle()).signersOf(w.deal());
        r.invoices = new uint256[](w.invoices());
    }

    function _signed(RoyaltyReport memory r) internal view returns (bytes memory) {
        (,,,, address[] memory signers,,,) = IRoyaltyOracle(w.oracle()).signersOf(w.deal());
        bytes32 digest = IRoyaltyOracle(w.oracle()).digestOf(r);
        return bytes.concat(_signature(signers[0], digest), _signature(signers[1], digest));
    }

    function _submit(RoyaltyReport memory r, bytes memory signatures) internal {
        vm.prank(w.actor("relay"));
        IRoyaltyOracle(w.oracle()).submit(r, signatures);
    }

    function _world() internal pure override returns (string memory) {
        return "live";
    }
}
