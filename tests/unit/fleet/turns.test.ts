import { setTimeout as sleep } from "node:timers/promises";
import { shareOf, type Service } from "../../../examples/fleet/inventory";
import { inTurns, Turns } from "../../../examples/fleet/turns";

function fleet(...subscriptions: readonly string[]): Service[] {
  return subscriptions.map((subscription, index) => ({
    subscription,
    resourceGroup: "rg",
    service: `s${index}`,
    gateways: ["edge"],
  }));
}

const namesOf = (services: readonly Service[]): string => services.map(({ service }) => service).join(" ");

test("order: subscriptions take turns, each in the inventory's order", () => {
  const turns = new Turns(fleet("a", "a", "a", "b", "c", "b"), 9);
  const order: Service[] = [];
  for (let next = turns.take(); next !== undefined; next = turns.take()) order.push(next);
  expect(namesOf(order)).toBe("s0 s3 s4 s1 s5 s2");
});

test("in turns: never more at once than the runner and a subscription take, and all of them in the end", async () => {
  const services = fleet("a", "A", "a", "b", "b", "c", "c", "d");
  const running: Service[] = [];
  const done: Service[] = [];
  await inTurns(services, { atOnce: 3, perSubscription: 1, stop: new AbortController().signal }, async (service) => {
    running.push(service);
    expect(running.length).toBeLessThanOrEqual(3);
    const subscriptions = running.map(({ subscription }) => subscription.toLowerCase());
    expect(new Set(subscriptions).size).toBe(subscriptions.length);
    await sleep(2);
    running.splice(running.indexOf(service), 1);
    done.push(service);
  });
  expect(done.length).toBe(services.length);
});

test("in turns, stopped: what is under way is finished, nothing else is begun", async () => {
  const stop = new AbortController();
  const finished: string[] = [];
  const limits = { atOnce: 2, perSubscription: 1, stop: stop.signal };
  await inTurns(fleet("a", "b", "c", "d"), limits, async ({ service }) => {
    await sleep(2);
    stop.abort();
    finished.push(service);
  });
  expect(finished).toEqual(["s0", "s1"]);
});

test("shares: whole subscriptions, and every service in exactly one", () => {
  const services = fleet("a", "B", "b", "c", "a", "d");
  const shares = [1, 2, 3].map((index) => shareOf(services, { index, of: 3 }));
  expect(shares.map(namesOf)).toEqual(["s0 s4 s5", "s1 s2", "s3"]);
});
