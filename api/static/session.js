/* Staff's session ends by itself: warn two minutes before, offer to stay, and keep what was typed until they are
   back. Kept in this tab alone, for the same account alone, without passwords, hidden fields and files; a form with
   data-keep="no" is never kept. */
(function () {
  "use strict";
  var KEPT = "kept-form", SENT = "sent-form", UNTIL = "session-until";
  var WARN_MS = 120000, LOOK_MS = 1000;
  var meta = document.querySelector('meta[name="session-left"]');
  var here = location.pathname + location.search;

  function read(name) {
    try { return JSON.parse(sessionStorage.getItem(name)); } catch (e) { return null; }
  }
  function write(name, value) {
    try { sessionStorage.setItem(name, JSON.stringify(value)); } catch (e) { sessionStorage.removeItem(name); }
  }

  function keepable(field) {
    return field.name && ["password", "hidden", "file", "submit", "button"].indexOf(field.type) < 0;
  }
  function fieldsOf(form) {
    return Array.prototype.filter.call(form.elements, keepable).map(function (field) {
      return { name: field.name, value: field.value, checked: field.checked };
    });
  }
  function changing(form) {
    return form.method === "post" && form.dataset.keep !== "no" && fieldsOf(form).length > 0;
  }
  function kept(form) {
    var action = new URL(form.action).pathname, page = here, before = read(SENT);
    if (before && before.action === action && action === location.pathname) page = before.page;
    return { who: meta.dataset.who, page: page, action: action, fields: fieldsOf(form) };
  }
  function touched(form) {
    return fieldsOf(form).some(function (told, n) {
      var field = Array.prototype.filter.call(form.elements, keepable)[n];
      if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
      if (field.options) return Array.prototype.some.call(field.options, function (o) { return o.selected !== o.defaultSelected; });
      return field.value !== field.defaultValue;
    });
  }

  function notice(text, extra, live) {
    var old = document.getElementById("session-notice"), box = old || document.createElement("div");
    box.id = "session-notice";
    box.className = "notice";
    box.setAttribute("role", live || "status");
    box.textContent = "";
    var line = document.createElement("p");
    line.textContent = text;
    box.appendChild(line);
    if (extra) box.appendChild(extra);
    if (!old) document.getElementById("content").prepend(box);
    return box;
  }
  function link(href, text) {
    var made = document.createElement("a");
    made.href = href;
    made.textContent = text;
    return made;
  }

  /* what came too late: the page that says so stands here now */
  if (document.querySelector('meta[name="unsaved"]')) {
    var sent = read(SENT);
    if (sent) {
      write(KEPT, sent);
      sessionStorage.removeItem(SENT);
      notice("Набранное сохранено в этой вкладке. Войдите снова и вернитесь к форме.", link(sent.page, "Вернуться к форме"));
    }
  }
  if (!meta) return;

  function putBack(form, fields) {
    var places = Array.prototype.filter.call(form.elements, keepable);
    fields.forEach(function (told) {
      var n = places.findIndex(function (field) {
        return field.name === told.name && (field.type !== "radio" || field.value === told.value);
      });
      if (n < 0) return;
      var field = places.splice(n, 1)[0];
      if (field.type === "checkbox" || field.type === "radio") field.checked = told.checked;
      else field.value = told.value;
    });
    for (var box = form.parentElement; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
  }
  function welcomeBack() {
    var found = read(KEPT);
    if (!found) return;
    if (found.who !== meta.dataset.who) { sessionStorage.removeItem(KEPT); return; }
    var form = Array.prototype.find.call(document.forms, function (one) {
      return one.method === "post" && new URL(one.action).pathname === found.action;
    });
    if (found.page === here && form) {
      sessionStorage.removeItem(KEPT);
      putBack(form, found.fields);
      notice("Вход заканчивался. Набранное снова в форме: проверьте и сохраните.");
    } else {
      notice("Вы не закончили: набранное до конца входа сохранено.", link(found.page, "Вернуться к форме"));
    }
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (new URL(form.action).pathname === "/signout") { sessionStorage.clear(); return; }
    if (changing(form)) write(SENT, kept(form));
  });

  /* the end may be put off in another tab: the latest word counts */
  function until() { return Number(localStorage.getItem(UNTIL)) || 0; }
  function lasts(seconds) { localStorage.setItem(UNTIL, String(Date.now() + seconds * 1000)); }
  var shown = "";
  function stay() {
    fetch("/me/session", { headers: { accept: "application/json" } }).then(function (answer) {
      if (!answer.ok || answer.redirected) throw new Error("over");
      return answer.json();
    }).then(function (told) {
      lasts(told.left_s);
      look();
    }).catch(function () { notice("Не получилось продлить вход. Сохраните набранное и войдите снова.", null, "alert"); });
  }
  function warn() {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "Остаться";
    button.addEventListener("click", stay);
    notice("Через две минуты вход закончится сам. Если вы ещё здесь, нажмите «Остаться».", button, "alert");
  }
  function over() {
    var form = Array.prototype.find.call(document.forms, function (one) { return changing(one) && touched(one); });
    if (form) write(KEPT, kept(form));
    notice(
      form ? "Вход закончился. Набранное сохранено в этой вкладке: войдите, и оно вернётся." : "Вход закончился.",
      link("/signin", "Войти"), "alert"
    );
  }
  function look() {
    var left = until() - Date.now(), now = left <= 0 ? "over" : left <= WARN_MS ? "warn" : "";
    if (now === shown) return;
    var box = document.getElementById("session-notice");
    if (now === "" && box) box.remove();
    if (now === "warn") warn();
    if (now === "over") over();
    shown = now;
  }
  var told = read(SENT);
  if (told && told.action !== location.pathname) sessionStorage.removeItem(SENT);
  welcomeBack();
  lasts(Number(meta.content));
  look();
  setInterval(look, LOOK_MS);
})();
