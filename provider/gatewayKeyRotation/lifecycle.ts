import type { Lifecycle } from "../host";
import { check } from "./check";
import { create, diff, read, remove } from "./operations";
import { update } from "./update";

/** The life of a gateway key rotation, free of Pulumi. */
export const gatewayKeyRotationLifecycle: Lifecycle = { check, diff, create, read, update, delete: remove };
