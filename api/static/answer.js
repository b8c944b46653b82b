/* The family's answer: sent once however often it is pressed; without a connection the choice is kept in this tab and
   sent when it is back. The page works without this script. */
(function () {
  "use strict";
  var forms = document.querySelectorAll('main form[method="post"]');
  var form = document.getElementById("answer");
  var key = form && "answer-" + form.dataset.version, pressed = null, going = false, timer = null;

  function fields() {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && ["hidden", "submit"].indexOf(field.type) < 0;
    });
  }
  function keep() {
    var told = fields().map(function (field) { return [field.name, field.value, field.checked]; });
    try { sessionStorage.setItem(key, JSON.stringify(told)); } catch (e) { return; }
  }
  function back() {
    var told = null;
    try { told = JSON.parse(sessionStorage.getItem(key)); } catch (e) { return; }
    if (!told || document.querySelector(".bad")) return;
    fields().forEach(function (field, n) {
      if (!told[n] || told[n][0] !== field.name) return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = told[n][2];
      else field.value = told[n][1];
    });
  }
  function say(text) {
    var box = document.getElementById("offline") || document.createElement("p");
    box.id = "offline";
    box.className = "box warn";
    box.setAttribute("role", "alert");
    box.textContent = text;
    pressed.parentNode.insertBefore(box, pressed);
  }
  function busy(on) {
    Array.prototype.forEach.call(document.querySelectorAll("main button"), function (button) { button.disabled = on; });
  }
  function send(target, button) {
    var told = document.createElement("input");
    told.type = "hidden";
    told.name = button.name;
    told.value = button.value;
    if (button.name) target.appendChild(told);
    if (button.hasAttribute("formaction")) target.action = button.getAttribute("formaction");
    if (key) sessionStorage.removeItem(key);
    busy(true);
    target.submit();
  }
  function attempt(target, button) {
    clearTimeout(timer);
    fetch("/static/icon.svg", { method: "HEAD", cache: "no-store" }).then(
      function () { send(target, button); },
      function () {
        say("Нет связи. Мы запомнили ваш выбор и отправим его, когда связь появится. Не закрывайте страницу.");
        timer = setTimeout(function () { attempt(target, button); }, 4000);
      }
    );
  }

  Array.prototype.forEach.call(forms, function (one) {
    one.addEventListener("click", function (event) { if (event.target.type === "submit") pressed = event.target; });
    one.addEventListener("submit", function (event) {
      event.preventDefault();
      if (going) return;
      pressed = event.submitter || pressed || one.querySelector('[type="submit"]');
      going = true;
      attempt(one, pressed);
    });
  });
  window.addEventListener("online", function () { if (going && pressed) attempt(pressed.form, pressed); });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });
  if (form) {
    back();
    form.addEventListener("change", keep);
    form.addEventListener("input", keep);
  }
})();
