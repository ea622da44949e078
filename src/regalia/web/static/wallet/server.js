// SPDX-License-Identifier: Apache-2.0
// What this server is asked: an act prepared, an order put on the board, how far the ledger is. It gets no key, and nothing signed but orders.
import { pause, Told } from "./provider.js";

const MOST_LOOKS = 60;
const MOST_TRIES = 3;

export async function prepared(act, account, fields) {
  const query = new URLSearchParams({ from: account, ...fields });
  for (let again = 0; ; again++) {
    const response = await asked(`/api/prepare/${act}?${query}`);
    // others are asking the node
    if (response.status !== 503 || again === MOST_TRIES) return answer(response);
    await pause();
  }
}

export async function post(order) {
  const body = JSON.stringify(order);
  return answer(await asked("/api/orders", { method: "POST", headers: { "Content-Type": "application/json" }, body }));
}

// Orders that can't be filled any more are shown no more, once this server knows.
export async function lookAt(orders) {
  for (const order of orders) await fetch(`/api/orders/${order}`).catch(() => null);
}

export async function readUpTo(deal, block) {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const found = await asked("/healthz").then((response) => response.json());
    if (found.deals?.[deal] >= block) return;
    await pause();
  }
  throw new Told("slow", { block }, "warn");
}

async function asked(address, options = {}) {
  try {
    return await fetch(address, { cache: "no-store", ...options });
  } catch {
    throw new Told("unreachable");
  }
}

async function answer(response) {
  const found = await response.json().catch(() => ({}));
  if (response.ok) return found;
  const more = [found.error, found.hint].filter(Boolean).join(" ");
  throw new Told(response.status >= 500 ? "unreachable" : "refused", {}, "bad", more || String(response.status));
}
