import { validationError } from "../arm/armRefusal";
import type { Answer } from "../arm/answer";
import type { EmulatorRequest } from "../server/emulatorRequest";
import { parseFilter, type FilterFields } from "./filter";

// How many entities a page holds without $top; assumed.
const defaultPageSize = 100;

interface ListRow {
  readonly fields: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface ListSource {
  readonly rows: readonly ListRow[];
  readonly filterFields: FilterFields;
}

function readCount(request: EmulatorRequest, name: "$top" | "$skip", minimum: number): number | undefined {
  const text = request.query.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) < minimum) {
    throw validationError({ target: name, message: `${name} must be a whole number of at least ${minimum}.` });
  }
  return Number(text);
}

function nextLink(request: EmulatorRequest, skip: number): string {
  const query = new URLSearchParams([...request.query]);
  query.set("$skip", String(skip));
  return `${request.origin}${request.path}?${query.toString()}`;
}

/** A page of a list: `$filter`, `$top` and `$skip` as in the spec; `count` is over all pages (spec); no nextLink at the end (recorded). */
export function listPage(request: EmulatorRequest, { rows, filterFields }: ListSource): Answer {
  const filter = request.query.get("$filter");
  const matches = filter === undefined || filter === "" ? () => true : parseFilter(filter, filterFields);
  const found = rows.filter(({ fields }) => matches(fields));
  const skip = readCount(request, "$skip", 0) ?? 0;
  const top = readCount(request, "$top", 1);
  const end = skip + (top ?? defaultPageSize);
  return {
    status: 200,
    body: {
      value: found.slice(skip, end).map(({ body }) => body),
      count: found.length,
      ...(end < found.length ? { nextLink: nextLink(request, end) } : {}),
    },
  };
}
