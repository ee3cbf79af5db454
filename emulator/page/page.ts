import { pageScript } from "./pageScript";
import { pageStyle } from "./pageStyle";

function section(id: string, title: string): string {
  return `<section><h2>${title} <span id="${id}-count"></span></h2><div id="${id}"></div></section>`;
}

/** The page at `/`, for people: what is there, and the last requests, live. One file without network access of its own. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API Management emulator</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>API Management emulator</h1>
<p class="quiet">Nothing here is Azure. Its time is <span id="now"></span>.</p>
</header>
<p id="lost" role="alert" hidden>The emulator does not answer any more.</p>
<main>
${section("services", "Services")}
${section("certificates", "Certificates")}
${section("gateways", "Self-hosted gateways")}
${section("requests", "Last requests")}
</main>
<script>${pageScript}</script>
</body>
</html>
`;

/** Nothing from elsewhere may run or be loaded in the page. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};
