// SPDX-License-Identifier: Apache-2.0
// OpenZeppelin's merkle-tree behind lines of JSON: one case a line in, one answer a line out, until standard input ends.
//   {"types": […], "values": [[…], …]}   → {"dump": …, "proofs": [[…], …]}, proofs in the order of the values
//   {"load": a dump}                     → {"root": …}, or {"error": …} when the dump is no valid tree
"use strict";
const { StandardMerkleTree } = require("@openzeppelin/merkle-tree");
const answer = ({ types, values, load }) => {
  if (load) return { root: StandardMerkleTree.load(load).root };
  const tree = StandardMerkleTree.of(values, types);
  return { dump: tree.dump(), proofs: values.map((_, i) => tree.getProof(i)) };
};
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  try {
    console.log(JSON.stringify(answer(JSON.parse(line))));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message) }));
  }
});
