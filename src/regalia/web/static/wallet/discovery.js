// SPDX-License-Identifier: Apache-2.0
// Wallets that announce themselves (EIP-6963). What one says of itself is anybody's text: it is shown as text, and its icon only as a picture.
const MOST = 20;
const LONGEST = 60;
const found = new Map();

export function discover(told) {
  window.addEventListener("eip6963:announceProvider", (event) => {
    const detail = event.detail;
    const info = detail?.info;
    const known = typeof info?.uuid === "string" && typeof info.rdns === "string" && typeof info.name === "string";
    if (!known || typeof detail.provider?.request !== "function" || found.has(info.uuid) || found.size >= MOST) return;
    const wallet = {
      rdns: info.rdns.slice(0, LONGEST),
      name: info.name.slice(0, LONGEST),
      icon: isPicture(info.icon) ? info.icon : null,
      provider: detail.provider,
    };
    found.set(info.uuid, wallet);
    told(wallet);
  });
  window.dispatchEvent(new Event("eip6963:requestProvider"));
}

export function wallets() {
  return [...found.values()];
}

function isPicture(icon) {
  return typeof icon === "string" && icon.length < 100_000 && /^data:image\/(svg\+xml|png|jpeg|webp|gif)[;,]/.test(icon);
}

export function button(wallet, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset.walletRdns = wallet.rdns;
  if (wallet.icon) {
    const icon = document.createElement("img");
    icon.src = wallet.icon;
    icon.alt = "";
    icon.width = icon.height = 20;
    made.append(icon);
  }
  made.append(label);
  made.addEventListener("click", act);
  return made;
}
