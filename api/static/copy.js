/* Buttons that copy a text of the page. Without this script the text is selected by hand. */
(function () {
  "use strict";
  if (!navigator.clipboard) return;
  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = document.getElementById(button.dataset.copy).textContent.trim();
      var told = document.getElementById("copied");
      navigator.clipboard.writeText(text).then(
        function () { told.textContent = "Скопировано. Вставьте в сообщение."; },
        function () { told.textContent = "Браузер не дал скопировать. Выделите текст и скопируйте сами."; }
      );
    });
  });
})();
