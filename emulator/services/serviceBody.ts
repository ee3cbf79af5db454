import { validationError } from "../arm/armRefusal";
import { objectField, requiredString, stringField, type JsonObject } from "../arm/requestBody";
import type { ServiceRecord } from "../state/emulatorState";

const skuNames = ["Developer", "Basic", "Standard", "Premium", "Consumption", "Isolated", "BasicV2", "StandardV2"];

function readSku(body: JsonObject): ServiceRecord["sku"] {
  const sku = objectField(body, "sku");
  const name = requiredString(sku, "name", { allowed: skuNames });
  const capacity = sku.capacity ?? (name === "Consumption" ? 0 : 1);
  if (typeof capacity !== "number" || !Number.isInteger(capacity) || capacity < 0) {
    throw validationError({ target: "capacity", message: "capacity must be a whole number." });
  }
  return { name, capacity };
}

function readProperties(body: JsonObject, before: JsonObject): JsonObject {
  const sent = objectField(body, "properties");
  const properties = { ...before, ...sent };
  // Required by the published contract; lengths likewise.
  requiredString(properties, "publisherEmail", { maxLength: 100 });
  requiredString(properties, "publisherName", { maxLength: 100 });
  return properties;
}

interface ServiceSettings extends Pick<ServiceRecord, "location" | "sku" | "tags" | "properties"> {
  /** As it was sent; undefined when it was not. */
  readonly identity: JsonObject | undefined;
}

/** The settings of a PUT. */
export function readServiceSettings(body: JsonObject): ServiceSettings {
  return {
    location: requiredString(body, "location"),
    sku: readSku(body),
    tags: objectField(body, "tags"),
    properties: readProperties(body, {}),
    identity: body.identity === undefined ? undefined : objectField(body, "identity"),
  };
}

/** The settings of a PATCH: what is absent stays. */
export function patchServiceSettings(body: JsonObject, before: Omit<ServiceSettings, "identity">): ServiceSettings {
  return {
    location: stringField(body, "location") ?? before.location,
    sku: body.sku === undefined ? before.sku : readSku(body),
    tags: body.tags === undefined ? before.tags : objectField(body, "tags"),
    properties: readProperties(body, before.properties),
    identity: body.identity === undefined ? undefined : objectField(body, "identity"),
  };
}
