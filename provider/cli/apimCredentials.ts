#!/usr/bin/env node
import { runCommandLine } from "./commandLine";
import { processTerminal } from "./terminal";

void runCommandLine(process.argv.slice(2), processTerminal()).then((status) => {
  process.exitCode = status;
});
