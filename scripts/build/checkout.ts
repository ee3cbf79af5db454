import { resolve } from "node:path";

/** The folder of the package's own package.json. */
export const checkout = resolve(__dirname, "..", "..");
