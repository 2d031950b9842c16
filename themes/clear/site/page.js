// Paper of a day without an edition of its own is shown the part of the edition before it.
(function () {
  var day = location.hash.slice(1), best = null;
  if (!/^\d{8}$/.test(day) || document.getElementById(day)) return;
  document.querySelectorAll(".paper").forEach(function (one) {
    if (one.id <= day) best = one;
  });
  if (best) best.classList.add("near");
})();
