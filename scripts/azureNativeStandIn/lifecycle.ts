import { isDeepStrictEqual } from "node:util";
import type { EmulatedAzure } from "./emulatedAzure";
import { resourceTypes, type Properties } from "./resourceTypes";

/** How the engine writes a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function typeNamed(type: string): (typeof resourceTypes)[string] {
  const found = resourceTypes[type];
  if (found === undefined) throw new Error(`The stand-in for azure-native knows nothing of ${type}.`);
  return found;
}

/** As azure-native previews a create: arguments are known, what Azure adds is not. */
export function previewCreate(type: string, inputs: Properties): Properties {
  const added = Object.keys(typeNamed(type).outputs("", inputs));
  return { ...Object.fromEntries(added.map((name) => [name, UNKNOWN])), ...inputs };
}

export async function create(azure: EmulatedAzure, type: string, inputs: Properties): Promise<[string, Properties]> {
  const kind = typeNamed(type);
  const id = kind.id(inputs);
  const answered = await kind.write?.(azure, id, inputs);
  return [id, { ...inputs, ...kind.outputs(id, inputs), ...answered }];
}

export function changedArguments(olds: Properties, news: Properties): string[] {
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((name) => !name.startsWith("__"))
    .filter((name) => !isDeepStrictEqual(olds[name], news[name]))
    .sort();
}

export function replacing(type: string, changed: readonly string[]): string[] {
  return changed.filter((name) => typeNamed(type).replaces.includes(name));
}

export async function remove(azure: EmulatedAzure, type: string, id: string): Promise<void> {
  if (typeNamed(type).isInEmulator === true) await azure.remove(id);
}
