/** Values as the engine sends them: plain JSON, with unknown ones as a sentinel. */
export type Properties = Readonly<Record<string, unknown>>;
