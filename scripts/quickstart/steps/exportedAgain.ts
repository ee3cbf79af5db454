import { changesIn, operate, type Tour } from "../tour";

/** Step 4: the same certificate in a file with other bytes and another password. */
export async function exportedAgain(tour: Tour, newPassword: string): Promise<void> {
  const { narrator } = tour;
  narrator.step("The same certificate, exported again with another password");
  narrator.say("Every byte of the file differs. The certificate does not.");
  const up = await operate(tour, { verb: "up", certificatePassword: newPassword });
  narrator.verify(up.steps.length === 2 && up.steps.every(({ op }) => op === "same"), "no change");
  narrator.verify(changesIn(up.requests).length === 0, "nothing was uploaded, no key was regenerated");
  narrator.demandVerified();
}
