// A page that loads brings the newest stage whole and of the earlier ones their heads. The rest comes when somebody
// looks back, and otherwise after a while, so that it is here when the network is not.

const WHILE_MS = 15_000;
const SPREAD_MS = 20_000; // A hall full of tablets does not ask at the same moment.

const later = () => document.querySelectorAll("#stage > [data-later]");
let asked = null;

async function fill() {
  try {
    const answer = await fetch(document.body.dataset.stagesUrl, { cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const head of later()) {
      const whole = page.getElementById(head.id);
      if (whole?.dataset.keep === head.dataset.keep) put(whole, head);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // No network: the heads stay, and the next look back asks again.
  }
}

/** Put the whole stage where its head is, seen or hidden as that was and with the focus where it was. */
function put(whole, head) {
  const title = head.contains(document.activeElement) ? document.activeElement.id : "";
  const fresh = document.importNode(whole, true);
  fresh.hidden = head.hidden;
  head.replaceWith(fresh);
  if (title) document.getElementById(title)?.focus({ preventScroll: true });
}

function ask() {
  if (later().length) asked ??= fill().finally(() => (asked = null));
}

document.addEventListener("stage:read", ask);
document.addEventListener("click", (event) => {
  if (!event.target.closest(".stage__later a")) return;
  event.preventDefault();
  ask();
});
setInterval(ask, WHILE_MS + Math.random() * SPREAD_MS);
