/** Rotates the gateways of a whole fleet, a stack for each service: `fleet.ts --help`. */
import { help, readOptions, WrongUsage, type FleetOptions } from "./fleetOptions";
import { readInventory, shareOf, type Service } from "./inventory";
import { countText, durationText, Progress } from "./progress";
import { ServiceRun } from "./serviceRun";
import { upService } from "./serviceStack";
import { inTurns } from "./turns";

const everyMs = 10_000;

interface Failure {
  readonly service: string;
  readonly reason: string;
}

async function rotateFleet(options: FleetOptions, stop: AbortSignal): Promise<boolean> {
  const services = shareOf(await readInventory(options.services), options.shard);
  const progress = new Progress(services, Date.now());
  const failures: Failure[] = [];
  let ended = 0;
  let alreadyChanged = 0;

  const rotateService = async (service: Service): Promise<void> => {
    const run = new ServiceRun(service, Date.now());
    progress.began(run);
    const failure = await upService(service, { ...options, onEvent: run.see, say }).then(
      () => undefined,
      (error: unknown) => run.errors.join("\n") || (error instanceof Error ? error.message : String(error)),
    );
    progress.ended(run);
    ended++;
    const tookText = durationText((Date.now() - run.startedAtMs) / 1000);
    for (const warning of run.warnings) say(`${service.service}: ${warning}`);
    alreadyChanged += run.warnings.filter((warning) => warning.includes("had already changed")).length;
    if (failure !== undefined) failures.push({ service: service.service, reason: failure });
    say(
      `${service.service}: ${failure === undefined ? "" : "FAILED, "}${run.outcome} (${tookText}). ${progress.line(Date.now())}`,
    );
  };

  const ticking = setInterval(() => say(progress.line(Date.now())), everyMs);
  const startedAtMs = Date.now();
  await inTurns(services, { ...options, stop }, rotateService);
  clearInterval(ticking);

  if (alreadyChanged > 0)
    say(`${countText(alreadyChanged, "gateway")} had been under way when a run was killed, and rotated again.`);
  for (const { service, reason } of failures) say(`FAILED ${service}: ${reason}`);
  const notStarted = services.length - ended;
  if (notStarted > 0)
    say(`Stopped: ${countText(notStarted, "service")} not started. The same command again goes on from here.`);
  const tookText = durationText((Date.now() - startedAtMs) / 1000);
  say(
    `Rotation "${options.rotation}": ${ended - failures.length} of ${countText(services.length, "service")} done in ${tookText}.`,
  );
  return failures.length === 0 && notStarted === 0;
}

/** Aborts at the first signal; a second one ends the process at once, as it would without this. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      say(`${name}: no more services are started; those under way are being finished.`);
      controller.abort();
    });
  }
  return controller.signal;
}

function say(line: string): void {
  console.log(line);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    say(help);
    return 0;
  }
  return (await rotateFleet(options, stopOnSignals())) ? 0 : 1;
}

main().then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
  },
);
