/* Sliders of weights: the number beside each, and what the weights would make of the variants there are.
   Without this file the button under them does the same by opening the page anew. */
"use strict";
(() => {
  const form = document.getElementById("rules");
  const sliders = [...form.querySelectorAll("input[type=range]")];
  const weighed = document.getElementById("weighed");
  const usual = document.getElementById("usual");
  let asked = 0;
  let timer = 0;

  function say(slider) {
    slider.nextElementSibling.value = slider.value === "0" ? "не учитывать" : slider.value;
  }

  async function weigh() {
    const mine = (asked += 1);
    const query = new URLSearchParams(sliders.map((slider) => [slider.name, slider.value]));
    const answer = await fetch(`${form.dataset.weighed}?${query}`, { credentials: "same-origin" });
    if (mine !== asked || !answer.ok || answer.redirected) return;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    weighed.replaceChildren(...told.body.childNodes);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(weigh, 120);
  }

  sliders.forEach((slider) => slider.addEventListener("input", () => { say(slider); soon(); }));
  usual.addEventListener("click", () => {
    sliders.forEach((slider) => { slider.value = slider.dataset.usual; say(slider); });
    soon();
  });
  usual.hidden = false;
  document.getElementById("look").hidden = true;
})();
