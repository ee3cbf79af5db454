/**
 * The claims that a continuous access evaluation challenge asks for: `Bearer … error="insufficient_claims", claims="<base64>"`.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 * @returns undefined when the challenge is another one, or cannot be read.
 */
export function caeClaims(challenge: string | undefined): string | undefined {
  if (challenge === undefined || !/\berror="insufficient_claims"/.test(challenge)) return undefined;
  const encoded = /\bclaims="([A-Za-z0-9+/=_-]+)"/.exec(challenge)?.[1];
  if (encoded === undefined) return undefined;
  const claims = Buffer.from(encoded, "base64").toString("utf8");
  try {
    JSON.parse(claims);
    return claims;
  } catch {
    return undefined;
  }
}
