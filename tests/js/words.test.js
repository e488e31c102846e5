// What the check page says of each finding.

import {
  clockFound,
  clockWords,
  securityWords,
  serverFound,
  socketFound,
  storageFound,
  tallyWords,
} from "../../static/js/health/words.js";

function is(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${expected}, got ${actual}`);
}

function finds([found, words], finding, part) {
  is(found, finding);
  if (!words.includes(part)) throw new Error(`"${part}" is not in "${words}"`);
}

// The same as tests/workshops/test_health.py expects of the server's words.
for (
  const [offset, words] of [
    [0, "right"],
    [-1_499, "right"],
    [1_499, "right"],
    [-2_000, "2 seconds ahead"],
    [2_000, "2 seconds behind"],
    [60_000, "1 minute behind"],
    [-61_000, "1 minute 1 second ahead"],
    [-93_600_000, "1 day 2 hours ahead"],
    [-86_430_000, "1 day ahead"],
    [2 * 86_400_000 + 3_600_000, "2 days 1 hour behind"],
  ]
) {
  Deno.test(`a clock to which ${offset} ms must be added is "${words}"`, () => is(clockWords(offset), words));
}

Deno.test("a clock that is a day off is found well, and said plainly", () => {
  finds(clockFound({ offset: -93_600_000, roundTrip: 5 }), "ok", "is 1 day 2 hours ahead; that does no harm here.");
});

Deno.test("a server that answers at once, late or not at all", () => {
  finds(serverFound({ roundTrip: 12 }), "ok", "in 12 milliseconds");
  finds(serverFound({ roundTrip: 0 }), "ok", "in 1 milliseconds");
  finds(serverFound({ roundTrip: 1_001 }), "no", "takes 1.0 seconds");
  finds(serverFound(null), "no", "does not answer");
});

Deno.test("a blocked socket is told from a server that is away", () => {
  finds(socketFound(true, { roundTrip: 5 }), "ok", "arrives at once");
  finds(socketFound(false, { roundTrip: 5 }), "no", "does not let live updates through");
  finds(socketFound(false, null), "no", "could not be tried");
});

Deno.test("what keeps a device from keeping things is named", () => {
  const earlier = new Date();
  finds(storageFound({ kept: true, cookies: true, earlier: null }), "ok", "Load this page again");
  finds(storageFound({ kept: true, cookies: true, earlier }), "ok", "is still here");
  finds(storageFound({ kept: false, cookies: true, earlier: null }), "no", "private");
  finds(storageFound({ kept: true, cookies: false, earlier }), "no", "Cookies are off");
});

Deno.test("plain http is said with what works all the same", () => {
  if (!securityWords(false).includes("a photo taken with this button works")) throw new Error(securityWords(false));
  if (securityWords(true).includes("http")) throw new Error(securityWords(true));
});

Deno.test("the tally says what works, what does not and what is still to try", () => {
  is(tallyWords([["A", "ok"], ["B", "ok"]]), "2 of 2 work.");
  is(tallyWords([["A", "ok"], ["B", "no"]]), "1 of 2 work, 1 does not.");
  is(tallyWords([["A", "no"], ["B", "no"], ["A photo", ""]]), "0 of 3 work, 2 do not; still to try: a photo.");
});
