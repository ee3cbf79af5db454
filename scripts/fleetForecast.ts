/** `npm run docs:fleet`: writes how long a rotation takes into the guide on fleets. */
import { readFile, writeFile } from "node:fs/promises";
import { format } from "prettier";
import { guide, withForecast } from "./fleetForecast/forecastTable";

async function main(): Promise<void> {
  const text = withForecast(await readFile(guide, "utf8"));
  await writeFile(guide, await format(text, { parser: "markdown", printWidth: 120 }));
}

void main();
