// Says in words that a press did not reach the server. What was typed stays where it is.

const COPY = "Copy what you typed, load this page again and sign in.";
const OVER = `You are signed out, or this page is not yours any more: what you typed is not stored. ${COPY}`;
const words = document.getElementById("unsent");

function say(text) {
  if (words.textContent !== text) words.textContent = text;
  words.hidden = !text;
}

/** Whether it is a press. What a page asks for by itself neither stores anything nor takes away what is said of one. */
const stores = ({ requestConfig }) => requestConfig.verb !== "get";

document.addEventListener("htmx:beforeRequest", ({ detail }) => stores(detail) && say(""));
for (const failed of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, ({ detail }) => {
    if (!stores(detail)) return;
    say("The server does not answer, so nothing was stored. What you see and typed stays here. Try again in a moment.");
  });
}
// Signed out, the answer is another page, or asks for this one to be loaded anew. What was typed gives way to neither.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { status, responseText } = event.detail.xhr;
  const elsewhere = status < 400 && /^\s*<!doctype/i.test(responseText);
  if (!elsewhere && event.detail.xhr.getResponseHeader("HX-Refresh") !== "true") return;
  event.preventDefault();
  say(`You are signed out, so nothing was stored. ${COPY}`);
});
// Nor does the page go by itself while something stands in it that nobody has sent.
document.addEventListener("live:over", (event) => {
  const fields = [...document.querySelectorAll("main :is(textarea, input[type=text])")];
  if (fields.every((field) => field.value === field.defaultValue)) return;
  event.preventDefault();
  say(OVER);
});
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (!stores(detail)) return;
  if (detail.xhr.status === 403 || detail.xhr.status === 404) {
    say("Nothing was stored: this page is not yours any more, or it was open too long. Load it again to see.");
  } else say("The server could not do it, so nothing was stored. Try again in a moment.");
});
