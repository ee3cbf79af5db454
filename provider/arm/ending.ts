import type { TimeLimit } from "./callProgress";

/** Why a call was given up, as a sentence for its error; empty where the answer itself is the reason. */
export function endingOf(
  because: "final" | "unclear" | "attempts" | "time",
  { attempts, elapsedMs, limit }: { attempts: number; elapsedMs: number; limit: TimeLimit },
): string {
  const tried = `Given up after ${attempts} ${attempts === 1 ? "attempt" : "attempts"} in ${seconds(elapsedMs)}`;
  switch (because) {
    case "final":
      return "";
    case "unclear":
      return "It may have been carried out, so it was not sent again";
    case "attempts":
      return tried;
    case "time": {
      const source = limit.setting === undefined ? "there are for this" : `apim-credentials:${limit.setting} allows`;
      return `${tried}: the next wait would go beyond the ${seconds(limit.milliseconds)} that ${source}`;
    }
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
