"use strict";
// Somebody replaces the file named in SWAP_FILE, by the one named in SWAP_WITH, as soon as it has been read once.
const fs = require("node:fs");

const { SWAP_FILE, SWAP_WITH } = process.env;
if (SWAP_FILE) {
  const { readFileSync } = fs;
  let pending = true;
  fs.readFileSync = (path, ...rest) => {
    const content = readFileSync(path, ...rest);
    if (pending && path === SWAP_FILE) {
      pending = false;
      fs.renameSync(SWAP_WITH, SWAP_FILE);
    }
    return content;
  };
}
