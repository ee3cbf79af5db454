import type { Properties } from "./host";

/** Something was done in Azure and then something went wrong: what is known is stored, and the run fails with the reason. */
export class PartialFailure extends Error {
  readonly id: string;
  readonly state: Properties;

  constructor(reason: string, stored: { id: string; state: Properties; cause?: unknown }) {
    super(reason, stored.cause === undefined ? undefined : { cause: stored.cause });
    this.name = "PartialFailure";
    this.id = stored.id;
    this.state = stored.state;
  }
}
