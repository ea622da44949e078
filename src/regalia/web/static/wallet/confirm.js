// SPDX-License-Identifier: Apache-2.0
// What will be signed, in words and as data, before the wallet is asked. Escape and "go back" are a no.
const dialog = document.getElementById("confirm");

export function confirmed(text, data) {
  document.getElementById("confirm-text").replaceChildren(
    ...text.split("\n").map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }),
  );
  document.getElementById("confirm-data").textContent = JSON.stringify(data, null, 2);
  dialog.querySelector("details").open = false;
  dialog.returnValue = "";
  dialog.showModal();
  document.getElementById("confirm-yes").focus();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true });
  });
}

document.getElementById("confirm-yes").addEventListener("click", () => dialog.close("yes"));
document.getElementById("confirm-no").addEventListener("click", () => dialog.close("no"));
