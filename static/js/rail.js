// Which of the revealed stages a table is reading. The newest one, until somebody goes back.

const stages = () => [...document.querySelectorAll("#stage > article[data-stage]")];
const back = document.getElementById("looking-back");
let newest = 0;
let chosen = 0;

function draw() {
  const numbers = stages().map((article) => Number(article.dataset.stage));
  const last = Math.max(0, ...numbers);
  if (last !== newest || !numbers.includes(chosen)) {
    newest = last;
    chosen = last;
  }
  for (const article of stages()) article.hidden = Number(article.dataset.stage) !== chosen;
  for (const link of document.querySelectorAll("[data-stage-link]")) {
    if (Number(link.dataset.stageLink) === chosen) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  // On a phone the strip is longer than the screen.
  const strip = document.querySelector(".rail ol");
  const current = strip?.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - strip.clientWidth / 2;
  document.getElementById("stage")?.setAttribute("data-reading", chosen);
  back.hidden = chosen === newest;
  back.querySelector("a").href = `#stage-${newest}`;
  back.querySelector("a").textContent = `Go to stage ${newest}`;
}

/** The top of the stage that is shown now, unless that would move what somebody is typing. */
function toTop() {
  if (!document.activeElement?.matches("input, textarea, select")) scrollTo({ top: 0, behavior: "instant" });
}

function read(number) {
  chosen = number;
  draw();
  document.getElementById(`stage-${chosen}-title`)?.focus({ preventScroll: true });
  toTop();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-stage-link], #looking-back a");
  if (!link) return;
  event.preventDefault();
  read(Number(link.dataset.stageLink ?? newest));
});

document.addEventListener("live:applied", () => {
  const before = chosen;
  draw();
  if (chosen !== before) toTop();
});
draw();
