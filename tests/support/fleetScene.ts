import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../scripts/build/checkout";
import { descendantsOf, signal } from "../../scripts/processes/processTree";
import { findPulumiCli } from "../../scripts/pulumiCli/findPulumiCli";
import { pulumiEnvironment } from "../../scripts/pulumiRun/pulumiEnvironment";
import { TestEmulator, type Exchange } from "./emulator";
import { installPackedPackage } from "./packedPackage";

const hook = join(checkout, "tests", "support", "typescriptHook.cjs");

interface FleetSize {
  readonly services: number;
  readonly gateways: number;
  readonly subscriptions: number;
}

/** A run of the driver, perhaps not ended yet. */
export interface FleetRun {
  readonly child: ChildProcess;
  readonly ended: Promise<{ exitCode: number | null; output: string }>;
}

/** examples/fleet in a project of its own with the packed package, the real CLI, and a fleet in the emulator, which throttles. */
export class FleetScene {
  private constructor(
    readonly emulator: TestEmulator,
    private readonly root: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start({ services, gateways, subscriptions }: FleetSize): Promise<FleetScene> {
    const cli = await findPulumiCli({ say: (line) => void process.stderr.write(`${line}\n`) });
    const root = await realpath(await mkdtemp(join(tmpdir(), "apim-credentials-fleet-")));
    for (const folder of ["state", "home", "tmp"]) await mkdir(join(root, folder));
    const project = join(root, "project");
    const isSource = (path: string): boolean => !/Pulumi\..+\.yaml$|\.json$/.test(path);
    await cp(join(checkout, "examples", "fleet"), project, { recursive: true, filter: isSource });
    await installPackedPackage(project);
    const emulator = await TestEmulator.start();
    const env = { ...pulumiEnvironment(cli, root), APIM_EMULATOR_URL: emulator.url };
    const scene = new FleetScene(emulator, root, env);
    const size = ["--services", services, "--gateways", gateways, "--subscriptions", subscriptions].map(String);
    const { exitCode, output } = await scene.run("emulatedFleet.ts", ["--emulator", emulator.url, ...size]).ended;
    if (exitCode !== 0) throw new Error(output);
    await emulator.clearJournal();
    return scene;
  }

  /** Begins a program of the example. */
  run(program: string, args: readonly string[]): FleetRun {
    const cwd = join(this.root, "project");
    const stdio = ["ignore", "pipe", "pipe"] as const;
    const child = spawn(process.execPath, ["--require", hook, program, ...args], {
      cwd,
      env: this.env,
      stdio: [...stdio],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    }
    const ended = once(child, "close").then(([code]) => ({ exitCode: code as number | null, output }));
    return { child, ended };
  }

  /** Begins a rotation of the whole fleet. */
  rotate(rotation: string, args: readonly string[] = []): FleetRun {
    return this.run("fleet.ts", ["--rotation", rotation, "--at-once", "2", ...args]);
  }

  /** As when the machine is lost: the driver and everything that it has started, at once. */
  async kill({ child, ended }: FleetRun): Promise<void> {
    const pid = child.pid ?? 0;
    for (const member of [pid, ...(await descendantsOf(pid))]) signal(member, "SIGKILL");
    await ended;
  }

  /** What the fleet's stacks asked for, without those of a test that spends their budget. */
  async exchanges(): Promise<Exchange[]> {
    return (await this.emulator.journal()).filter(({ headers }) => headers["user-agent"]?.includes("pulumi") === true);
  }

  async close(): Promise<void> {
    await this.emulator.close();
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}
