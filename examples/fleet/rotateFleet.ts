import type { FleetOptions } from "./fleetOptions";
import { subscriptionOf, type Service } from "./inventory";
import { countText, durationText, Progress } from "./progress";
import { ServiceRun } from "./serviceRun";
import { upService } from "./serviceStack";
import { forecast, loadOf } from "./simulation";
import { inTurns } from "./turns";

/** How long it says nothing at most. */
const progressEveryMs = 10_000;

/**
 * Brings every service to the rotation; one that fails stops no other.
 * @returns whether all of them have it
 */
export async function rotateFleet(
  services: readonly Service[],
  options: FleetOptions,
  { stop, say }: { stop: AbortSignal; say: (line: string) => void },
): Promise<boolean> {
  say(announcement(services, options));
  const startedAtMs = Date.now();
  const progress = new Progress(services);
  const ended: ServiceRun[] = [];
  const ticking = setInterval(() => say(progress.line(Date.now())), progressEveryMs);
  const rotateService = async (service: Service): Promise<void> => {
    const run = new ServiceRun(service, Date.now());
    progress.began(run);
    await upService(service, { ...options, onEvent: run.see, say }).catch(run.fail);
    progress.ended();
    ended.push(run);
    for (const warning of run.warnings) say(`${service.service}: ${warning}`);
    const took = durationText((Date.now() - run.startedAtMs) / 1000);
    ticking.refresh();
    say(`${service.service}: ${run.outcome} (${took}). ${progress.line(Date.now())}`);
  };

  await inTurns(services, { ...options, stop }, rotateService);
  clearInterval(ticking);

  for (const line of closingLines(ended)) say(line);
  const done = ended.filter(({ failure }) => failure === undefined).length;
  const notStarted = services.length - ended.length;
  if (notStarted > 0)
    say(`Stopped; ${countText(notStarted, "service")} not started. The same command goes on from here.`);
  const took = durationText((Date.now() - startedAtMs) / 1000);
  say(`Rotation "${options.rotation}": ${done} of ${countText(services.length, "service")} done in ${took}.`);
  return done === services.length;
}

/** `20 services, 1,000 gateways, 4 subscriptions, 2 stacks at once: about 2 min if all are to be rotated; …` */
function announcement(services: readonly Service[], options: FleetOptions): string {
  const { seconds, limit } = forecast(services.map(loadOf), { ...options, runners: 1 });
  const gateways = services.reduce((sum, service) => sum + service.gateways.length, 0);
  const counts = [
    countText(services.length, "service"),
    countText(gateways, "gateway"),
    countText(new Set(services.map(subscriptionOf)).size, "subscription"),
    `${countText(options.atOnce, "stack")} at once`,
  ];
  return `${counts.join(", ")}: about ${durationText(seconds)} if all are to be rotated, limited by ${limit}.`;
}

function* closingLines(ended: readonly ServiceRun[]): Generator<string> {
  const repeated = ended.reduce((sum, { repeatedCount }) => sum + repeatedCount, 0);
  if (repeated > 0) yield `${countText(repeated, "gateway")} had been under way when a run was killed: rotated again.`;
  for (const { service, failure } of ended) if (failure !== undefined) yield `FAILED ${service.service}: ${failure}`;
}
