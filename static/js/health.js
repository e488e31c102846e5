// The check page: looks at what a script can see, and helps with what only a person can.

import { measure } from "./clock/measure.js";
import { keepsWriting, socketOpens } from "./health/probes.js";
import { clockFound, securityWords, serverFound, socketFound, storageFound, tallyWords } from "./health/words.js";

const form = document.getElementById("checks");
const checks = () => [...form.querySelectorAll("[data-check]")];

function tell(name, [found, words]) {
  const check = form.querySelector(`[data-check="${name}"]`);
  check.querySelector("[data-words]").textContent = words;
  form.elements[name].value = found; // a hidden field, or the radio of this value
  mark(check, found);
}

function mark(check, found) {
  check.dataset.found = found;
  const tally = checks().map((each) => [each.dataset.title, each.dataset.found]);
  document.getElementById("tally").textContent = tallyWords(tally);
}

async function look() {
  form.elements.screen.value = `${innerWidth}x${innerHeight}`;
  document.getElementById("screen").textContent = `${innerWidth} × ${innerHeight}`;
  document.getElementById("security").textContent = securityWords(isSecureContext);
  const { clockUrl, socketUrl } = document.body.dataset;
  const [measured, open, storage] = await Promise.all([measure(clockUrl), socketOpens(socketUrl), keepsWriting()]);
  if (measured) {
    form.elements.round_trip.value = measured.roundTrip;
    form.elements.clock_offset.value = measured.offset;
  }
  tell("server", serverFound(measured));
  tell("clock", clockFound(measured));
  tell("socket", socketFound(open, measured));
  tell("storage", storageFound(storage));
}

/** The photo is shown here and sent nowhere: the field has no name. */
function showPhoto({ target }) {
  const [photo] = target.files;
  const picture = document.getElementById("photo-taken");
  picture.hidden = !photo;
  if (!photo) return;
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(photo);
  picture.onload = () => tell("camera", ["ok", "This is the photo. It stays on this device."]);
  picture.onerror = () => tell("camera", ["no", "What came is no picture that this browser can show."]);
}

let pointer = "keyboard";

function press({ target, detail }) {
  const circle = target.closest("[data-circle]");
  if (!circle) return;
  circle.setAttribute("aria-pressed", "true");
  const how = detail === 0 ? "keyboard" : pointer;
  form.elements.touch_by.value = how;
  const left = form.querySelectorAll('[data-circle]:not([aria-pressed="true"])').length;
  const by = { touch: "a finger", pen: "a pen", mouse: "a mouse", keyboard: "keys" }[how] ?? how;
  if (left === 0) tell("touch", ["ok", `Every circle answered, the last one to ${by}.`]);
}

form.addEventListener("pointerdown", ({ pointerType }) => pointer = pointerType);
form.addEventListener("click", press);
form.addEventListener("change", ({ target }) => {
  if (target.type === "radio") mark(target.closest("[data-check]"), target.value);
});
document.getElementById("photo").addEventListener("change", showPhoto);
look();
