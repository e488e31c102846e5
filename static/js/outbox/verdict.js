// What an answer of the server means for a parcel. Pure.

const LATER = {
  0: "until the network is back",
  401: "until this device is at a table again: scan the table’s card",
  403: "until the page can be loaded again",
  423: "until the room goes on",
  429: "until the server has time",
};
const TOO_LARGE = "it is more than the server takes. Shorten it.";

/**
 * `status` 0: no answer came. `answer`: its JSON, or null when it was none (a hotel’s sign-in page, a proxy’s error).
 * `retryAfter`: the header, in seconds. Returns { is: "stored" | "refused" | "later", why, after (ms), answer }.
 */
export function verdictOf(status, answer, retryAfter) {
  if (status === 200 && answer?.stored) return { is: "stored", answer };
  if (status === 413) return { is: "refused", why: TOO_LARGE, answer };
  if ([400, 409, 422].includes(status) && answer) return { is: "refused", why: reason(answer), answer };
  const after = 1_000 * (Number.parseInt(retryAfter, 10) || 0);
  const why = LATER[status] ?? (status < 500 ? "until the network lets it through" : "until the server is well again");
  return { is: "later", why, after, answer };
}

function reason(answer) {
  return Object.values(answer.refused ?? {})[0]?.why ?? answer.why ?? "The server does not take it.";
}
