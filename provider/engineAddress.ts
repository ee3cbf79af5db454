/** Where the engine listens: the provider process's first argument. Undefined where there is no engine, as in a test. */
export function engineAddress(): { host: string; port: number } | undefined {
  const [, host, port] = /^([\w.[\]:-]+):(\d+)$/.exec(process.argv[2] ?? "") ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}
