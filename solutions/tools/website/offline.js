// A service worker keeps what was seen of the site, and what a lesson needs to run when asked.
// It comes before JupyterLite's own in the same scope: whoever answers first, answers.

const STORE = `course-${EDITION}`;
const LIST = `${TOP}site.json`;
const KERNELS = /\/api\/(drive|stdin|service-worker-heartbeat)/; // talk with the kernel, no files

const plain = (address) => address.split(/[?#]/)[0]; // a version or a lesson's name says no more
const listed = async () => (await fetch(LIST, { cache: "no-cache" })).json();

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(takeOver());
});

// What has not changed since the edition before need not be fetched again.
async function takeOver() {
  const { edition, files } = await listed();
  if (edition !== EDITION) return; // a server between two editions; the browser asks again
  const store = await caches.open(STORE);
  await store.put(LIST, new Response(JSON.stringify({ edition, files })));
  for (const name of await caches.keys()) {
    if (!name.startsWith("course-") || name === STORE) continue;
    const old = await caches.open(name);
    const known = await old.match(LIST);
    if (!known) continue;
    const before = (await known.json()).files;
    for (const request of await old.keys()) {
      const path = request.url.slice(TOP.length);
      if (files[path] && files[path] === before[path]) await store.put(request, await old.match(request));
    }
  }
}

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys())
    if (name.startsWith("course-") && name !== STORE) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const own = request.method === "GET" && request.url.startsWith(TOP);
  if (!own || KERNELS.test(request.url) || request.headers.has("range")) return;
  if (plain(request.url) === LIST) return;
  event.stopImmediatePropagation();
  event.respondWith(answer(request));
});

async function answer(request) {
  const address = plain(request.url);
  const store = await caches.open(STORE);
  const kept = await store.match(address) ?? (address.endsWith("/") && await store.match(`${address}index.html`));
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && fresh.type === "basic" && !fresh.redirected) await store.put(address, fresh.clone());
  return fresh;
}

// A page asks for all that a lesson needs, when it has nothing else to do.
self.addEventListener("message", (event) => {
  if (event.data?.course === "keep") event.waitUntil(keep(event.data.paths, event.source));
});

async function keep(paths, page) {
  const store = await caches.open(STORE);
  let done = 0;
  for (const path of paths) {
    const address = TOP + path;
    if (!await store.match(address)) {
      const fresh = await fetch(address);
      if (fresh.ok) await store.put(address, fresh);
    }
    page?.postMessage({ course: "kept", done: ++done, all: paths.length });
  }
}
