import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { forecast, usualCosts, type Layout, type Load } from "../../../examples/fleet/simulation";
import { guide, withForecast } from "../../../scripts/fleetForecast/forecastTable";

const layout: Layout = { runners: 1, atOnce: 2, perSubscription: 1, parallel: 8 };
const free = { ...usualCosts, latencySeconds: 0, stackSeconds: 0, gatewaySeconds: 0 };

function fleet(services: number, subscriptions: number, gatewayCount = 50): Load[] {
  return Array.from({ length: services }, (_, index) => ({ subscription: `s${index % subscriptions}`, gatewayCount }));
}

test("one subscription, an engine that costs nothing: the budget and nothing else, (writes − 200) / 10", () => {
  expect(forecast(fleet(20, 1), layout, free)).toEqual({
    seconds: (20 * 50 * 4 - 200) / 10,
    limit: "the write budget",
  });
});

test("within the first 200 writes nobody waits for the budget", () => {
  expect(forecast(fleet(1, 1), layout, free).seconds).toBe(0);
  expect(forecast(fleet(1, 1), layout).limit).not.toBe("the write budget");
});

test("many subscriptions and one runner: the stacks at once; a runner for each share: the budget again", () => {
  expect(forecast(fleet(200, 100), layout).limit).toBe("the stacks at once");
  expect(forecast(fleet(200, 10), { ...layout, runners: 10 }).limit).toBe("the write budget");
});

describe("whatever the fleet", () => {
  const anyLayout = fc.record({
    runners: fc.integer({ min: 1, max: 4 }),
    atOnce: fc.integer({ min: 1, max: 5 }),
    perSubscription: fc.integer({ min: 1, max: 3 }),
    parallel: fc.integer({ min: 1, max: 20 }),
  });
  const anyLoads = fc.array(
    fc.record({ subscription: fc.constantFrom("a", "b", "c", "d"), gatewayCount: fc.integer({ min: 0, max: 80 }) }),
    { minLength: 1, maxLength: 20 },
  );

  test("never faster than any subscription's budget or the engine's time on all places", () =>
    fc.assert(
      fc.property(anyLoads, anyLayout, (loads, anyOf) => {
        const { seconds } = forecast(loads, anyOf);
        for (const subscription of ["a", "b", "c", "d"]) {
          const own = loads.filter((load) => load.subscription === subscription);
          const writes = own.reduce((sum, { gatewayCount }) => sum + gatewayCount * usualCosts.writesPerGateway, 0);
          expect(seconds).toBeGreaterThanOrEqual((writes - 200) / 10 - 1e-6);
        }
        expect(seconds).toBeGreaterThanOrEqual(
          (loads.length * usualCosts.stackSeconds) / (anyOf.runners * anyOf.atOnce) - 1e-6,
        );
      }),
    ));

  test("never slower than one stack after another, each waiting for its writes", () =>
    fc.assert(
      fc.property(anyLoads, anyLayout, (loads, anyOf) => {
        const oneByOne = loads.reduce((sum, { gatewayCount }) => {
          const asked =
            Math.ceil(gatewayCount / anyOf.parallel) * usualCosts.writesPerGateway * usualCosts.latencySeconds;
          const written = (gatewayCount * usualCosts.writesPerGateway) / 10;
          return sum + usualCosts.stackSeconds + Math.max(asked, gatewayCount * usualCosts.gatewaySeconds, written);
        }, 0);
        expect(forecast(loads, anyOf).seconds).toBeLessThanOrEqual(oneByOne + 1e-6);
      }),
    ));

  test("the same numbers give the same answer", () =>
    fc.assert(
      fc.property(anyLoads, anyLayout, (loads, anyOf) => {
        expect(forecast(loads, anyOf)).toEqual(forecast(loads, anyOf));
      }),
    ));
});

/** Without what Prettier adds to a table. */
function unaligned(markdown: string): string {
  return markdown.replace(/ +/g, " ").replace(/-{3,}/g, "---");
}

test("the table in docs/fleets.md is what `npm run docs:fleet` writes", async () => {
  const text = unaligned(await readFile(guide, "utf8"));
  expect(text).toBe(unaligned(withForecast(text)));
});
