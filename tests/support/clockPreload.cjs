/**
 * Moves the clock of a Node process by CLOCK_OFFSET_MS milliseconds. Loaded through NODE_OPTIONS, it reaches the provider
 * process, which Pulumi starts; the emulator has a clock of its own.
 */
const RealDate = Date;
const now = () => RealDate.now() + Number(process.env.CLOCK_OFFSET_MS ?? 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});
