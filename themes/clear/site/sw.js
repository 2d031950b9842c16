// Keeps one language of one area on this phone. Made by the build; `VERSION` is a digest of the
// files, so a new edition is a new worker. Installing is all or nothing: a broken update leaves
// the copy that is saved.
"use strict";
var PREFIX = "{{ prefix }}", VERSION = PREFIX + "{{ version }}";
var FILES = {{ files }};
self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(VERSION).then(function (cache) {
    return cache.addAll(FILES.map(function (name) {
      return new Request(name, { cache: "reload" });
    })).then(function () {
      return cache.put("saved-on", new Response(new Date().toISOString().slice(0, 10)));
    });
  }).then(function () { return self.skipWaiting(); }));
});
self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.map(function (name) {
      return name.indexOf(PREFIX) || name === VERSION ? 0 : caches.delete(name);
    }));
  }).then(function () { return self.clients.claim(); }));
});
// The newest page when the network answers within three seconds, else the saved one.
self.addEventListener("fetch", function (event) {
  var asked = event.request;
  if (asked.method !== "GET" || new URL(asked.url).origin !== location.origin) return;
  event.respondWith(caches.open(VERSION).then(function (cache) {
    return cache.match(asked, { ignoreSearch: true }).then(function (saved) {
      var fresh = fetch(asked);
      // Pages with English beside are not kept; without a network the kept page stands in.
      if (!saved) return fresh.catch(function () {
        return cache.match(asked.url.replace(".en.html", ".html"), { ignoreSearch: true })
          .then(function (plain) { return plain || Response.error(); });
      });
      var late = new Promise(function (answer) { setTimeout(function () { answer(saved); }, 3000); });
      return Promise.race([fresh.then(function (found) { return found.ok ? found : saved; },
        function () { return saved; }), late]);
    });
  }));
});
