// The switch of the article page: kept in the address, so that a link shows what its sender saw; the key c turns it.
"use strict";
const cuts = document.getElementById("show-cuts");
if (cuts) {
  const wanted = location.hash === "#cuts" || /^#(removal|block)-\d+$/.test(location.hash);
  const set = (shown) => {
    cuts.checked = shown;
    history.replaceState(null, "", shown ? "#cuts" : location.pathname + location.search);
  };
  if (wanted) {
    cuts.checked = true;
    document.querySelector(location.hash === "#cuts" ? "#no-such" : location.hash)?.scrollIntoView({ block: "center" });
  }
  cuts.addEventListener("change", () => set(cuts.checked));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not(#show-cuts), select, textarea");
    if (event.key === "c" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) set(!cuts.checked);
  });
}
