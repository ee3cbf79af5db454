import { join } from "node:path";
import { durationText } from "../../examples/fleet/progress";
import { forecast, type Load } from "../../examples/fleet/simulation";
import { checkout } from "../build/checkout";

/** The guide that holds the table. */
export const guide = join(checkout, "docs", "fleets.md");

const gatewaysPerService = 50;

/** How many services, over how many subscriptions, by how many runners with how many stacks at once. */
const cases = [
  [1, 1, 1, 2],
  [20, 1, 1, 2],
  [20, 4, 1, 2],
  [100, 1, 1, 2],
  [100, 5, 1, 2],
  [100, 5, 5, 1],
  [10_000, 500, 1, 2],
  [10_000, 500, 10, 2],
  [10_000, 500, 100, 2],
  [10_000, 500, 100, 5],
  [10_000, 50, 50, 2],
] as const;

const number = new Intl.NumberFormat("en-US");

/** Services in turn on the subscriptions. */
function fleetOf(services: number, subscriptions: number): Load[] {
  return Array.from({ length: services }, (_, index) => ({
    subscription: `subscription ${index % subscriptions}`,
    gatewayCount: gatewaysPerService,
  }));
}

function row([services, subscriptions, runners, atOnce]: (typeof cases)[number]): string {
  const layout = { runners, atOnce, perSubscription: 1, parallel: 8 };
  const { seconds, limit } = forecast(fleetOf(services, subscriptions), layout);
  const counts = [services, services * gatewaysPerService, subscriptions].map((count) => number.format(count));
  return `| ${[...counts, `${runners} × ${atOnce}`, durationText(seconds), limit].join(" | ")} |`;
}

function forecastTable(): string {
  const head = ["services", "gateways", "subscriptions", "runners × stacks at once", "full rotation", "limited by"];
  const align = ["---:", "---:", "---:", ":---:", "---:", "---"];
  return [`| ${head.join(" | ")} |`, `| ${align.join(" | ")} |`, ...cases.map(row)].join("\n");
}

const begin = "<!-- forecast: npm run docs:fleet -->";
const end = "<!-- /forecast -->";

/** The guide with the table as the simulation gives it today, before Prettier lays it out. */
export function withForecast(text: string): string {
  const [before = "", rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${guide} has no ${begin} … ${end}`);
  return `${before}${begin}\n\n${forecastTable()}\n\n${end}${after}`;
}
