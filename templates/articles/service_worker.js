/* Service worker: keeps the newest issue (text, style sheets, scripts, printed pages and photographs in a middle size) on the
   device, for reading without a network. Pages come from the network whenever it answers in time. A copy is shown only with a notice
   that says so and from when it is; for any other page of the paper, what can be read now.

   If the worker is to be given up one day, do not delete this address: browsers keep an installed worker when it answers
   404. Serve, for as long as readers may return (a year or more), only

     addEventListener("install", () => skipWaiting());
     addEventListener("activate", (event) => event.waitUntil((async () => {
       for (const name of await caches.keys()) await caches.delete(name);
       await registration.unregister();
     })()));

   and remove register() from reader.js. Browsers ask for this file at each visit, past their own cache, so the worker is
   gone after one visit. One that was forgotten does no harm while the network answers: pages are then always the site's. */
"use strict";

// Caches are named after it and the address of the issue. Change it whenever what is in them changes its form.
const FORMAT = "kept-1 ";
const MOST_ISSUES = 2;
const MOST_BYTES = 20 * 2 ** 20;
const PATIENCE = 4000; // milliseconds until a copy is shown on a slow network
const OFTEN = 60_000; // milliseconds between two looks at whether an issue has changed
const FACTS = "/kept"; // in each cache, instead of an address: when it was true, and what the list of the issue said
const PAGES = /^\/(?:$|articles\/\d+\/$|(?:\d{4}-\d\d-\d\d|sections|authors|archive|about)\/(?:.*\/)?$)/;
const NOT_FOR_READERS = /^\/(?:admin|api)\//;
// Of these one size is kept, which stands for the others.
const IMAGES = /^\/\d{4}-\d\d-\d\d\/.+\/facsimile\/|^\/pictures\/\d+\//;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clean()));
addEventListener("message", (event) => event.waitUntil(inTurn(() => renew(event.data))));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate" && PAGES.test(pathname)) event.respondWith(page(event, pathname));
  else if (mode === "navigate" && !NOT_FOR_READERS.test(pathname)) event.respondWith(fetch(event.request).catch(nothing));
  // Reading aloud fetches stories.
  else if (mode !== "navigate" && (PAGES.test(pathname) || isFile(pathname))) event.respondWith(file(event, pathname));
});

/* Answering */

async function page(event, path) {
  // Offline, the browser's own cache would answer for another minute, without a notice.
  const answer = fetch(event.request, navigator.onLine ? {} : { cache: "no-cache" });
  const gone = answer.then(isGone, () => false);
  event.waitUntil(gone.then((yes) => yes && forget(path)));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, "late"));
  const first = await Promise.race([answer.catch(() => null), late]);
  if (first?.status < 500) return first;
  const copy = await kept(path);
  if (!copy) return answer.catch(nothing);
  event.waitUntil(gone.then((yes) => yes && replace(event.resultingClientId, path)));
  return noticed(copy, first === "late", path);
}

// A copy was shown before the site answered that its story is withdrawn: that answer takes its place.
async function replace(reader, path) {
  // The browser may still be opening the copy.
  for (let times = 0; times < 50; times++) {
    const shown = await clients.get(reader);
    if (shown && new URL(shown.url).pathname === path) return shown.navigate(shown.url).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function file(event, path) {
  return fetch(event.request).catch(async (error) => (await kept(path))?.response ?? Promise.reject(error));
}

// The newest copy.
async function kept(path) {
  const image = path.match(IMAGES)?.[0];
  for (const name of await names()) {
    const cache = await caches.open(name);
    const { at } = await factsOf(cache);
    const key = image ? (await cache.keys()).find(({ url }) => new URL(url).pathname.startsWith(image)) : path;
    const response = key && (await cache.match(key));
    if (response) return { response, at };
  }
  return null;
}

async function noticed({ response, at }, isLate, path) {
  const time = new Date(at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const reason = isLate ? {{ _("The network is slow.")|tojson }} : {{ _("The network or the site cannot be reached.")|tojson }};
  const words = {{ _("This is the copy on this device, as it was at {time}.")|tojson }}.replace("{time}", `<time>${time}</time>`);
  const again = `<a href="${path}">${ {{ _("Try again")|tojson }} }</a>`;
  const html = await response.text();
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(html.replace("<main", `<p class="kept" role="status">${reason}${words} ${again}</p><main`), { headers });
}

// reader.js asks again by itself, as on a copy.
async function nothing() {
  const links = (await names()).map((name) => {
    const path = name.slice(FORMAT.length);
    const day = new Date(path.slice(1, -1)).toLocaleDateString("zh-CN", { dateStyle: "long", timeZone: "UTC" });
    return `<li><a href="${path}">${ {{ _("The paper of {day}")|tojson }}.replace("{day}", day) }</a></li>`;
  });
  const issues = `<p>${ {{ _("To be read now, from this device:")|tojson }} }</p><ul>${links.join("")}</ul>`;
  const body = `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#171614" media="(prefers-color-scheme: dark)">
<meta name="theme-color" content="#fdfcf8">
<title>${ {{ _("No network")|tojson }} }</title>
<link rel="stylesheet" href="{{ static('articles/site.css') }}">
<link rel="stylesheet" href="{{ static('articles/comforts.css') }}">
<script src="{{ static('articles/reader.js') }}"></script>
</head>
<body>
<header class="head"><p class="name"><a href="/">${ {{ newspaper.name|e|tojson }} }</a></p></header>
<p class="kept" role="status">${ {{ _("This page is not on this device. It opens by itself as soon as there is a network.")|tojson }} }
<a href="">${ {{ _("Try again")|tojson }} }</a></p>
<main class="prose"><h1 class="title">${ {{ _("No network")|tojson }} }</h1>
${links.length ? issues : ""}</main>
</body>
</html>`;
  const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'";
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
  return new Response(body, { status: 503, headers });
}

/* Keeping */

let work = Promise.resolve();

function inTurn(job) {
  work = work.then(job).catch(() => {});
  return work;
}

// Look at all kept issues, and at the one whose list is at `keep`.
async function renew({ keep, now }) {
  const lists = (await names()).map((name) => `${name.slice(FORMAT.length)}offline.json`);
  for (const list of new Set([keep, ...lists])) if (list) await renewIssue(list, now);
  await limit();
}

async function renewIssue(list, now) {
  const name = FORMAT + list.replace("offline.json", "");
  const before = (await caches.has(name)) ? await factsOf(await caches.open(name)) : {};
  if (!now && Date.now() - before.at < OFTEN) return;
  const response = await fetchForAll(list);
  if (isGone(response)) await caches.delete(name);
  if (!response.ok) return;
  const said = await response.text();
  const isSame = said === before.said;
  // Who pays for each byte keeps what is still true, and nothing new.
  if (!isSame && navigator.connection?.saveData) return void (await caches.delete(name));
  const cache = await caches.open(name);
  const at = Date.now();
  const bytes = isSame ? before.bytes : await fill(cache, JSON.parse(said).addresses);
  await cache.put(FACTS, new Response(JSON.stringify({ said, at, bytes })));
}

// What left the issue goes first. All pages are fetched again, since each may name a story that changed.
async function fill(cache, addresses) {
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== FACTS && !addresses.includes(pathname)) await cache.delete(url);
  }
  let bytes = 0;
  for (let place = 0; place < addresses.length && bytes < MOST_BYTES; place += 4) {
    const sizes = await Promise.all(addresses.slice(place, place + 4).map((address) => keepOne(cache, address)));
    bytes += sizes.reduce((sum, size) => sum + size, 0);
  }
  return bytes;
}

async function keepOne(cache, address) {
  // A changed file has another address.
  const known = isFile(address) && (await cache.match(address));
  const response = known || (await fetchForAll(address));
  if (isGone(response)) await cache.delete(address);
  if (!response.ok) return 0;
  if (!known) await cache.put(address, response.clone());
  return (await response.blob()).size;
}

// Without cookies, so that what is kept is what all readers see.
function fetchForAll(address) {
  return fetch(address, { cache: "no-cache", credentials: "omit", priority: "low" });
}

// A story was withdrawn: it and the lists that name it go.
async function forget(path) {
  for (const name of await names()) await (await caches.open(name)).delete(path);
  await inTurn(() => renew({ now: true }));
}

async function limit() {
  let bytes = 0;
  for (const [place, name] of (await names()).entries()) {
    bytes += (await factsOf(await caches.open(name))).bytes ?? 0;
    if (place > 0 && (place >= MOST_ISSUES || bytes > MOST_BYTES)) await caches.delete(name);
  }
}

async function clean() {
  for (const name of await caches.keys()) if (!name.startsWith(FORMAT)) await caches.delete(name);
  await clients.claim();
}

// The newest issue first.
async function names() {
  return (await caches.keys()).filter((name) => name.startsWith(FORMAT)).sort().reverse();
}

async function factsOf(cache) {
  return (await (await cache.match(FACTS))?.json()) ?? {};
}

function isFile(path) {
  return path.startsWith("/static/") || IMAGES.test(path);
}

function isGone({ status }) {
  return status === 404 || status === 410;
}
