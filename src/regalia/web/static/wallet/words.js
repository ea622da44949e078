// SPDX-License-Identifier: Apache-2.0
// What is said: the sentences are in the page, in its language; here they only get their figures.
const place = document.getElementById("wallet");

export const page = {
  lang: place.dataset.lang,
  base: place.dataset.base,
  chain: Number(place.dataset.chain),
  address: place.dataset.address,
};

export function words(name, values = {}) {
  const found = place.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? name;
  return found.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

// In the live region; "kind" is good, warn or bad. "more" is what a contract, the server or the wallet said, in English.
export function say(name, values = {}, kind = "", more = "") {
  show(words(name, values), kind, more);
}

export function show(text, kind = "", more = "") {
  const says = document.getElementById("wallet-says");
  says.className = `says ${kind}`;
  says.textContent = text;
  const rest = document.getElementById("wallet-more");
  rest.textContent = more;
  rest.hidden = !more;
}

// The way to the page of the connected address, where that is another than this page's.
export function showOwn(address) {
  document.getElementById("wallet-own").hidden = !address;
  if (address) document.getElementById("wallet-own-link").href = address;
}
