// The form of a new record tells, while one types, the records that it may be. Without this, it tells them when it is saved.

const PAUSE = 600;
const shown = document.querySelector("[data-like]");
const form = shown.closest("form") ?? document.querySelector("#content-main form");
const NAMES = ["name", "website", "siren", "siret", "rna", "seat_departement", "departement"];
let pause = 0;
let asked = "";

async function look() {
  const typed = new URLSearchParams();
  for (const name of NAMES) {
    const value = form.elements[name]?.value.trim();
    if (value) typed.set(name, value);
  }
  if (String(typed) === asked) return;
  asked = String(typed);
  const mine = asked;
  const answer = await fetch(`${shown.dataset.like}?${typed}`).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("ul");
  shown.hidden = !found?.children.length;
  shown.querySelector("div").replaceChildren(...(found ? [found] : []));
}

function later() {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE);
}

form.addEventListener("input", later);
form.addEventListener("change", later);
window.django?.jQuery(form).on("change", "select", later); // what the library's lists choose is told to jQuery alone
