// SPDX-License-Identifier: Apache-2.0
// An act from its form to the ledger: prepared by the server, confirmed here, signed in the wallet, waited for. One transaction at a time.
import { confirmed } from "./confirm.js";
import { mined, onChain, signed, Told, toldOf } from "./provider.js";
import { lookAt, post, prepared, readUpTo } from "./server.js";
import { page, say, words } from "./words.js";

export const DONE = "regalia-done";
const TAKES_ORDERS_OFF = new Set(["fill", "cancel-order", "cancel-all"]);
let busy = false;

// "connected" gives provider and account, or throws.
export function enable(connected) {
  for (const form of document.querySelectorAll("form[data-act-form]")) {
    for (const button of form.querySelectorAll("button[data-act]")) button.disabled = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter ?? form.querySelector("button[data-act]");
      carryOut(button.dataset.act, form, button, connected);
    });
  }
}

async function carryOut(act, form, button, connected) {
  if (busy) return;
  busy = true;
  button.setAttribute("aria-busy", "true");
  try {
    const { provider, account } = connected();
    await onChain(provider);
    const deal = form.closest("[data-deal]").dataset.deal;
    const done = await stepped(act, deal, fieldsOf(form, button), provider, account);
    if (TAKES_ORDERS_OFF.has(act)) await lookAt(ordersOf(act, form));
    sessionStorage.setItem(DONE, done);
    location.reload();
  } catch (error) {
    const told = toldOf(error);
    say(told.name, told.values, told.kind, told.more);
    document.getElementById("wallet-says").scrollIntoView({ block: "nearest" });
  } finally {
    busy = false;
    button.removeAttribute("aria-busy");
  }
}

async function stepped(act, deal, fields, provider, account) {
  for (;;) {
    say("preparing");
    const next = await prepared(act, account, fields);
    if (!(await confirmed(next.says[page.lang], next.transaction ?? next.typedData))) throw new Told("left", {}, "warn");
    say("sign");
    if (next.typedData) {
      await post({ ...next.file, signature: await signed(provider, account, next.typedData) });
      return words("posted");
    }
    const transaction = await provider.request({ method: "eth_sendTransaction", params: [next.transaction] });
    say("sent", { transaction });
    const block = Number((await mined(provider, transaction)).blockNumber);
    if (!next.more) {
      say("mined", { block });
      await readUpTo(deal, block);
      return words("done", { block });
    }
    say("next");
  }
}

function fieldsOf(form, button) {
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  const own = button.name ? [[button.name, button.value]] : [];
  return Object.fromEntries([...given, ...own]);
}

function ordersOf(act, form) {
  if (act !== "cancel-all") return [new FormData(form).get("order")];
  return [...document.querySelectorAll("[data-own-order]")].map((one) => one.dataset.ownOrder);
}
