// What a table says of a stage: more about an agency once something is decided about it; the way there from a
// picture; and for a closed stage what was said then. Saving is others' work.

const SPREAD_MS = 2_000;

const answers = () => document.getElementById("answers");

const said = (name) => document.getElementById(`said-${name}`)?.dataset.value ?? "";

/** What is pushed names the agencies, a line each: here they become rows. Returns whether there were any. */
function rows() {
  const lists = document.querySelectorAll("[data-lines]");
  for (const list of lists) {
    const { shares, lines } = list.dataset;
    list.removeAttribute("data-lines");
    for (const line of lines.split("\n")) {
      const [code, ...name] = line.split(" ");
      const row = filled(`share-row-${shares}`, code);
      row.querySelector("label").textContent = name.join(" ");
      list.append(row);
    }
  }
  return lists.length > 0;
}

/** Under every agency about which something is decided stands what else can be said of it; css/judgement.css hides it. */
function open() {
  let more = rows();
  for (const row of document.querySelectorAll("[data-shares] > [data-share]")) {
    const { name, value } = row.querySelector("select");
    if (row.querySelector("[data-share-more]") || !(value || said(name))) continue;
    row.append(filled(`share-more-${row.parentElement.dataset.shares}`, row.dataset.share));
    more = true;
  }
  if (more) document.dispatchEvent(new CustomEvent("answers:asked")); // They want what was said of them.
}

/** A template's content for an agency. */
function filled(template, code) {
  const fresh = document.importNode(document.getElementById(template).content, true);
  for (const element of fresh.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("CODE", code);
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
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(section.id);
    // What is under way stays in sight.
    if (!fresh?.matches("[data-closed]") || section.querySelector('[data-state="kept"], [data-state="unkept"]')) return;
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
