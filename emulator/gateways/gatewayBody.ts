import { objectField, requiredString, stringField, type JsonObject } from "../arm/requestBody";
import type { GatewayLocation, GatewayRecord } from "../state/emulatorState";

// Lengths: spec 2021-08-01, definitions.json, GatewayContractProperties and ResourceLocationDataContract.
const locationText = { maxLength: 256 };

function readLocation(location: JsonObject): GatewayLocation {
  return {
    name: requiredString(location, "name", locationText),
    city: stringField(location, "city", locationText) ?? null,
    district: stringField(location, "district", locationText) ?? null,
    countryOrRegion: stringField(location, "countryOrRegion", locationText) ?? null,
  };
}

type GatewaySettings = Pick<GatewayRecord, "description" | "locationData">;

/** The settings of a PUT, or of a PATCH when `before` is given: what is absent then stays. */
export function readGatewaySettings(body: JsonObject, before?: GatewaySettings): GatewaySettings {
  const properties = objectField(body, "properties");
  return {
    description: stringField(properties, "description", { maxLength: 1000 }) ?? before?.description,
    locationData:
      properties.locationData === undefined || properties.locationData === null
        ? before?.locationData
        : readLocation(objectField(properties, "locationData")),
  };
}
