/** The stack's configuration: Pulumi's `Config` object of a dynamic provider satisfies it. Keys carry their namespace: `azure-native:tenantId`. */
export interface ConfigReader {
  get(key: string): string | undefined;
}

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;
