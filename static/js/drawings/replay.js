// How a drawing came about, mark by mark. Whoever asked for less motion moves through it by hand.

import { colourOf, HEIGHT, PAPER, runs, standing, WIDTH } from "../pad/strokes.js";

const LONGEST_MS = 15_000; // however long it took
const MARK_MS = 180;

const replay = document.getElementById("replay");
const picture = document.getElementById("picture");
const paper = document.getElementById("replay-paper");
const where = document.getElementById("replay-where");
const play = document.getElementById("replay-play");
const words = document.getElementById("replay-words");
const ink = paper.getContext("2d");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

let marks = null;
let opening = null;
let frame = 0;

/** Fetch the marks once, however often they are asked for meanwhile: who asked last is the last to draw. */
function open() {
  opening ??= fetchMarks().catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** Fetch the marks, and put the paper in the place of the picture. */
async function fetchMarks() {
  const answer = await fetch(replay.dataset.marks);
  if (!answer.ok) throw new Error(`marks: ${answer.status}`);
  marks = (await answer.json()).marks;
  where.max = marks.length;
  paper.width = paper.clientWidth || 1600;
  paper.hidden = false;
  if (picture) picture.hidden = true;
  paper.width = Math.round(paper.clientWidth * Math.min(devicePixelRatio, 2));
  paper.height = Math.round((paper.width * HEIGHT) / WIDTH);
}

function draw(count) {
  ink.setTransform(paper.width / WIDTH, 0, 0, paper.width / WIDTH, 0, 0);
  ink.fillStyle = PAPER;
  ink.fillRect(0, 0, WIDTH, HEIGHT);
  ink.lineCap = ink.lineJoin = "round";
  for (const stroke of standing(marks.slice(0, count))) {
    ink.strokeStyle = colourOf(stroke);
    for (const { width, path } of runs(stroke)) {
      ink.lineWidth = width;
      ink.stroke(new Path2D(path));
    }
  }
  where.value = count;
  words.textContent = count < marks.length ? `${count} of ${marks.length} marks` : "as it was handed in";
}

function stop() {
  cancelAnimationFrame(frame);
  frame = 0;
  play.textContent = "Replay how it was drawn";
}

function start() {
  if (frame) return; // It was pressed twice before the marks were here.
  const length = Math.min(marks.length * MARK_MS, LONGEST_MS);
  const first = Number(where.value) < marks.length ? Number(where.value) : 0;
  const began = performance.now() - (length * first) / marks.length;
  play.textContent = "Stop";
  const step = (now) => {
    const count = Math.min(Math.floor(((now - began) / length) * marks.length), marks.length);
    if (count !== Number(where.value)) draw(Math.max(count, 0));
    if (count >= marks.length) stop();
    else frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
}

async function opened(then) {
  try {
    await open();
    then();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof Error)) throw error;
    words.textContent = "The strokes did not come. The picture is all there is; load the page again to try once more.";
  }
}

play.hidden = still;
play.addEventListener("click", () => (frame ? stop() : opened(start)));
where.addEventListener("input", () => {
  stop();
  const count = Number(where.value);
  opened(() => draw(Math.min(count, marks.length)));
});
// Its length is known before anybody moves it.
where.addEventListener("pointerdown", () => opened(() => draw(marks.length)), { once: true });
where.addEventListener("focus", () => opened(() => draw(marks.length)), { once: true });
replay.hidden = false;
