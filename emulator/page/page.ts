/**
 * The page at `/`, for people: what is there, and the last requests, asked for every two seconds.
 * One file without network access of its own; all text goes in as text, never as markup.
 */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API Management emulator</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
code { font-size: .9em; overflow-wrap: anywhere; } .quiet { opacity: .7; } .bad { color: #c33; font-weight: 600; }
</style>
</head>
<body>
<h1>API Management emulator</h1>
<p class="quiet">Nothing here is Azure: no traffic is proxied, and everything may be made up. Its time is <span id="now"></span>.</p>
<h2>Services</h2><div id="services">none yet</div>
<h2>Certificates</h2><div id="certificates">none yet</div>
<h2>Gateways</h2><div id="gateways">none yet</div>
<h2>Last requests</h2><div id="requests">none yet</div>
<p id="lost" class="bad" hidden>The emulator does not answer any more.</p>
<script>
"use strict";
function table(into, heads, rows) {
  const place = document.getElementById(into);
  if (rows.length === 0) { place.textContent = "none yet"; return; }
  const made = document.createElement("table");
  for (const [index, cells] of [heads, ...rows].entries()) {
    const row = made.insertRow();
    for (const cell of cells) {
      const box = document.createElement(index === 0 ? "th" : "td");
      const text = typeof cell === "object" ? cell.text : cell;
      box.textContent = text;
      if (cell.bad) box.className = "bad";
      row.append(box);
    }
  }
  place.replaceChildren(made);
}
async function show() {
  try {
    const answer = await fetch("/_emulator/overview");
    const { now, services, certificates, gateways, requests } = await answer.json();
    document.getElementById("now").textContent = now;
    table("services", ["Name", "Tier", "Location", "Resource group"], services.map((s) => [s.name, s.tier, s.location, s.resourceGroup]));
    table("certificates", ["Service", "Name", "Subject", "Thumbprint", "Expires", "Key Vault"], certificates.map((c) =>
      [c.service, c.name, c.subject, c.thumbprint, { text: c.expirationDate, bad: c.expirationDate < now }, c.keyVaultStatus]));
    table("gateways", ["Service", "Name", "Description", "ETag"], gateways.map((g) => [g.service, g.name, g.description, g.etag]));
    table("requests", ["Time", "Method", "Path", "Status", "Remark"], requests.map((r) =>
      [r.receivedAt, r.method, r.path, { text: r.status, bad: !(Number(r.status) < 400) }, r.remark]));
    document.getElementById("lost").hidden = true;
  } catch {
    document.getElementById("lost").hidden = false;
  }
}
show();
setInterval(show, 2000);
</script>
</body>
</html>
`;

/** Nothing from elsewhere may run or be loaded in the page. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};
