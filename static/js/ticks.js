// Two buttons that tick every box of their group, but those kept apart, or none; without this module they stay hidden.

for (const group of document.querySelectorAll("[data-ticks]")) {
  const boxes = group.querySelectorAll('input[type="checkbox"]');
  for (const button of group.querySelectorAll("button[data-tick]")) {
    button.addEventListener("click", () => {
      for (const box of boxes) box.checked = button.dataset.tick === "all" && !("apart" in box.dataset);
    });
  }
  for (const hidden of group.querySelectorAll("[hidden]")) hidden.hidden = false;
}
