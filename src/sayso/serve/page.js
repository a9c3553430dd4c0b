(function () {
  "use strict";
  var panel = document.getElementById("panel");
  var pieces = Array.prototype.slice.call(document.querySelectorAll("[data-c]"));
  var pinned = null;

  function claimsOf(piece) { return piece.getAttribute("data-c").split(" "); }

  function show(claims) {
    panel.textContent = "";
    claims.forEach(function (claim) {
      var card = document.getElementById("claim-" + claim);
      if (!card) { return; }
      var copy = card.cloneNode(true);
      copy.removeAttribute("id");
      copy.classList.remove("off");
      panel.appendChild(copy);
    });
    panel.classList.toggle("empty", claims.length === 0);
    pieces.forEach(function (piece) {
      piece.classList.toggle("on", claims.length > 0 && claimsOf(piece).indexOf(claims[0]) >= 0);
    });
  }

  pieces.forEach(function (piece) {
    piece.addEventListener("mouseenter", function () { if (!pinned) { show(claimsOf(piece)); } });
    piece.addEventListener("focus", function () { pinned = null; show(claimsOf(piece)); });
    piece.addEventListener("click", function (event) {
      event.preventDefault();
      pinned = pinned === piece ? null : piece;
      show(claimsOf(piece));
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { pinned = null; show([]); only(null); }
  });

  var chips = Array.prototype.slice.call(document.querySelectorAll(".chip[data-v]"));
  function only(voice) {
    chips.forEach(function (chip) {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("data-v") === voice));
    });
    document.querySelectorAll("#text [data-v], #claims [data-v]").forEach(function (one) {
      var voices = one.getAttribute("data-v").split(" ");
      one.classList.toggle("off", voice !== null && voices.indexOf(voice) < 0);
    });
  }
  chips.forEach(function (chip) {
    chip.addEventListener("click", function () {
      only(chip.getAttribute("aria-pressed") === "true" ? null : chip.getAttribute("data-v"));
    });
  });
}());
