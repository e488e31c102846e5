// What a clock says at every time, and which answer of the server it believes.

import { behind, best, driftWords, hourOf, leftWords, phaseOf, sampleOf } from "../../static/js/clock/time.js";

function is(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${expected}, got ${actual}`);
}

const DAY = 86_400_000;

Deno.test("the offset is what to add to the device's clock, half the round trip allowed for", () => {
  const sample = sampleOf(1_000, 40, 1_520);
  is(sample.offset, 500);
  is(sample.roundTrip, 40);
});

Deno.test("a device whose clock is a day ahead has an offset of a day less", () => {
  is(sampleOf(5 * DAY, 0, 4 * DAY).offset, -DAY);
});

Deno.test("the answer with the least round trip is believed, the first of two alike", () => {
  const samples = [{ offset: 1, roundTrip: 900 }, { offset: 2, roundTrip: 12 }, { offset: 3, roundTrip: 12 }];
  is(best(samples).offset, 2);
});

Deno.test("the answer believed is wrong by half its round trip at most, whichever way was slow", () => {
  let seed = 7;
  const random = (n) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  for (let day = 0; day < 300; day++) {
    const truth = random(2 * DAY) - DAY;
    const samples = Array.from({ length: 4 }, () => {
      const [there, back, asked] = [random(800), random(800), random(DAY)];
      return sampleOf(asked, there + back, asked + truth + there);
    });
    const chosen = best(samples);
    if (Math.abs(chosen.offset - truth) > chosen.roundTrip / 2 + 1) throw new Error(`off by more: ${chosen.offset}`);
    is(chosen.roundTrip, Math.min(...samples.map((sample) => sample.roundTrip)));
  }
});

for (
  const [left, words] of [
    [9_000, "150 min"],
    [1_979, "33 min"],
    [600.4, "11 min"],
    [600, "10:00"],
    [599.2, "10:00"],
    [581, "9:41"],
    [60, "1:00"],
    [9.01, "0:10"],
    [0.2, "0:01"],
    [0, "time is up"],
    [-59.9, "time is up"],
    [-60, "1 min over"],
    [-150, "2 min over"],
    [-3_600, "60 min over"],
  ]
) {
  Deno.test(`${left} seconds left are said as "${words}"`, () => is(leftWords(left), words));
}

for (
  const [left, length, phase] of [
    [2_700, 2_700, "plenty"],
    [541, 2_700, "plenty"],
    [540, 2_700, "soon"],
    [136, 2_700, "soon"],
    [135, 2_700, "last"], // 5 % of 45 minutes
    [121, 1_200, "soon"],
    [120, 1_200, "last"], // never less than two minutes
    [120, 300, "last"],
    [121, 300, "plenty"],
    [1, 2_700, "last"],
    [0, 2_700, "over"],
    [-500, 2_700, "over"],
  ]
) {
  Deno.test(`${left} of ${length} seconds left is "${phase}"`, () => is(phaseOf(left, length), phase));
}

Deno.test("the day is behind by what is left and to come, beyond the planned end", () => {
  is(behind({ left: 600, upcoming: 1_200, plannedEnd: 2_000_000 }, 1_000_000), 800);
});

Deno.test("an activity over its time adds nothing of its own", () => {
  is(behind({ left: -300, upcoming: 0, plannedEnd: 1_000_000 }, 1_060_000), 60);
});

for (
  const [seconds, words] of [
    [0, "on time"],
    [59, "on time"],
    [-59, "on time"],
    [60, "1 min behind"],
    [479, "7 min behind"],
    [-180, "3 min ahead"],
  ]
) {
  Deno.test(`${seconds} seconds behind are said as "${words}"`, () => is(driftWords(seconds), words));
}

Deno.test("an hour is said in 24, whatever language the browser speaks", () => {
  is(hourOf(new Date(2026, 0, 1, 0, 5)), "00:05");
  is(hourOf(new Date(2026, 0, 1, 12, 30)), "12:30");
  is(hourOf(new Date(2026, 0, 1, 17, 9)), "17:09");
});
