import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export interface FleetOptions {
  readonly rotation: string;
  readonly services: string;
  readonly atOnce: number;
  readonly perSubscription: number;
  readonly parallel: number;
  readonly shard: { readonly index: number; readonly of: number };
  readonly releaseLocks: boolean;
}

export const help = `Rotates the gateways of a whole fleet: one Pulumi stack for each API Management service.

  fleet.ts --rotation NAME [options]

  --rotation NAME         any text, such as 2027-01. A gateway is rotated when it is another one than last time, so
                          the same command again goes on where the last run ended
  --services FILE         the inventory (default services.json):
                          [{ "subscription": ID, "resourceGroup": NAME, "service": NAME, "gateways": [ID, ...] }, ...]
  --at-once N             stacks at the same time; each takes some 400 MB and half a core (default: the number of cores)
  --per-subscription N    of these, stacks of one subscription; they share one write budget (default 1)
  --parallel N            gateways of a stack at the same time; a kill repeats so many a stack at most (default 8)
  --shard K/N             only the K-th of N shares of the subscriptions, for N runners side by side
  --release-locks         release the locks of other machines too. Those of runs that were killed on this machine always
                          are; for others say so, where your scheduler lets one run at a time
  --help

Where state is kept and how to sign in are Pulumi's and the package's own settings: PULUMI_BACKEND_URL (or pulumi login),
PULUMI_CONFIG_PASSPHRASE, ARM_*; for trying it out, APIM_EMULATOR_URL.

SIGTERM: no more stacks are started, those under way are finished. Ctrl-C reaches them too: they finish the gateways
under way. Exit status: 0 when every gateway has this rotation, 1 when not, 2 on wrong usage.`;

/** @returns undefined when help is asked for. @throws WrongUsage */
export function readOptions(args: string[]): FleetOptions | undefined {
  const { values } = parse(args);
  if (values.help === true) return undefined;
  if (values.rotation === undefined || values.rotation === "") throw new WrongUsage("--rotation NAME is missing");
  return {
    rotation: values.rotation,
    services: values.services,
    atOnce: count("--at-once", values["at-once"] ?? String(availableParallelism())),
    perSubscription: count("--per-subscription", values["per-subscription"]),
    parallel: count("--parallel", values.parallel),
    shard: shard(values.shard),
    releaseLocks: values["release-locks"] ?? false,
  };
}

/** The command was called in a way that it does not know. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}

function parse(args: string[]) {
  const text = (value: string) => ({ type: "string", default: value }) as const;
  try {
    return parseArgs({
      args,
      options: {
        rotation: { type: "string" },
        services: text("services.json"),
        "at-once": { type: "string" },
        "per-subscription": text("1"),
        parallel: text("8"),
        shard: text("1/1"),
        "release-locks": { type: "boolean" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}

function count(name: string, value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new WrongUsage(`${name} ${value}: a whole number from 1 is expected`);
  return Number(value);
}

function shard(value: string): { index: number; of: number } {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  const share = { index: Number(index), of: Number(of) };
  if (share.index >= 1 && share.index <= share.of) return share;
  throw new WrongUsage(`--shard ${value}: K/N is expected, such as 3/50`);
}
