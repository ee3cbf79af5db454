import ts from "typescript";
import type { Language } from "./results";

/** What is measured. The last six are companions: what a ratio is a ratio to. */
export const subjectNames = [
  "certificate",
  "certificate-distinct",
  "certificate-data",
  "rotation",
  "token",
  "idle-resource",
  "empty-resource",
  "empty-program",
  "plain-script",
  "azapi",
] as const;
export type SubjectName = (typeof subjectNames)[number];

const pfx = `passwordEnv: "BENCH_PFX_PASSWORD"`;
const gateway = "gatewayId: `r${i}`";

/** One resource of a program, named `r${i}`. `generation` changes from one phase to the next. */
const resources: Partial<Record<SubjectName, string>> = {
  // Renewed files: the path stays, what it leads to changes.
  certificate: `new Certificate(\`r\${i}\`, { ...place, dataFile: "current/shared.pfx", ${pfx} });`,
  "certificate-distinct": `new Certificate(\`r\${i}\`, { ...place, dataFile: \`current/\${i}.pfx\`, ${pfx} });`,
  "certificate-data": `new Certificate(\`r\${i}\`, { ...place, data: fs.readFileSync("current/shared.pfx", "base64"), ${pfx} });`,
  rotation: `new GatewayKeyRotation(\`r\${i}\`, { ...place, ${gateway}, keyType: "primary", triggers: generation });`,
  token: `new GatewayToken(\`r\${i}\`, { ...place, ${gateway}, keyType: "primary", triggers: generation });`,
  "idle-resource": `new Idle(\`r\${i}\`, { ...place, ...facts, certificateId: \`r\${i}\` });`,
  "empty-resource": `new Empty(\`r\${i}\`, { generation });`,
};

/** The least that a dynamic resource can be: it does nothing, at once, and stores one value. An update needs no method. */
const empty = `
const provider: pulumi.dynamic.ResourceProvider = {
  create: async (inputs: any) => ({ id: "empty", outs: inputs }),
};
class Empty extends pulumi.dynamic.Resource {
  constructor(name: string, props: { generation: string }) {
    super(provider, name, props);
  }
}`;

/** It does nothing, at once, either, but has as many properties as a certificate, of some length: Pulumi carries, compares and stores them. */
const idle = `
const idle: pulumi.dynamic.ResourceProvider = {
  create: async ({ subscriptionId, ...outs }: any) => ({ id: subscriptionId.padEnd(140, "0"), outs }),
};
class Idle extends pulumi.dynamic.Resource {
  constructor(name: string, props: Record<string, string>) {
    super(idle, name, props);
  }
}
const facts = {
  subscriptionId: "00000000-0000-0000-0000-000000000000",
  dataFile: "current/shared.pfx",
  passwordEnv: "BENCH_PFX_PASSWORD",
  thumbprint: generation.padEnd(40, "0"),
  subject: "CN=shared.contoso.com",
  expirationDate: generation.padEnd(20, "0"),
};`;

/** Companions that bring their own resource; all others take this package's. */
const declarations: Partial<Record<SubjectName, string>> = { "idle-resource": idle, "empty-resource": empty };

/** Whether a subject is a Pulumi program. */
export function isProgram(subject: SubjectName): boolean {
  return subject === "empty-program" || resources[subject] !== undefined;
}

export function needsGateways(subject: SubjectName): boolean {
  return subject === "rotation" || subject === "token";
}

interface ProgramWish {
  readonly subject: SubjectName;
  readonly size: number;
  readonly language: Language;
}

/** The text of a program with so many resources. */
export function programOf({ subject, size, language }: ProgramWish): string {
  const resource = resources[subject];
  const declaration = declarations[subject];
  const usesPackage = resource !== undefined && declaration === undefined;
  const lines = [
    'import * as pulumi from "@pulumi/pulumi";',
    'import * as fs from "node:fs";',
    usesPackage ? 'import { Certificate, GatewayKeyRotation, GatewayToken } from "pulumi-apim-credentials";' : "",
    'const generation: string = fs.readFileSync("current/generation", "utf8");',
    declaration ?? "",
    `const place = { resourceGroupName: "bench", serviceName: "${subject}" };`,
    resource === undefined ? "" : `for (let i = 0; i < ${size}; i++) ${resource}`,
    "export const name: string = `${pulumi.getStack()} ${place.serviceName} ${generation}`;",
  ];
  const typescript = lines.filter((line) => line !== "").join("\n");
  return language === "javascript" ? compiled(typescript) : typescript;
}

function compiled(typescript: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(typescript, { compilerOptions }).outputText;
}
