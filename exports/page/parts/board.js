"use strict";
// Without this script every week and every view stand one below another; it only narrows what is shown.
const root = document.documentElement, bar = document.getElementById("bar");
const kept = [...document.querySelectorAll("[data-k]")];

function show() {
  const chosen = new FormData(bar), who = chosen.get("who"), view = chosen.get("view");
  root.dataset.view = view;
  if (bar.elements.week) {
    if (chosen.get("week")) root.dataset.week = chosen.get("week");
    else delete root.dataset.week;
  }
  for (const part of kept) {
    const alone = who && part.matches(".person") && who[0] === view[0];
    part.hidden = Boolean(who) && (alone ? part.id !== who : !part.dataset.k.split(" ").includes(who));
  }
  for (const day of document.querySelectorAll(".routes, .left"))
    day.hidden = ![...day.querySelectorAll("[data-k]")].some((part) => part.checkVisibility
      ? !part.hidden && getComputedStyle(part).display !== "none" : !part.hidden);
}

root.classList.add("js");
bar.hidden = false;
bar.addEventListener("change", show);
bar.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("print").addEventListener("click", () => window.print());
show();
