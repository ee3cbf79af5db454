import { BerError } from "./ber";
import type { BerValue } from "./berValues";

const utcTimeTag = 23;
const generalizedTimeTag = 24;
const form = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{4})$/;

/** A UTCTime or GeneralizedTime as `2036-01-01T07:00:00Z`. Takes BER's forms too: without seconds, with an offset. */
export function asn1Time(value: BerValue): string {
  const generalized = value.is(generalizedTimeTag);
  const match = generalized || value.is(utcTimeTag) ? form.exec(value.joined().toString("latin1")) : null;
  const [, year = "", month, day, hour, minute, second = "00", zone = "Z"] = match ?? [];
  if (!match || year.length !== (generalized ? 4 : 2)) throw new BerError("a date that is not in a known form");
  const offset = zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const instant = new Date(`${fullYear(year)}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  if (Number.isNaN(instant.getTime())) throw new BerError("a date that does not exist");
  return instant.toISOString().replace(/\.\d+Z$/, "Z");
}

/** RFC 5280, section 4.1.2.5.1: two digits from 50 on are of the twentieth century. */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  return `${Number(year) >= 50 ? "19" : "20"}${year}`;
}
