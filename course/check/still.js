// On a page without a kernel: who chooses an answer opens what happened.
document.currentScript?.parentElement.addEventListener("change", (event) => {
  for (const fold of document.querySelectorAll("details[data-key]")) {
    if (fold.dataset.key === event.target.name) fold.open = true;
  }
});
