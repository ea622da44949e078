// SPDX-License-Identifier: Apache-2.0
// One wallet that is connected: its accounts, its network, what it is asked to send and to sign. Keys never leave it.
import { page, say, words } from "./words.js";

const REFUSED = 4001;
const PENDING = -32002;
const PAUSE = 1_000;
const MOST_LOOKS = 300;

// Something that went not as hoped, and what to say of it.
export class Told extends Error {
  constructor(name, values = {}, kind = "bad", more = "") {
    super(words(name, values));
    Object.assign(this, { name, values, kind, more });
  }
}

export function toldOf(error) {
  if (error instanceof Told) return error;
  const code = error?.code ?? error?.data?.originalError?.code;
  if (code === REFUSED) return new Told("denied", {}, "warn");
  if (code === PENDING) return new Told("pending", {}, "warn");
  return new Told("error", { error: String(error?.message ?? error).slice(0, 300) });
}

export function same(one, other) {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

export function pause(milliseconds = PAUSE) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

export async function onChain(provider) {
  const wanted = `0x${page.chain.toString(16)}`;
  if (Number(await provider.request({ method: "eth_chainId" })) === page.chain) return;
  say("chain", { chain: page.chain }, "warn");
  try {
    await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId: wanted }] });
  } catch (error) {
    if (error?.code === REFUSED || error?.code === PENDING) throw error;
    throw new Told("nochain", { chain: page.chain }, "bad", String(error?.message ?? "").slice(0, 300));
  }
  if (Number(await provider.request({ method: "eth_chainId" })) !== page.chain) {
    throw new Told("nochain", { chain: page.chain });
  }
}

// The receipt, once there is one; the wallet is asked, which has its own way to the chain.
export async function mined(provider, transaction) {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const receipt = await provider.request({ method: "eth_getTransactionReceipt", params: [transaction] });
    if (receipt) {
      if (Number(receipt.status) !== 1) throw new Told("failed", { transaction });
      return receipt;
    }
    await pause();
  }
  throw new Told("lost", { transaction }, "warn");
}

export async function signed(provider, account, typedData) {
  const params = [account, JSON.stringify(typedData)];
  const signature = await provider.request({ method: "eth_signTypedData_v4", params });
  // some wallets give the last byte as 0 or 1
  const last = Number.parseInt(signature.slice(-2), 16);
  return signature.length === 132 && last < 2 ? signature.slice(0, -2) + (last + 27).toString(16) : signature;
}
