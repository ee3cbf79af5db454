import { ArmRefusal, validationError } from "../arm/armRefusal";
import { stringField, type JsonObject } from "../arm/requestBody";
import { openCertificate } from "../pkcs12/openCertificate";
import type { CertificateFacts } from "./certificateFacts";

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Opens `data` with `password`.
 * That the password is checked at upload is published; target and wording of the refusals are assumed.
 */
export function readUploadedCertificate(properties: JsonObject): CertificateFacts {
  const data = (stringField(properties, "data") ?? "").replace(/\s/g, "");
  const password = stringField(properties, "password");
  if (data === "") {
    throw validationError({ target: "data", message: "Either data or keyVault is required." });
  }
  if (!base64.test(data)) {
    throw validationError({ target: "data", message: "The certificate is not a valid base64 string." });
  }
  const opened = openCertificate(Buffer.from(data, "base64"), password);
  if (opened === "wrong-password") {
    throw validationError({ target: "password", message: "The specified network password is not correct." });
  }
  if (opened === "unreadable") {
    throw validationError({
      target: "data",
      message: "Cannot find the requested object: the certificate cannot be read.",
    });
  }
  return opened;
}

const maxCertificatesOnConsumption = 50;

/** The limit is published; code and wording of the refusal are assumed. */
export function checkRoomForCertificate(skuName: string, count: number): void {
  if (skuName === "Consumption" && count >= maxCertificatesOnConsumption) {
    throw new ArmRefusal(400, {
      code: "ServiceLimitReached",
      message: `A service of the Consumption tier holds at most ${maxCertificatesOnConsumption} client certificates.`,
    });
  }
}
