// Keeps the screen on while the page is in front, where the browser has a way and allows it: not over plain http.

async function keepAwake() {
  if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
  try {
    await navigator.wakeLock.request("screen"); // ends by itself when the page is hidden
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a low battery, or a setting: then it sleeps
  }
}

document.addEventListener("visibilitychange", keepAwake);
keepAwake();
