// Keys: "/" leads to the search, "c" turns the switch of the article page. The switch is kept in the address, so that a
// link shows what its sender saw. All else works without this file.
"use strict";
const typing = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not(#show-cuts), select, textarea");
const words = document.querySelector(".search [name=q]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || typing(event)) return;
  event.preventDefault();
  words ? words.focus() : (location.href = document.querySelector(".masthead nav a").href);
});
const cuts = document.getElementById("show-cuts");
if (cuts) {
  const set = (shown) => {
    cuts.checked = shown;
    history.replaceState(null, "", shown ? "#cuts" : location.pathname + location.search);
  };
  const follow = () => {
    const place = /^#(removal|block)-\d+$/.test(location.hash);
    if (location.hash === "#cuts" || place) cuts.checked = true;
    if (place) document.querySelector(location.hash)?.scrollIntoView({ block: "center" });
  };
  follow();
  window.addEventListener("hashchange", follow);
  cuts.addEventListener("change", () => set(cuts.checked));
  document.addEventListener("keydown", (event) => {
    if (event.key === "c" && !typing(event)) set(!cuts.checked);
  });
}
