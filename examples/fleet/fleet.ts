/** Rotates the gateways of a whole fleet, a stack for each service: `fleet.ts --help`. */
import { help, readOptions, WrongUsage } from "./fleetOptions";
import { readInventory, shareOf } from "./inventory";
import { rotateFleet } from "./rotateFleet";

function say(line: string): void {
  console.log(line);
}

/** Aborts at the first signal; a second one ends the process at once, as it would without this. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      process.off(name, onSignal);
      process.kill(process.pid, name);
      return;
    }
    say(`${name}: no more services are started; those under way are being finished.`);
    controller.abort();
  };
  // Not `once`: the Automation API's own listeners end the process where they find themselves alone.
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return controller.signal;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    say(help);
    return 0;
  }
  const services = shareOf(await readInventory(options.services), options.shard);
  return (await rotateFleet(services, options, { stop: stopOnSignals(), say })) ? 0 : 1;
}

main().then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    const isUsage = error instanceof WrongUsage;
    console.error((error instanceof Error ? error.message : String(error)) + (isUsage ? "; --help says how." : ""));
    process.exitCode = isUsage ? 2 : 1;
  },
);
