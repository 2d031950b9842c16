// Nothing here is needed to read a page. No storage without a tap, no other host.
(function () {
  "use strict";
  var $ = function (id) { return document.getElementById(id); };
  var all = function (what, act) { Array.prototype.forEach.call(document.querySelectorAll(what), act); };
  var show = function (id, on) { var one = $(id); if (one) one.hidden = !on; };

  // Paper of a day without an edition of its own sees the part of the edition before it.
  var day = location.hash.slice(1), near = null;
  if (/^\d{8}$/.test(day) && !$(day)) {
    all(".paper", function (one) { if (one.id <= day) near = one; });
    if (near) near.classList.add("near");
  }

  // The languages that this browser asks for stand first; each keeps its number of the poster.
  var choices = $("page_choices");
  try {
    var full = function (tag) { return new Intl.Locale(tag).maximize(); };
    if (choices) navigator.languages.slice().reverse().forEach(function (tag) {
      var asked = full(tag);
      [false, true].forEach(function (exact) {
        Array.prototype.slice.call(choices.children).reverse().forEach(function (one) {
          var has = full(one.firstElementChild.hreflang);
          if (has.language === asked.language && has.script === asked.script &&
              (!exact || has.region === asked.region)) choices.insertBefore(one, choices.firstChild);
        });
      });
    });
  } catch (old) { /* a browser without locales keeps the order of the poster */ }

  // "Open now", by the clock of London.
  var now = {}, week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", weekday: "short", hour: "2-digit",
      minute: "2-digit", hourCycle: "h23" }).formatToParts(new Date()).forEach(function (part) {
      now[part.type] = part.value.toLowerCase();
    });
    all("[data-open]", function (row) {
      var told = row.dataset.open.split(" "), days = told[0].split("-"), hours = told[1].split("-");
      var today = week.indexOf(now.weekday), time = now.hour + ":" + now.minute;
      if (week.indexOf(days[0]) <= today && today <= week.indexOf(days[days.length - 1]) &&
          hours[0] <= time && time < hours[1]) row.classList.add("open");
    });
  } catch (old) { /* a browser without time zones shows the table alone */ }

  // "Keep on this phone": a service worker for this language's folder, only after a tap.
  var worker = navigator.serviceWorker, keep = $("page_keep");
  if (keep && worker && window.caches) {
    var told = function () {
      return worker.getRegistration("./").then(function (found) {
        return found && found.active ? caches.match("saved-on") : null;
      }).then(function (answer) { return answer ? answer.text() : ""; }).then(function (date) {
        show("page_keep", !date); show("page_kept", date);
        if (date) $("page_kept_on").textContent = date.split("-").reverse().join("/");
      });
    };
    keep.onclick = function () {
      keep.disabled = true;
      worker.register("sw.js").then(function (found) {
        var fresh = found.installing;
        return fresh && new Promise(function (yes, no) {
          fresh.onstatechange = function () {
            if (fresh.state === "activated") yes();
            if (fresh.state === "redundant") no();
          };
        });
      }).then(told)
        .catch(function () { show("page_keep_failed", true); })
        .then(function () { keep.disabled = false; });
    };
    $("page_forget").onclick = function () {
      worker.getRegistration("./").then(function (found) {
        return found && found.unregister();
      }).then(function () { return caches.keys(); }).then(function (names) {
        return Promise.all(names.map(function (name) {
          return name.indexOf(keep.dataset.cache) ? 0 : caches.delete(name);
        }));
      }).then(told);
    };
    told();
  }

  // "Listen", where this device itself has a voice for the language.
  var speech = window.speechSynthesis, listen = $("page_listen"), tongue = document.documentElement.lang;
  var voices = function () {
    var found = speech.getVoices().filter(function (voice) {
      return voice.localService && voice.lang.split(/[-_]/)[0] === tongue.split("-")[0];
    })[0];
    listen.hidden = !found;
    listen.onclick = function () {
      if (speech.speaking) return speech.cancel();
      all(".topic h1, .topic h2, .topic p, .topic li", function (one) {
        if (one.closest(".echo, .beside, [lang]") !== document.documentElement) return;
        var said = new SpeechSynthesisUtterance(one.innerText);
        said.voice = found; said.lang = found.lang;
        speech.speak(said);
      });
    };
  };
  if (speech && listen) { voices(); speech.onvoiceschanged = voices; }
})();
