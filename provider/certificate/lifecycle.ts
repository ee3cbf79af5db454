import type { Lifecycle } from "../host";
import { check } from "./check";
import { create } from "./create";
import { diff } from "./diff";
import { read } from "./read";
import { remove } from "./remove";
import { update } from "./update";

/** The life of a certificate, free of Pulumi. */
export const certificateLifecycle: Lifecycle = { check, diff, create, read, update, delete: remove };
