import { medianOf, runsOf, standard, type Condition, type Measurement, type Phase, type Results } from "./results";

/** One row of what this package sets itself to reach. */
export interface Verdict {
  readonly what: string;
  readonly limit: string;
  readonly found: string;
  readonly met: boolean;
}

interface Ask {
  readonly subject: string;
  readonly phase: Phase;
  readonly condition: Condition;
}

const requests = (measurement: Measurement): number => measurement.requests;
const phaseNames: Record<Phase, string> = {
  up: "first up",
  unchanged: "up without changes",
  preview: "preview, all changed",
  change: "up, all changed",
  refresh: "refresh",
  destroy: "destroy",
};

/** All targets that what was measured says something about. */
export function verdictsOf(results: Results): Verdict[] {
  return [
    ...engineFloor(results),
    ...wireFloor(results),
    ...beside(results, 1000),
    ...beside(results, 100),
    ...programFloor(results),
    ...stored(results),
    ...figures(results),
    ...memory(results),
  ];
}

const at = (size: number, more: Partial<Condition> = {}): Condition => ({ ...standard, size, ...more });

function ms(results: Results, { subject, phase, condition }: Ask): number | undefined {
  return medianOf(results, { ...condition, subject, phase });
}

/** Phases that store nothing on the way take the same without checkpoints: of the two, what was run more often says more. */
function steadiest(results: Results, condition: Condition): Condition {
  const without = { ...condition, checkpoints: false };
  const runs = (at: Condition): number =>
    runsOf(results, { ...at, subject: "certificate", phase: "unchanged" })?.length ?? 0;
  return runs(without) > runs(condition) ? without : condition;
}

interface RatioWish {
  readonly what: string;
  readonly value: number | undefined;
  readonly of: number | undefined;
  readonly limit: number;
  readonly named: string;
}

function ratio({ what, value, of, limit, named }: RatioWish): Verdict[] {
  if (value === undefined || of === undefined || of === 0) return [];
  const found = value / of;
  return [{ what, limit: `≤ ${limit} × ${named}`, found: `${found.toFixed(2)} ×`, met: found <= limit }];
}

function engineFloor(results: Results): Verdict[] {
  const rows: (readonly [Phase, number, number])[] = [
    ["unchanged", 100, 1.15],
    ["preview", 100, 1.15],
    ["unchanged", 1000, 1.15],
    ["preview", 1000, 1.15],
    ["up", 1000, 1.3],
  ];
  return rows.flatMap(([phase, size, limit]) => {
    const condition = phase === "up" ? at(size) : steadiest(results, at(size));
    const [value, of] = ["certificate", "empty-resource"].map((subject) => ms(results, { subject, phase, condition }));
    return ratio({ what: `${phaseNames[phase]}, ${size}`, value, of, limit, named: "empty dynamic resources" });
  });
}

function wireFloor(results: Results): Verdict[] {
  const condition = at(1000, { parallel: 64, latencyMs: 50, checkpoints: false });
  const [value, of] = ["certificate", "plain-script"].map((subject) =>
    ms(results, { subject, phase: "up", condition }),
  );
  const what = "first up, 1000, 50 ms latency, --parallel 64, checkpoints skipped";
  return ratio({ what, value, of, limit: 1.3, named: "a plain script" });
}

/** Beside Terraform with azapi; what the engine itself takes is no fault of this package. */
function beside(results: Results, size: number): Verdict[] {
  const condition = at(size);
  const large: Partial<Record<Phase, number>> = { up: 0.75, unchanged: 0.5, change: 0.5, refresh: 0.25, destroy: 0.5 };
  const phases: Phase[] = ["up", "unchanged", "preview", "change", "refresh", "destroy"];
  const walls = phases.flatMap((phase): Verdict[] => {
    const share = size === 1000 ? large[phase] : 1;
    const [value, azapi, empty] = ["certificate", "azapi", "empty-resource"].map((subject) =>
      ms(results, { subject, phase, condition }),
    );
    if (share === undefined || value === undefined || azapi === undefined || empty === undefined) return [];
    const floorCounts = size === 100 || phase === "up";
    const limit = Math.max(share * azapi, floorCounts ? 1.15 * empty : 0);
    const idle = ms(results, { subject: "idle-resource", phase, condition });
    const shares = { azapi, empty, ...(idle !== undefined && { idle }) };
    return [
      {
        what: `${phaseNames[phase]}, ${size}, beside azapi`,
        limit: floorCounts ? `≤ the larger of ${share} × azapi, 1.15 × empty` : `≤ ${share} × azapi`,
        found: Object.entries(shares)
          .map(([name, of]) => `${(value / of).toFixed(2)} × ${name}`)
          .join(", "),
        met: value <= limit,
      },
    ];
  });
  const counts = (["up", "change"] as const).flatMap((phase) => {
    const [value, of] = ["certificate", "azapi"].map((subject) =>
      medianOf(results, { ...condition, subject, phase }, requests),
    );
    return ratio({ what: `requests of ${phaseNames[phase]}, ${size}`, value, of, limit: 0.5, named: "azapi's" });
  });
  return [...walls, ...counts];
}

function programFloor(results: Results): Verdict[] {
  return (["up", "unchanged"] as const).flatMap((phase) => {
    const condition = at(1, { language: "typescript" });
    const [value, of] = ["certificate", "empty-program"].map((subject) => ms(results, { subject, phase, condition }));
    return ratio({ what: `${phaseNames[phase]}, 1, TypeScript`, value, of, limit: 1.1, named: "an empty program" });
  });
}

function stored({ states }: Results): Verdict[] {
  const find = (subject: string): Results["states"][number] | undefined =>
    [...states].sort((a, b) => b.size - a.size).find((state) => state.subject === subject);
  const providers = ["certificate", "rotation", "token"].map(find).filter((state) => state !== undefined);
  const characters = Math.max(...providers.map((state) => state.providerCharacters));
  const texts = Math.max(...providers.map((state) => state.providerTexts));
  const [own, empty] = [find("certificate"), find("empty-resource")];
  const verdicts: Verdict[] = [];
  if (providers.length > 0)
    verdicts.push({
      what: "`__provider`, each copy",
      limit: "≤ 300 characters, one text a type",
      found: `${characters} characters, ${texts} text`,
      met: characters <= 300 && texts === 1,
    });
  if (own && empty) {
    const beyond = own.bytesPerResource - empty.bytesPerResource;
    const [limit, found] = ["≤ 900 bytes", `${beyond} bytes`];
    verdicts.push({ what: "state of a certificate beyond an empty resource's", limit, found, met: beyond <= 900 });
  }
  return verdicts;
}

/** What is looked up among the single figures, with its limit, and what is shown beside it: the least that it could take. */
const figureLimits: readonly (readonly [what: string, limit: number, floor?: string])[] = [
  ["check of an ordinary PKCS#12", 5],
  ["check of one with 600,000 rounds", 150, "600,000 rounds in OpenSSL alone"],
  ["check of the same bytes and password again", 1],
  ["provider's start to the first answer, beyond the empty provider's", 60],
  ["import of the package, beyond @pulumi/pulumi", 25],
  ["packed tarball", 150_000],
];

function figures({ figures: found }: Results): Verdict[] {
  return figureLimits.flatMap(([what, limit, floor]) => {
    const [figure, least] = [what, floor].map((name) => found.find((one) => one.what === name));
    if (figure === undefined) return [];
    const text = (amount: number): string =>
      figure.unit === "ms" ? `${amount.toFixed(amount < 10 ? 1 : 0)} ms` : `${(amount / 1000).toFixed(1)} kB`;
    const value = text(figure.median) + (least === undefined ? "" : ` (${least.what}: ${text(least.median)})`);
    return [{ what, limit: `≤ ${text(limit)}`, found: value, met: figure.median <= limit }];
  });
}

function memory(results: Results): Verdict[] {
  const phases: Phase[] = ["up", "unchanged", "change"];
  const beyond = phases.flatMap((phase) => {
    const [own, empty] = ["certificate", "empty-resource"].map((subject) =>
      medianOf(results, { ...at(1000), subject, phase }, ({ peakMiB }) => peakMiB.provider),
    );
    return own === undefined || empty === undefined ? [] : [own - empty];
  });
  if (beyond.length === 0) return [];
  const most = Math.max(...beyond);
  const what = "provider's peak memory beyond the empty provider's, 1000";
  return [{ what, limit: "≤ 30 MB", found: `${(most * 1.048576).toFixed(0)} MB`, met: most * 1.048576 <= 30 }];
}
