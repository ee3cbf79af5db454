import { durationText, Progress } from "../../../examples/fleet/progress";
import { ServiceRun } from "../../../examples/fleet/serviceRun";

const services = ["a", "b", "c"].map((service) => ({
  subscription: "1",
  resourceGroup: "rg",
  service,
  gateways: Array.from({ length: 500 }, (_, index) => `edge-${index}`),
}));

function runOf(index: number, startedAtMs: number, done: { rotated?: number; gatewaysDone: number }): ServiceRun {
  const service = services[index];
  if (service === undefined) throw new Error("no such service");
  return Object.assign(new ServiceRun(service, startedAtMs), done);
}

test("progress: services that are done count, and say nothing about the pace", () => {
  const progress = new Progress(services);
  progress.began(runOf(0, 0, { gatewaysDone: 500 }));
  progress.ended();
  expect(progress.line(4_000)).toBe("1/3 services, 500/1,500 gateways");
  progress.began(runOf(1, 4_000, { gatewaysDone: 100, rotated: 100 }));
  expect(progress.line(44_000)).toBe("1/3 services, 600/1,500 gateways, about 6.0 min left");
});

test.each([
  [0.2, "1 s"],
  [99, "99 s"],
  [384, "6.4 min"],
  [2_040, "34 min"],
  [58_000, "16.1 h"],
])("%s seconds: %s", (seconds, text) => expect(durationText(seconds)).toBe(text));
