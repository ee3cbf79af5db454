import { createRequire } from "node:module";

/**
 * Loads a part of this package when it is first needed, by its path from this folder, such as `./arm/createArmClient.js`.
 * `import()` would do the same, and start Node's loader of ES modules for it, which takes longer than most of the parts.
 */
export const loadPart = createRequire(__filename);
