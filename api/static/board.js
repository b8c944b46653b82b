/* The board with a mouse, a finger or a keyboard: a lesson is taken in hand without leaving the page.
   Without this file every link and form does the same by opening pages. */
"use strict";
(() => {
  const board = () => document.getElementById("board");
  const hands = () => [...document.querySelectorAll("tr.hand")];
  let asked = 0;
  let dragged = null;

  const address = (link) => new URL(link.href);
  const part = (name, query) => `${board().dataset.board}/${name}?${query}`;

  function putDown(focus) {
    asked += 1;
    const current = document.querySelector("#content a[data-pick][aria-current]");
    hands().forEach((row) => row.remove());
    document.querySelectorAll("#content a[data-pick][aria-current]").forEach((a) => a.removeAttribute("aria-current"));
    const alone = document.getElementById("alone");
    if (alone) alone.hidden = true;
    history.replaceState(null, "", board().dataset.asked === "?" ? location.pathname : board().dataset.asked);
    if (focus && current) current.focus();
  }

  async function take(link, focus) {
    const mine = (asked += 1);
    const query = address(link).searchParams;
    const answer = await fetch(part("starts", query), { credentials: "same-origin" });
    if (mine !== asked) return;
    if (!answer.ok || answer.redirected) return location.assign(link.href);
    const text = await answer.text();
    if (mine !== asked) return;
    const rows = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("tr.hand")];
    if (!rows.length) return location.assign(link.href);
    hands().forEach((row) => row.remove());
    document.querySelectorAll("#content a[data-pick][aria-current]").forEach((a) => a.removeAttribute("aria-current"));
    document.querySelectorAll(`#content a[data-pick="${query.get("pick")}"]`).forEach((a) => a.setAttribute("aria-current", "true"));
    place(link, rows);
    ready(rows);
    document.getElementById("hand").scrollIntoView({ block: "nearest", behavior: "instant" });
    if (focus) startCell().focus({ preventScroll: inSight(startCell()) });
    if (!dragged) history.replaceState(null, "", `?${query}`);
  }

  /* Under the row the lesson was taken from; a lesson without a time goes to the top of the table. */
  function place(link, rows) {
    const from = link.closest("tr");
    const alone = document.getElementById("alone");
    if (from && !from.classList.contains("hand")) from.after(...rows);
    else if (alone) { alone.hidden = false; alone.tBodies[0].append(...rows); }
    else document.querySelector("table.board tbody").prepend(...rows);
  }

  /* One stop for Tab among hundreds of starts; arrows go from there. */
  function ready(rows) {
    const cells = rows.flatMap((row) => [...row.querySelectorAll(".starts button")]);
    cells.forEach((cell) => { cell.tabIndex = -1; });
    const first = startCell();
    if (first) first.tabIndex = 0;
  }

  function startCell() {
    const hand = document.getElementById("hand");
    if (!hand) return null;
    return hand.querySelector(".starts .now") || hand.querySelector(".starts .better, .starts .same") || hand.querySelector(".starts button:not(.no)") || hand.querySelector(".starts button") || hand;
  }

  function inSight(cell) {
    const box = cell.getBoundingClientRect();
    return box.top >= 60 && box.bottom <= innerHeight;
  }

  function say(cell) {
    const saying = document.getElementById("saying");
    if (!saying) return;
    const why = cell.getAttribute("aria-describedby");
    const told = document.createElement("p");
    told.append(cell.getAttribute("aria-label"));
    if (why) told.append(". ", document.getElementById(why).textContent.trim());
    saying.replaceChildren(told);
  }

  async function sayTaken(cell) {
    const form = document.getElementById("put");
    const query = new URLSearchParams(new FormData(form));
    ["csrf", "rev", "seen"].forEach((name) => query.delete(name));
    query.set("to", cell.value);
    say(cell);
    const answer = await fetch(part("taken", query), { credentials: "same-origin" });
    const taken = document.getElementById("taken");
    if (!answer.ok || answer.redirected || !taken) return;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    taken.replaceChildren(...told.body.childNodes);
    taken.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /* The page that answers a step takes the place of the one that is open: nothing jumps. */
  async function send(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.set(button.name, button.value);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin" });
    } catch {
      const saying = document.getElementById("saying");
      const told = document.createElement("p");
      told.append("Нет связи. Шаг не сделан, повторите его.");
      if (saying) saying.replaceChildren(told);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.getElementById("content");
    const there = new URL(answer.url).pathname;
    if (!content || !page.getElementById("board") || (answer.ok && there !== location.pathname)) return location.assign(answer.ok ? answer.url : location.href);
    const from = scrollY;
    document.getElementById("content").replaceWith(content);
    history.replaceState(null, "", answer.ok ? new URL(answer.url).search || there : location.href);
    ready(hands());
    const faults = content.querySelector(".faults");
    if (faults) { faults.focus(); faults.scrollIntoView({ block: "center", behavior: "instant" }); return; }
    scrollTo({ top: from, behavior: "instant" });
    const pick = data.get("pick");
    const again = (pick && content.querySelector(`a[data-pick="${CSS.escape(pick)}"]`)) || content.querySelector("#undo:not([disabled])") || content.querySelector("#redo");
    if (again) { again.focus({ preventScroll: true }); if (pick) again.scrollIntoView({ block: "nearest", behavior: "instant" }); }
    told(content);
  }

  /* What was done, for those who do not see the board change. */
  function told(content) {
    const first = content.querySelector(".done li");
    const line = document.createElement("p");
    line.className = "skip";
    line.setAttribute("role", "status");
    content.prepend(line);
    setTimeout(() => { line.textContent = first ? first.textContent : ""; }, 50);
  }

  function arrows(event, cell) {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    const columns = [...document.querySelectorAll("#hand .starts")].map((list) => [...list.children].map((line) => [...line.querySelectorAll("button")]));
    const column = columns.findIndex((lines) => lines.some((line) => line.includes(cell)));
    const line = columns[column].findIndex((cells) => cells.includes(cell));
    const at = columns[column][line].indexOf(cell);
    let next;
    if (step[0]) next = at_(columns[column][line + step[0]], at);
    else next = columns[column][line][at + step[1]] || at_((columns[column + step[1]] || [])[line], step[1] > 0 ? 0 : Infinity);
    if (!next) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
  const at_ = (cells, at) => cells && cells[Math.min(at, cells.length - 1)];

  const cellOf = (event) => event.target.closest && event.target.closest(".starts button");

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !board()) return;
    const link = event.target.closest("#content a[data-pick], #hand .choose a");
    const cell = cellOf(event);
    if (cell && cell.classList.contains("no")) {
      event.preventDefault();
      sayTaken(cell);
    } else if (link && link.classList.contains("leave")) {
      event.preventDefault();
      putDown(true);
    } else if (link) {
      event.preventDefault();
      if (link.getAttribute("aria-current") && link.dataset.pick) putDown(true);
      else take(link, true);
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!board() || form.method !== "post" || !form.action.includes(board().dataset.board)) return;
    if (form.action.endsWith("/keep")) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (cell) arrows(event, cell);
    if (event.key === "Escape" && hands().length) { event.preventDefault(); putDown(true); }
  });
  document.addEventListener("focusin", (event) => { const cell = cellOf(event); if (cell) say(cell); });
  document.addEventListener("mouseover", (event) => { const cell = cellOf(event); if (cell && !cell.contains(document.activeElement)) say(cell); });

  document.addEventListener("dragstart", (event) => {
    const link = event.target.closest && event.target.closest("#content a[data-pick]");
    if (!link || !board()) return;
    dragged = link;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", link.dataset.pick);
    setTimeout(() => { link.classList.add("dragging"); if (!link.getAttribute("aria-current")) take(link, false); }, 0);
  });
  document.addEventListener("dragover", (event) => {
    const cell = dragged && cellOf(event);
    document.querySelectorAll(".starts .over").forEach((old) => { if (old !== cell) old.classList.remove("over"); });
    if (!cell) return;
    event.preventDefault();
    if (!cell.classList.contains("over")) { cell.classList.add("over"); say(cell); }
    event.dataTransfer.dropEffect = cell.classList.contains("no") ? "none" : "move";
  });
  document.addEventListener("drop", (event) => {
    const cell = dragged && cellOf(event);
    if (!cell) return;
    event.preventDefault();
    if (cell.classList.contains("no")) sayTaken(cell);
    else send(document.getElementById("put"), cell);
  });
  document.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("dragging");
    dragged = null;
  });

  ready(hands());
  const hand = document.getElementById("hand");
  if (hand && location.hash === "#hand" && !document.querySelector(".faults")) startCell().focus();
})();
