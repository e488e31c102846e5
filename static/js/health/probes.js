// Tries what the day needs of a browser. Each answers within seconds, whatever the browser or the network does.

const PATIENCE_MS = 8_000;
const NO_TICKET = 4401; // what the server says to a socket without a ticket: its word, through an open socket
const KEY = "roadshow-check";

/** Whether a WebSocket to `address` opens and brings the server's word. */
export function socketOpens(address) {
  const url = new URL(address, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  const answer = new Promise((resolve) => {
    socket.onclose = ({ code }) => resolve(code === NO_TICKET);
  });
  return within(answer).finally(() => socket.close());
}

/** Whether what is written is there again after closing, and since when: {kept, cookies, earlier}. */
export async function keepsWriting() {
  const cookies = navigator.cookieEnabled;
  try {
    const earlier = localStorage.getItem(KEY);
    const now = String(Date.now());
    localStorage.setItem(KEY, now);
    const kept = localStorage.getItem(KEY) === now && await within(databaseKeeps(now));
    return { kept, cookies, earlier: earlier && kept ? new Date(Number(earlier)) : null };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is off, full, or private
    return { kept: false, cookies, earlier: null };
  }
}

async function databaseKeeps(value) {
  const wrote = await opened();
  const writing = wrote.transaction("notes", "readwrite");
  writing.objectStore("notes").put(value, KEY);
  await new Promise((resolve, reject) => {
    writing.oncomplete = resolve;
    writing.onabort = () => reject(writing.error);
  });
  wrote.close();
  const read = await opened();
  const found = await answered(read.transaction("notes").objectStore("notes").get(KEY));
  read.close();
  return found === value;
}

function opened() {
  const request = indexedDB.open(KEY, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("notes");
  return answered(request);
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What `promise` resolves to, or false when that takes too long. */
function within(promise) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE_MS))]);
}
