{% load static %}// 没有信号也能打开上报页：只管 /grid/ 下的页面，只存这一页和它用的文件。
const STORE = 'wangshi-grid-1';
const PAGE = '{% url "grid" %}';
const FILES = ['{% static "house.css" %}', '{% static "house.js" %}', '{% static "offline.js" %}', '{% static "favicon.svg" %}'];
const PATIENCE = 4000; // 毫秒：信号弱到这么久没回音，就先用手机里的

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request, address));
  else if (FILES.includes(address.pathname)) event.respondWith(file(event.request));
});

// 页面：先问网，问不到用存的；别的页面没有信号时也给上报页
async function page(request, address) {
  const store = await caches.open(STORE);
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), (await store.match(PAGE)) ? PATIENCE : 60000);
  try {
    const fresh = await fetch(request, { signal: stop.signal });
    if (fresh.ok && !fresh.redirected && address.pathname === PAGE) store.put(PAGE, fresh.clone());
    return fresh;
  } catch (silence) {
    const kept = await store.match(PAGE);
    if (kept) return kept;
    throw silence;
  } finally {
    clearTimeout(late);
  }
}

// 文件：有存的先用存的，同时去取新的
async function file(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request, { ignoreSearch: true });
  const fresh = fetch(request).then((answer) => {
    if (answer.ok) store.put(request, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  fresh.catch(() => { /* 没有信号：存的就够用 */ });
  return kept;
}
