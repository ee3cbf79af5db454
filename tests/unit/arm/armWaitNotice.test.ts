import { WaitNotice } from "../../../provider/arm/waitNotice";
import { TestTime } from "../../support/testTime";

function setUp(): { notice: WaitNotice; time: TestTime; said: string[] } {
  const time = new TestTime(Date.parse("2026-06-01T10:20:30Z"));
  const said: string[] = [];
  return { notice: new WaitNotice("Certificate get", time, (message) => said.push(message)), time, said };
}

describe("WaitNotice", () => {
  it("a wait of more than ten seconds: is said once, with its end", () => {
    const { notice, said } = setUp();
    notice.begin("it rains", 10_000);
    expect(said).toEqual([]);
    notice.begin("it rains", 10_001);
    notice.begin("it rains", 60_000);
    expect(said).toEqual(["Certificate get waits until 10:20:40 UTC: it rains."]);
  });

  it("short waits: are said once they add up, with the time when they end in failure", () => {
    const { notice, time, said } = setUp();
    for (let count = 0; count < 4; count += 1) {
      notice.begin("it rains", 3_000, time.now() + 60_000);
      time.advance(3_000);
    }
    expect(said).toEqual(["Certificate get waits at the latest until 10:21:39 UTC: it rains."]);
  });

  it("a pause that is made longer while it runs: counts once", () => {
    const { notice, time, said } = setUp();
    notice.begin("it rains", 6_000);
    time.advance(1_000);
    notice.begin("it rains", 8_000);
    expect(said).toEqual([]);
    time.advance(8_000);
    notice.begin("it rains", 2_000);
    expect(said).toEqual(["Certificate get waits until 10:20:41 UTC: it rains."]);
  });
});
