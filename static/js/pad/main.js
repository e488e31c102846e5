// A drawing's page: its paper if there is one, and what is pressed to hand it in or to take it back.

import { mark } from "../outbox/queue.js";
import { announce } from "../live/status.js";
import { asked, laneOf } from "./parcels.js";
import { Drawing } from "./drawing.js";
import { renewIfCutOff } from "./renew.js";
import { Sending } from "./sending.js";

const { ownTable: table, drawing: key } = document.body.dataset;
const lane = laneOf(table, key);
const page = mark();
const pad = document.getElementById("pad");
let drawing = null;
let pressed = 0; // how much was pressed and is not on the disk yet

const sending = new Sending({
  changed: () => {
    drawing?.say();
    lock();
  },
  moved: (parcel, last) => drawing?.moved(parcel, last),
  done: renewIfCutOff,
});
if (pad) drawing = new Drawing({ pad, sending, lane, page, about: { table }, isOpen });

const state = () => document.getElementById(`drawing-${key}`);
const asks = () => sending.store.known.filter((each) => each.lane === lane && !each.body.marks);

/** Whether one may draw: not handed in, not over, and not about to be. */
function isOpen() {
  const { state: is, open } = state().dataset;
  return is === "begun" && open !== undefined && open !== "" && !pressed && !asks().some(({ refused }) => !refused);
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-ask]");
  if (!form) return;
  event.preventDefault();
  drawing?.finish();
  pressed += 1;
  drawing?.lock(); // What is drawn from now on would come behind it.
  const to = new URL(form.action).pathname;
  for (const old of asks()) await sending.store.change(() => ({ gone: [old.id] }));
  await sending.store.change(asked({ lane, to, page, about: { table } }));
  pressed -= 1;
  lock();
  announce("Kept on this tablet until it has reached the server");
  sending.wake();
});

/** Say what became of what was pressed, and let nobody press it twice. */
function lock() {
  const [ask] = asks();
  const words = state().querySelector(".drawing-state__asked") ?? added();
  words.textContent = !ask
    ? ""
    : ask.refused
    ? ask.refused.why
    : `On its way${sending.sender.trouble ? `, kept on this tablet ${sending.sender.trouble}` : ""} …`;
  for (const form of state().querySelectorAll("form[data-ask]")) {
    form.toggleAttribute("aria-busy", Boolean(ask && !ask.refused));
  }
  drawing?.lock();
}

function added() {
  const words = document.createElement("p");
  words.className = "drawing-state__asked field-error";
  words.setAttribute("role", "alert");
  state().append(words);
  return words;
}

document.addEventListener("live:applied", lock);
document.documentElement.dataset.saves = "";
sending.wake();
