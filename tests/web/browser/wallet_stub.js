// SPDX-License-Identifier: Apache-2.0
// A wallet as an extension puts it into every page (EIP-6963, EIP-1193). What it decides and signs is outside: window.walletAsked.
(() => {
  const listeners = new Map();
  const provider = {
    async request({ method, params }) {
      const { error, result } = await window.walletAsked(method, params ?? []);
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      if (method === "wallet_switchEthereumChain") tell("chainChanged", params[0].chainId);
      return result;
    },
    on(event, heard) { listeners.set(event, [...(listeners.get(event) ?? []), heard]); return provider; },
    removeListener(event, heard) { listeners.set(event, (listeners.get(event) ?? []).filter((one) => one !== heard)); },
  };
  function tell(event, value) { (listeners.get(event) ?? []).forEach((heard) => heard(value)); }
  const icon = "data:image/svg+xml;base64," + btoa('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>');
  const info = Object.freeze({ uuid: "350670db-19fa-4704-a166-e52e178b59d2", name: "<b>Test</b> wallet", icon, rdns: "test.wallet" });
  const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
})();
