// What a table says of a stage: more about an agency once something is decided about it; the way there from a
// picture; and for a closed stage what was said then. Saving is others' work.

const SPREAD_MS = 2_000;

const answers = () => document.getElementById("answers");

const said = (name) => document.getElementById(`said-${name}`)?.dataset.value ?? "";

/** Under every agency about which something is decided stands what else can be said of it; css/judgement.css hides it. */
function open() {
  let more = false;
  for (const row of document.querySelectorAll("[data-shares] > [data-share]")) {
    const { name, value } = row.querySelector("select");
    if (row.querySelector("[data-share-more]") || !(value || said(name))) continue;
    row.append(filled(row));
    more = true;
  }
  if (more) document.dispatchEvent(new CustomEvent("answers:asked")); // They want what was said of them.
}

function filled(row) {
  const { share } = row.dataset;
  const { shares } = row.parentElement.dataset;
  const fresh = document.importNode(document.getElementById(`share-more-${shares}`).content, true);
  for (const element of fresh.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replace(".CODE.", `.${share}.`);
    }
  }
  return fresh;
}

document.addEventListener("change", (event) => event.target.closest("[data-share] > select") && open());
document.addEventListener("live:applied", open);

// A picture's link to an agency leads to its choice, and not only to its line.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#share-"]');
  const row = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
  if (!row) return;
  event.preventDefault();
  row.querySelector("select").focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
});

/** A stage that closed while this page was open still has its forms here: looked back at, it shows what was said. */
async function recall() {
  const reading = answers()?.dataset.reading;
  const section = document.getElementById(`answers-${reading}`);
  const newest = document.getElementById("stage").dataset.stage;
  const left = reading === newest ? "[data-to-be-fetched]" : ":has(form), [data-to-be-fetched]";
  if (!section?.matches(left)) return;
  if (section.querySelector('[data-state="kept"], [data-state="unkept"]')) return; // Under way: it stays in sight.
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(section.id);
    if (!fresh?.matches("[data-closed]")) return;
    section.replaceWith(document.importNode(fresh, true));
    document.dispatchEvent(new CustomEvent("answers:asked")); // Fewer fields now.
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // No network: what is here stays.
  }
}

document.addEventListener("stage:read", recall);
// The newest stage closes at all tables at once, when the key is opened.
document.addEventListener("live:applied", () => {
  if (document.querySelector("#answers > [data-to-be-fetched]:not([hidden])")) {
    setTimeout(recall, Math.random() * SPREAD_MS);
  }
});
open();
