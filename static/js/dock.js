// Says at the table's buttons when a press did not reach the server. The press itself is not kept: it is quicker made again.

const WORDS = "That did not reach the server. Raise a hand, or press again when this says “Live”.";

for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, ({ target }) => {
    const words = target.closest(".dock")?.querySelector(".dock__words");
    if (words) words.textContent = WORDS;
  });
}
