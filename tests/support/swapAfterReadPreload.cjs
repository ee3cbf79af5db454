"use strict";
// Somebody replaces the file named in SWAP_FILE, by the one named in SWAP_WITH, as soon as it has been read once.
const promises = require("node:fs/promises");
const { renameSync } = require("node:fs");

const { SWAP_FILE, SWAP_WITH } = process.env;
if (SWAP_FILE) {
  const { readFile } = promises;
  let pending = true;
  promises.readFile = async (path, ...rest) => {
    const content = await readFile(path, ...rest);
    if (pending && path === SWAP_FILE) {
      pending = false;
      renameSync(SWAP_WITH, SWAP_FILE);
    }
    return content;
  };
}
