// Lets a plain node process load the TypeScript sources, as jest does: for tests that need a process of their own.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { transformSync } = require("@swc/core");

Module._extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  module._compile(code, filename);
};

// A file that is loaded late is imported by the name that it has once compiled.
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...more) {
  try {
    return resolveFilename.call(this, request, ...more);
  } catch (error) {
    if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
    return resolveFilename.call(this, request.replace(/\.js$/, ".ts"), ...more);
  }
};
