// A job that goes on: its page tells how far it is, and shows its end by itself. Without this, a link does it.

const EVERY = 1500;

async function look() {
  let text;
  try {
    text = await (await fetch(location.href, { headers: { accept: "text/html" } })).text();
  } catch {
    setTimeout(look, EVERY * 4);
    return;
  }
  const now = new DOMParser().parseFromString(text, "text/html").getElementById("state");
  if (!now?.hasAttribute("data-goes-on")) {
    location.reload();
    return;
  }
  const shown = document.querySelector("#state [role=status]");
  const told = now.querySelector("[role=status]");
  if (shown.textContent !== told.textContent) shown.replaceChildren(...told.childNodes);
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
