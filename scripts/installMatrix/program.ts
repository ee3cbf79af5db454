import type { Combination } from "./combinations";

/** A program with every export in it, in both forms of modules; its types are checked too. */
export const program = `
import * as pulumi from "@pulumi/pulumi";
import { Certificate, GatewayKeyRotation, GatewayToken } from "pulumi-apim-credentials";
import type { CertificateArgs, GatewayKeyType } from "pulumi-apim-credentials";
import type { RunningEmulator } from "pulumi-apim-credentials/emulator";

export type Emulator = Pick<RunningEmulator, "url" | "close">;

const service = { resourceGroupName: "rg1", serviceName: "contoso" };
const file: CertificateArgs = {
  ...service,
  dataFile: process.env["CLIENT_PFX"] ?? "",
  passwordEnv: "CLIENT_PFX_PASSWORD",
};
const certificate = new Certificate("backend", file);
const rotation = new GatewayKeyRotation("edge", { ...service, gatewayId: "edge", keyType: "alternate", rotateEvery: "P30D" });
const keyType: pulumi.Output<GatewayKeyType> = rotation.activeKeyType;
const token = new GatewayToken("edge", { ...service, gatewayId: "edge", keyType, triggers: rotation.rotationCount });

export const thumbprint: pulumi.Output<string> = certificate.thumbprint;
export const expiresAt = token.expiresAt;
`;

/** As `pulumi new` has written it for years, where the combination allows: CommonJS, resolved in Node 10's way. */
export function tsconfig({ modules, typescript, program: kind }: Combination): object {
  const isClassic = modules === "commonjs" && typescript === 5;
  return {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      target: "es2022",
      types: ["node"],
      ...(isClassic ? { module: "commonjs", moduleResolution: "node" } : { module: "nodenext" }),
      ...(kind === "compiled" ? { rootDir: ".", outDir: "bin" } : {}),
      skipLibCheck: true,
    },
    files: ["index.ts"],
  };
}

export function pulumiYaml({ program: kind }: Combination): string {
  const main = kind === "compiled" ? "bin/index.js" : "index.ts";
  const isTypeScript = String(kind === "ts-node");
  return `name: matrix\nmain: ${main}\nruntime:\n  name: nodejs\n  options:\n    typescript: ${isTypeScript}\n`;
}
