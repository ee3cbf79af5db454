/**
 * What the page does: asks for the overview every two seconds, and draws what has changed.
 * All text goes in as text, never as markup. A cell is a text, or `{ text, kind, below, title }`.
 */
export const pageScript = `
"use strict";
const dayMs = 86400000;
const code = (text) => ({ text, kind: "code" });
const short = (text) => ({ text, kind: "short" });

function cellOf(tag, cell) {
  const { text, kind = "", below = "", title = "" } = typeof cell === "object" ? cell : { text: cell };
  const box = document.createElement(tag);
  box.textContent = text;
  if (kind !== "") box.className = kind;
  if (title !== "") box.title = title;
  if (below !== "") box.append(Object.assign(document.createElement("small"), { textContent: below }));
  return box;
}

function draw(into, heads, rows) {
  const place = document.getElementById(into);
  document.getElementById(into + "-count").textContent = rows.length === 0 ? "" : rows.length;
  if (place.drawn === JSON.stringify(rows)) return;
  place.drawn = JSON.stringify(rows);
  if (rows.length === 0) return place.replaceChildren();
  const table = document.createElement("table");
  table.createTHead().insertRow().append(...heads.map((head) => cellOf("th", head)));
  const body = table.createTBody();
  for (const cells of rows) body.insertRow().append(...cells.map((cell) => cellOf("td", cell)));
  place.replaceChildren(table);
}

function expiry(expirationDate, now) {
  const days = Math.floor((Date.parse(expirationDate) - Date.parse(now)) / dayMs);
  const kind = days < 0 ? "bad" : days < 30 ? "warn" : "good";
  const below = days < 0 ? "expired" : "in " + days + (days === 1 ? " day" : " days");
  return { text: expirationDate.replace("T", " ").replace(/:00Z$/, " UTC"), kind: "short " + kind, below };
}

function path(full) {
  const text = full.replace(/^\\/subscriptions\\/[^/]+\\/resourceGroups\\/[^/]+\\/providers\\/Microsoft.ApiManagement\\/service\\//i, "…/service/");
  return { text, kind: "code", title: full };
}

function status(text) {
  return { text, kind: "short " + (Number(text) < 400 ? "good" : Number(text) < 500 ? "warn" : "bad") };
}

async function show() {
  const lost = document.getElementById("lost");
  try {
    const answer = await fetch("/_emulator/overview");
    const { now, services, certificates, gateways, requests } = await answer.json();
    document.getElementById("now").textContent = now.replace("T", " ").replace("Z", " UTC");
    draw("services", ["Name", "Tier", "Location", "Resource group"], services.map((s) => [s.name, s.tier, s.location, s.resourceGroup]));
    draw("certificates", ["Name", "Service", "Expires", "Subject", "Thumbprint", "Key Vault"], certificates.map((c) =>
      [c.name, c.service, expiry(c.expirationDate, now), c.subject, code(c.thumbprint),
       { text: c.keyVaultStatus, kind: c.keyVaultStatus === "Success" ? "good" : "bad" }]));
    draw("gateways", ["Name", "Service", "Description", "ETag"], gateways.map((g) => [g.name, g.service, g.description, code(g.etag)]));
    draw("requests", ["Time", "Status", "Method", "Path", "Remark"], requests.map((r) =>
      [short(r.receivedAt.slice(11, 19)), status(r.status), short(r.method), path(r.path), r.remark]));
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
}

show();
setInterval(show, 2000);
`;
