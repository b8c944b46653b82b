"use strict";
// Without this script every week and every view stand one below another; it only narrows what is shown.
const root = document.documentElement, bar = document.getElementById("bar");
const kept = [...document.querySelectorAll("[data-k]")];

function show() {
  const chosen = new FormData(bar), who = chosen.get("who"), week = chosen.get("week");
  root.dataset.view = chosen.get("view");
  if (bar.elements.week) {
    if (week) root.dataset.week = week;
    else delete root.dataset.week;
  }
  for (const part of kept) part.hidden = who !== "" && !part.dataset.k.split(" ").includes(who);
  for (const group of document.querySelectorAll(".routes, .left, .owed")) {
    const parts = [...group.querySelectorAll("[data-k]")];
    group.hidden = parts.length > 0 && parts.every((part) => getComputedStyle(part).display === "none");
  }
}

root.classList.add("js");
bar.hidden = false;
bar.addEventListener("change", show);
bar.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("print").addEventListener("click", () => window.print());
show();
