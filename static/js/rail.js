// Which of the revealed stages a table is reading. The newest one, until somebody goes back; what this table says
// of a stage stands beside it. Nothing moves while somebody types: the newest stage comes when they pause.

import { typingIn } from "./typing.js";

const LOOK_AGAIN_MS = 1_000;

const stages = () => [...document.querySelectorAll("#stage > article[data-stage]")];
const back = document.getElementById("looking-back");
let newest = 0;
let chosen = 0;
let waiting = 0;

function draw() {
  const numbers = stages().map((article) => Number(article.dataset.stage));
  const last = Math.max(0, ...numbers);
  const answers = document.getElementById("answers");
  if (numbers.includes(chosen) && last > newest && typingIn(answers)) waiting ||= setTimeout(goOn, LOOK_AGAIN_MS);
  else if (last !== newest || !numbers.includes(chosen)) {
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
  for (const section of document.querySelectorAll("#answers > [data-answers-for]")) {
    section.hidden = Number(section.dataset.answersFor) !== chosen;
  }
  answers?.setAttribute("data-reading", chosen);
  document.getElementById("stage")?.setAttribute("data-reading", chosen);
  back.hidden = chosen === last;
  back.querySelector("a").href = `#stage-${last}`;
  back.querySelector("a").textContent = `Go to stage ${last}`;
}

/** Look once more whether somebody still types. */
function goOn() {
  waiting = 0;
  follow();
}

/** Draw, and go to the top of another stage. */
function follow() {
  const before = chosen;
  draw();
  if (chosen === before) return;
  toTop();
  tell();
}

function tell() {
  document.dispatchEvent(new CustomEvent("stage:read", { detail: chosen }));
}

/** The top of the stage that is shown now, unless that would move what somebody is typing. */
function toTop() {
  if (document.activeElement?.matches("input, textarea, select")) return;
  scrollTo({ top: 0, behavior: "instant" });
  document.getElementById("answers")?.scrollTo({ top: 0, behavior: "instant" });
}

function read(number) {
  chosen = number;
  draw();
  document.getElementById(`stage-${chosen}-title`)?.focus({ preventScroll: true });
  toTop();
  tell();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-stage-link], #looking-back a");
  if (!link) return;
  event.preventDefault();
  read(Number(link.dataset.stageLink ?? link.hash.slice("#stage-".length)));
});

document.addEventListener("live:applied", follow);
document.addEventListener("focusout", () => waiting && setTimeout(follow));
draw();
