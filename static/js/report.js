// Tells the server, now and then, how far it is from here and how far this device's clock is off.

const AGAIN_MS = 3 * 60_000;
let told = -AGAIN_MS;

document.addEventListener("clock:measured", async ({ detail }) => {
  if (performance.now() - told < AGAIN_MS) return;
  told = performance.now();
  const headers = JSON.parse(document.body.getAttribute("hx-headers")); // the token, as htmx sends it
  const body = new URLSearchParams({ round_trip: detail.roundTrip, clock_offset: detail.offset });
  await fetch(document.body.dataset.report, { method: "POST", headers, body }).catch(() => {}); // the next one will do
});
