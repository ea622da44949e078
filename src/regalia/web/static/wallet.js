// SPDX-License-Identifier: Apache-2.0
// Connects a wallet and lets it act. Without one, everything on these pages can still be looked at.
import { DONE, enable } from "./wallet/acts.js";
import { button, discover, wallets } from "./wallet/discovery.js";
import { same, Told, toldOf } from "./wallet/provider.js";
import { page, say, show, showOwn, words } from "./wallet/words.js";

const KEPT = "regalia-wallet";
const PATIENCE = 800;
const done = sessionStorage.getItem(DONE);
let wallet = null;
let account = null;

discover((one) => {
  document.getElementById("wallet-list").append(item(one));
  if (page.address && !wallet && sessionStorage.getItem(KEPT) === one.rdns) connect(one, "eth_accounts");
});
setTimeout(() => {
  if (!wallet && !done) say(wallets().length ? "found" : "none");
}, PATIENCE);
enable(connected);
if (done) {
  // what was done before the page was made anew
  sessionStorage.removeItem(DONE);
  show(done, "good");
}

function item(one) {
  const found = document.createElement("li");
  found.append(button(one, words("connect", { name: one.name }), () => connect(one, "eth_requestAccounts")));
  return found;
}

// "eth_accounts" asks nobody: it gives what was allowed before.
async function connect(one, method) {
  try {
    if (method === "eth_requestAccounts") say("connecting", { name: one.name });
    const accounts = await one.provider.request({ method });
    if (!accounts.length) return;
    if (wallet !== one) {
      one.provider.on?.("accountsChanged", changed);
      one.provider.on?.("chainChanged", () => account && standing());
    }
    wallet = one;
    sessionStorage.setItem(KEPT, one.rdns);
    if (!page.address) {
      location.assign(`${page.base}/investor/${accounts[0]}`);
      return;
    }
    changed(accounts);
  } catch (error) {
    const told = toldOf(error);
    say(told.name, told.values, told.kind, told.more);
  }
}

function changed(accounts) {
  account = accounts.find((one) => same(one, page.address)) ?? accounts[0] ?? null;
  if (account) standing();
  else say("first", {}, "warn");
}

function standing() {
  const own = same(account, page.address);
  showOwn(own ? "" : `${page.base}/investor/${account}`);
  if (!own) say("other", { address: account }, "warn");
  else if (!done) say("connected", { address: page.address }, "good");
}

// For an act: the wallet of this page's address, and no other.
function connected() {
  if (!wallet || !account) throw new Told("first", {}, "warn");
  if (!same(account, page.address)) throw new Told("other", { address: account }, "warn");
  return { provider: wallet.provider, account: page.address };
}
